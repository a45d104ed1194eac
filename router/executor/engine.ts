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
import { isObject, type JsonObject } from "./json.ts";
import { type PreparedOperation, prepareOperation } from "./operation.ts";
import { createOutcome } from "./outcome.ts";
import { createOperationPlans, FORMS_PER_OPERATION, formOf, type OperationPlans, type PlanMakerOptions } from "./plan-cache.ts";
import { project } from "./project.ts";
import type { Run } from "./run.ts";
import { runPlan } from "./run-plan.ts";
import { compileShape, type ResponseShape } from "./shape.ts";
import { compileUniformity, maySharePlaces } from "./shared-objects.ts";
import { compileWriter, type ResponseWriter } from "./write-response.ts";

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
  readonly send: Run["send"];
}

/** What an operation came to: the whole response as JSON text where nothing is amiss, else what is to be made one. */
export type EngineAnswer = { readonly kind: "text"; readonly text: string } | { readonly kind: "result"; readonly result: ExecutionResult };

/** Executes operations of clients on the supergraph. */
export interface Engine {
  /** Rejects only when there is no plan (PlanningError). */
  execute(request: EngineRequest): Promise<EngineAnswer>;
}

interface WrittenShape extends ResponseShape {
  readonly writer: ResponseWriter;
  readonly isUniform: Run["isUniform"];
}

interface CachedOperation extends PreparedOperation {
  readonly plans: OperationPlans;
  /** By form: the values of the variables in its conditions. */
  readonly shapes: LRUCache<string, WrittenShape>;
}

function failed(errors: readonly GraphQLError[]): EngineAnswer {
  return { kind: "result", result: { errors } };
}

function badInput(errors: readonly GraphQLError[]): EngineAnswer {
  return failed(
    errors.map(
      (error) =>
        new GraphQLError(error.message, {
          ...(error.nodes ? { nodes: error.nodes } : {}),
          extensions: { ...error.extensions, code: "BAD_USER_INPUT", http: { status: 400, spec: true } },
        }),
    ),
  );
}

function refusal(code: string, message: string): EngineAnswer {
  return failed([new GraphQLError(message, { extensions: { code, http: { status: 400, spec: true } } })]);
}

const sharing = new WeakMap<PlanNode, boolean>();

function sharesPlaces(plan: PlanNode): boolean {
  const known = sharing.get(plan);
  if (known !== undefined) return known;
  const shares = maySharePlaces(plan);
  sharing.set(plan, shares);
  return shares;
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
      shapes: new LRUCache<string, WrittenShape>({ max: FORMS_PER_OPERATION }),
    };
    operations.set(key, fresh);
    return fresh;
  }

  function shapeFor(operation: CachedOperation, isTrue: IsTrue): WrittenShape {
    const key = formOf(operation, isTrue);
    const known = operation.shapes.get(key);
    if (known) return known;
    const rootType = apiSchema.getRootType(operation.operation.operation);
    if (!rootType) throw new GraphQLError(`There is no root type for a ${operation.operation.operation}.`);
    const compilation = { schema: apiSchema, fragments: operation.fragments, planKeys: operation.planKeys, isTrue };
    const compiled = compileShape(compilation, rootType, operation.operation);
    const shape = { ...compiled, writer: compileWriter(apiSchema, compiled), isUniform: compileUniformity(compiled) };
    operation.shapes.set(key, shape);
    return shape;
  }

  function introspect({ introspection }: CachedOperation, variables: JsonObject): JsonObject {
    if (introspection === null) return {};
    const result = executeWithGraphqlJs({ schema: apiSchema, document: introspection, variableValues: variables });
    return "data" in result && isObject(result.data) ? { ...result.data } : {};
  }

  function answerOf(shape: WrittenShape, run: Run): EngineAnswer {
    const text = run.outcome.isClean() ? shape.writer.write(run.data, run.hasSharedObjects) : null;
    if (text !== null) return { kind: "text", text };
    const { data, errors: found } = project(apiSchema, shape, run);
    const errors = [...run.outcome.reported.map((error) => clipPath(error, data)), ...found];
    return { kind: "result", result: errors.length > 0 ? { errors, data } : { data } };
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
      const plan = await cached.plans.planFor(isTrue);
      const run: Run = {
        data: introspect(cached, request.variables),
        outcome: createOutcome(),
        types,
        mayShareObjects: plan !== null && sharesPlaces(plan),
        hasSharedObjects: false,
        isUniform: shape.isUniform,
        variables: request.variables,
        mutated: [],
        isIndispensable: (key) => shape.indispensable.has(key),
        send: request.send,
      };
      if (plan !== null) await runPlan(run, plan);
      return answerOf(shape, run);
    },
  };
}
