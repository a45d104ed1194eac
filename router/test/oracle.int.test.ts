import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import fc from "fast-check";
import { buildSchema, type GraphQLSchema, parse, printSchema, validate } from "graphql";
import { PLANNERS } from "../planner/planner.ts";
import { loadSupergraph } from "../supergraph/supergraph.ts";
import { randomOperation } from "./kit/random-operation.ts";
import { compose, startRouter, type TestRouter } from "./kit/router.ts";
import { reset, type Shop, startShop } from "./kit/shop.ts";
import { answerOfWhole, shopArguments } from "./kit/whole-shop.ts";

const RUNS = 200;
const TEST_TIMEOUT_MS = 120_000;

let shop: Shop;
let routers: ReadonlyMap<string, TestRouter>;
let schema: GraphQLSchema;

beforeAll(async () => {
  shop = startShop();
  routers = new Map(
    await Promise.all(
      PLANNERS.map(async (planner) => [planner, await startRouter(shop.all, { MAX_ALIASES: "1000", PLANNER: planner })] as const),
    ),
  );
  // Once more through text: directives and resolvers of the composed schema do not belong to the one that it stands for.
  schema = buildSchema(printSchema(loadSupergraph(compose(shop.all)).apiSchema));
});
beforeEach(() => reset(shop));
afterAll(async () => {
  await Promise.all([...routers.values()].map((router) => router.stop()));
  await shop.stop();
});

/** The place of the null that an error made: where its path first meets one. Below it, which error is told is free. */
function nullOf(path: readonly (string | number)[] = [], data: unknown): string {
  let value = data;
  for (const [index, part] of path.entries()) {
    if (value === null || value === undefined) return path.slice(0, index).join(".");
    value = (value as Record<string | number, unknown>)[part];
  }
  return path.join(".");
}

async function expectSameAnswer(seed: number, router: TestRouter | undefined, withPayments: boolean): Promise<void> {
  if (!router) throw new Error("There is no router for this planner.");
  const operation = randomOperation(schema, shopArguments, seed);
  fc.pre(validate(schema, parse(operation.text)).length === 0);
  const [expected, actual] = await Promise.all([
    answerOfWhole(schema, operation, withPayments),
    router.query(operation.text, { variables: operation.variables }),
  ]);
  expect(JSON.stringify(actual.data)).toBe(JSON.stringify(expected.data));
  const nulls = (errors: readonly { readonly path?: readonly (string | number)[] | undefined }[], data: unknown) =>
    [...new Set(errors.map(({ path }) => nullOf(path, data)))].sort();
  expect(nulls(actual.errors, actual.data)).toEqual(nulls(expected.errors ?? [], expected.data));
}

test.each(PLANNERS)(
  "any query, planned by %s, gives what the whole shop in one process would answer",
  (planner) =>
    fc.assert(
      fc.asyncProperty(fc.nat(), (seed) => expectSameAnswer(seed, routers.get(planner), true)),
      { numRuns: RUNS },
    ),
  TEST_TIMEOUT_MS,
);

test.each(PLANNERS)(
  "any query, planned by %s, gives, while a subgraph is down, what the whole would answer if that part of it failed",
  async (planner) => {
    shop.payments.mood = { kind: "answers", respond: () => new Response("", { status: 503 }) };
    await fc.assert(
      fc.asyncProperty(fc.nat(), (seed) => expectSameAnswer(seed, routers.get(planner), false)),
      { numRuns: RUNS },
    );
  },
  TEST_TIMEOUT_MS,
);
