import { type ExecutionResult, execute as executeWithGraphqlJs, GraphQLError, getOperationAST, getVariableValues } from "graphql";
import type { PlanNode } from "../planner/planner.ts";
import { askedPart } from "./asked-part.ts";
import { clipPath } from "./clip-path.ts";
import type { IsTrue } from "./conditions.ts";
import { isObject, type JsonObject } from "./json.ts";
import { type CachedOperation, createOperationCache, type NamedOperation, type OperationCacheOptions } from "./operation-cache.ts";
import { createOutcome } from "./outcome.ts";
import { formOf, likelyForms } from "./plan-cache.ts";
import { project } from "./project.ts";
import type { Run } from "./run.ts";
import { runPlan } from "./run-plan.ts";
import { compileShape, type ResponseShape } from "./shape.ts";
import { compileUniformity, maySharePlaces } from "./shared-objects.ts";
import { compileWriter, type ResponseWriter } from "./write-response.ts";

export type EngineOptions = OperationCacheOptions;

/** A valid operation to execute. */
export interface EngineRequest extends NamedOperation {
  readonly variables: JsonObject;
  readonly send: Run["send"];
}

/** What an operation came to: the whole response as JSON text where nothing is amiss, else what is to be made one. */
export type EngineAnswer = { readonly kind: "text"; readonly text: string } | { readonly kind: "result"; readonly result: ExecutionResult };

/** Executes operations of clients on the supergraph. */
export interface Engine {
  /** Rejects only when there is no plan (PlanningError). */
  execute(request: EngineRequest): Promise<EngineAnswer>;
  /** Gets a valid operation ready to be executed: its plans and its response's shape. Rejects when there is no plan (PlanningError). */
  prepare(operation: NamedOperation): Promise<void>;
  /** Lets go of what is kept. */
  close(): void;
}

interface WrittenShape extends ResponseShape {
  readonly writer: ResponseWriter;
  readonly isUniform: Run["isUniform"];
}

type EngineOperation = CachedOperation<WrittenShape>;

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
  const { apiSchema, types, areHiddenIn } = options.supergraph;
  const operations = createOperationCache<WrittenShape>(options);

  function shapeFor(operation: EngineOperation, isTrue: IsTrue): WrittenShape {
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

  function introspect({ introspection }: EngineOperation, variables: JsonObject): JsonObject {
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
    close: () => operations.close(),
    async prepare(request) {
      const operation = getOperationAST(request.document, request.operationName);
      if (!operation || operation.operation === "subscription") return;
      const cached = operations.take(request, operation);
      for (const isTrue of likelyForms(cached)) {
        shapeFor(cached, isTrue);
        await cached.plans.planFor(isTrue);
      }
    },
    async execute(request) {
      const operation = getOperationAST(request.document, request.operationName);
      if (!operation) return refusal("OPERATION_RESOLUTION_FAILURE", "The document does not say which operation to execute.");
      if (operation.operation === "subscription") return refusal("SUBSCRIPTIONS_NOT_SUPPORTED", "Subscriptions are not served here.");
      const coerced = getVariableValues(apiSchema, operation.variableDefinitions ?? [], request.variables, { maxErrors: 10 });
      if (coerced.errors) return badInput(coerced.errors);
      const cached = operations.take(request, operation);
      const isTrue = (name: string): boolean => coerced.coerced[name] === true;
      const shape = shapeFor(cached, isTrue);
      const plan = await cached.plans.planFor(isTrue);
      const run: Run = {
        data: introspect(cached, request.variables),
        outcome: createOutcome((path) => askedPart(path, { schema: apiSchema, shape })),
        types,
        areHiddenIn,
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
