import {
  type DocumentNode,
  type ExecutionResult,
  execute as executeWithGraphqlJs,
  GraphQLError,
  getOperationAST,
  getVariableValues,
  type OperationDefinitionNode,
} from "graphql";
import { LRUCache } from "lru-cache";
import type { PlanNode } from "../planner/planner.ts";
import type { Supergraph } from "../supergraph/supergraph.ts";
import { clipPath } from "./clip-path.ts";
import type { IsTrue } from "./conditions.ts";
import { deliver } from "./defer-deliver.ts";
import { createOperationDeliveries, type OperationDeliveries } from "./defer-operation.ts";
import type { Payload } from "./defer-payload.ts";
import { isObject, type JsonObject } from "./json.ts";
import { type PreparedOperation, prepareOperation } from "./operation.ts";
import { createOutcome } from "./outcome.ts";
import { createOperationPlans, FORMS_PER_OPERATION, formOf, type OperationPlans, type PlanMakerOptions } from "./plan-cache.ts";
import { project } from "./project.ts";
import type { Run } from "./run.ts";
import { runPlan } from "./run-plan.ts";
import { compileShape, type ResponseShape } from "./shape.ts";

export interface EngineOptions extends PlanMakerOptions {
  readonly supergraph: Supergraph;
  /** Operations whose plans are kept; the least recently used one goes first. */
  readonly cacheEntries: number;
}

/** A valid operation to execute. */
export interface EngineRequest {
  /** What the document was parsed from. */
  readonly text: string;
  readonly document: DocumentNode;
  readonly operationName: string | null;
  readonly variables: JsonObject;
  /** Whether the client takes an answer in parts (`@defer`). Those that do not get it whole. */
  readonly takesParts: boolean;
  readonly send: Run["send"];
}

/** Executes operations of clients on the supergraph. */
export interface Engine {
  /** Rejects only when there is no plan (PlanningError). */
  execute(request: EngineRequest): Promise<ExecutionResult | AsyncGenerator<Payload, void, void>>;
}

interface CachedOperation extends PreparedOperation {
  readonly plans: OperationPlans;
  readonly deliveries: OperationDeliveries;
  /** By form: the values of the variables in its conditions. */
  readonly shapes: LRUCache<string, ResponseShape>;
}

interface Planned {
  readonly run: Run;
  readonly plan: PlanNode | null;
  readonly isTrue: IsTrue;
}

/** The answer in parts; null when nothing of it has to wait for anything else. */
function deliverParts(
  { hasDefer, deliveries }: CachedOperation,
  { run, plan, isTrue }: Planned,
): AsyncGenerator<Payload, void, void> | null {
  const delivery = plan === null || !hasDefer ? null : deliveries.deliveryFor(plan, isTrue);
  if (delivery === null) return null;
  return deliver(delivery, { ...run, isIndispensable: (key) => delivery.primaryShape.indispensable.has(key) });
}

function badInput(errors: readonly GraphQLError[]): ExecutionResult {
  return {
    errors: errors.map(
      (error) =>
        new GraphQLError(error.message, {
          ...(error.nodes ? { nodes: error.nodes } : {}),
          extensions: { ...error.extensions, code: "BAD_USER_INPUT", http: { status: 400, spec: true } },
        }),
    ),
  };
}

function refusal(code: string, message: string): ExecutionResult {
  return { errors: [new GraphQLError(message, { extensions: { code, http: { status: 400, spec: true } } })] };
}

export function createEngine(options: EngineOptions): Engine {
  const { apiSchema, types, hazards } = options.supergraph;
  const operations = new LRUCache<string, CachedOperation>({ max: options.cacheEntries });

  function prepared(request: EngineRequest, operation: OperationDefinitionNode): CachedOperation {
    const key = `${request.operationName ?? ""}\n${request.text}`;
    const known = operations.get(key);
    if (known) return known;
    const taken = prepareOperation(request.document, operation, hazards);
    const fresh = {
      ...taken,
      plans: createOperationPlans(taken, options),
      deliveries: createOperationDeliveries(taken, options.supergraph),
      shapes: new LRUCache<string, ResponseShape>({ max: FORMS_PER_OPERATION }),
    };
    operations.set(key, fresh);
    return fresh;
  }

  function shapeFor(operation: CachedOperation, isTrue: IsTrue): ResponseShape {
    const key = formOf(operation, isTrue);
    const known = operation.shapes.get(key);
    if (known) return known;
    const rootType = apiSchema.getRootType(operation.operation.operation);
    if (!rootType) throw new GraphQLError(`There is no root type for a ${operation.operation.operation}.`);
    const shape = compileShape(
      { schema: apiSchema, fragments: operation.fragments, planKeys: operation.planKeys, isTrue },
      rootType,
      operation.operation,
    );
    operation.shapes.set(key, shape);
    return shape;
  }

  async function answerWhole(run: Run, plan: PlanNode | null, shape: ResponseShape): Promise<ExecutionResult> {
    if (plan !== null) await runPlan(run, plan);
    const projected = project(apiSchema, shape, run);
    const errors = [...run.outcome.reported.map((error) => clipPath(error, projected.data)), ...projected.errors];
    return errors.length > 0 ? { errors, data: projected.data } : { data: projected.data };
  }

  function introspect({ introspection }: CachedOperation, variables: JsonObject): JsonObject {
    if (introspection === null) return {};
    const result = executeWithGraphqlJs({ schema: apiSchema, document: introspection, variableValues: variables });
    return "data" in result && isObject(result.data) ? { ...result.data } : {};
  }

  return {
    async execute(request) {
      const operation = getOperationAST(request.document, request.operationName);
      if (!operation) return refusal("OPERATION_RESOLUTION_FAILURE", "The document does not say which operation to execute.");
      if (operation.operation === "subscription") return refusal("SUBSCRIPTIONS_NOT_SUPPORTED", "Subscriptions are not served here.");
      const coerced = getVariableValues(apiSchema, operation.variableDefinitions ?? [], request.variables, { maxErrors: 10 });
      if (coerced.errors) return badInput(coerced.errors);
      const cached = prepared(request, operation);
      const isTrue = (name: string): boolean => coerced.coerced[name] === true;
      const shape = shapeFor(cached, isTrue);
      const run: Run = {
        data: introspect(cached, request.variables),
        outcome: createOutcome(),
        types,
        variables: request.variables,
        mutated: [],
        isIndispensable: (key) => shape.indispensable.has(key),
        send: request.send,
      };
      const plan = await cached.plans.planFor(isTrue);
      const parts = request.takesParts ? deliverParts(cached, { run, plan, isTrue }) : null;
      return parts ?? answerWhole(run, plan, shape);
    },
  };
}
