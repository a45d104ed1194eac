import { type ExecutionResult, GraphQLError } from "graphql";
import { PlanningError } from "../../planner/planner.ts";
import type { InProcessSubgraph } from "../../transport/transport.ts";
import { comparable, isSame } from "./compare.ts";
import type { FuzzCase } from "./fuzz-case.ts";
import { hasKnownGap } from "./known-gap.ts";
import type { Model } from "./model/model.ts";
import type { FuzzOperation } from "./operation/operation.ts";
import { createRouterUnderTest, type Faults, type RouterUnderTest } from "./router-under-test.ts";
import type { World } from "./world/data.ts";
import { createFuzzSubgraph, type FuzzSubgraph } from "./world/subgraph.ts";
import { answerOfWhole } from "./world/whole.ts";

/** The router answered something else than the merged schema does. */
export interface Mismatch {
  readonly operation: FuzzOperation;
  readonly whole: ExecutionResult;
  readonly router: ExecutionResult;
  /** What subgraphs were asked, in order. */
  readonly asked: readonly string[];
}

export interface CheckOutcome {
  readonly operations: number;
  readonly fetches: number;
  /** Operations that were refused, where a planner is known to have no plan: see `hasKnownGap`. */
  readonly unplanned: number;
  /** The first one; null when all answers are the same. */
  readonly mismatch: Mismatch | null;
}

type Body = Readonly<{ query: string; variables?: Record<string, unknown> }>;

/** A subgraph over HTTP's forms, for one request. */
function served(subgraph: FuzzSubgraph, world: World, asked: string[]): InProcessSubgraph {
  return async (request) => {
    const body = (await request.json()) as Body;
    asked.push(`${subgraph.name}: ${body.query} ${JSON.stringify(body.variables ?? {})}`);
    try {
      return Response.json(await subgraph.answer(body, world));
    } catch (error) {
      asked.push(`${subgraph.name} refused that: ${String(error)}`);
      return Response.json({ errors: [{ message: String(error), extensions: { code: "GRAPHQL_VALIDATION_FAILED" } }] }, { status: 400 });
    }
  };
}

function failed(error: unknown): ExecutionResult {
  return { errors: [new GraphQLError(String(error))] };
}

/** Half of the models on either side of their progressive overrides. */
const rollOf = ({ dataSeed }: Model): number => (dataSeed % 2 === 0 ? 0.25 : 0.75);

const NOTHING: CheckOutcome = { operations: 0, fetches: 0, unplanned: 0, mismatch: null };

interface Checking {
  readonly one: FuzzCase;
  readonly router: RouterUnderTest;
  readonly subgraphs: readonly FuzzSubgraph[];
}

async function checkOperation({ one, router, subgraphs }: Checking, operation: FuzzOperation): Promise<CheckOutcome> {
  if (one.composition.kind !== "composed") return NOTHING;
  const [leak] = one.composition.leaks;
  if (leak !== undefined) return { ...NOTHING, mismatch: { operation, whole: {}, router: failed(`clients see ${leak}`), asked: [] } };
  const asked: string[] = [];
  const world: World = { model: one.model, mutations: 0 };
  const whole = await answerOfWhole(one.composition.clientSchema, one.model, operation);
  const transports = new Map(subgraphs.map((subgraph) => [subgraph.name, served(subgraph, world, asked)]));
  try {
    const { result, fetches } = await router.execute(operation, transports);
    const mismatch = isSame(comparable(whole), comparable(result)) ? null : { operation, whole, router: result, asked };
    return { operations: 1, fetches, unplanned: 0, mismatch };
  } catch (error) {
    if (error instanceof PlanningError && hasKnownGap(one.model)) return { operations: 1, fetches: 0, unplanned: 1, mismatch: null };
    return { operations: 1, fetches: 0, unplanned: 0, mismatch: { operation, whole, router: failed(error), asked } };
  }
}

/** Runs the operations of a case on the router and on the merged schema, up to the first that differs. */
export async function checkCase(one: FuzzCase, faults: Faults = {}): Promise<CheckOutcome> {
  if (one.composition.kind !== "composed") return NOTHING;
  const router = await createRouterUnderTest({
    supergraph: one.composition.supergraph,
    planner: one.planner,
    roll: rollOf(one.model),
    faults,
  });
  const subgraphs = one.model.subgraphs.map((name) => createFuzzSubgraph(one.model, name));
  let sum = NOTHING;
  try {
    for (const operation of one.operations) {
      const { operations, fetches, unplanned, mismatch } = await checkOperation({ one, router, subgraphs }, operation);
      sum = { operations: sum.operations + operations, fetches: sum.fetches + fetches, unplanned: sum.unplanned + unplanned, mismatch };
      if (mismatch !== null) break;
    }
    return sum;
  } finally {
    router.close();
  }
}
