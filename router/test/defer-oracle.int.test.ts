import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import fc from "fast-check";
import { buildSchema, type GraphQLSchema, parse, printSchema, validate } from "graphql";
import { PLANNERS } from "../planner/planner.ts";
import { loadSupergraph } from "../supergraph/supergraph.ts";
import { mergeParts, queryParts } from "./kit/parts.ts";
import { withRandomDefers } from "./kit/random-defers.ts";
import { randomOperation } from "./kit/random-operation.ts";
import { compose, startRouter, type TestRouter } from "./kit/router.ts";
import { reset, type Shop, startShop } from "./kit/shop.ts";
import { answerOfWhole, shopArguments } from "./kit/whole-shop.ts";

const RUNS = 200;
const TEST_TIMEOUT_MS = 120_000;

let shop: Shop;
let routers: ReadonlyMap<string, TestRouter>;
let schema: GraphQLSchema;
/** Answers in more than one part, so that the tests are known to have tried something. */
let inParts = 0;

beforeAll(async () => {
  shop = startShop();
  routers = new Map(
    await Promise.all(
      PLANNERS.map(
        async (planner) => [planner, await startRouter(shop.all, { MAX_ALIASES: "1000", PLANNER: planner, DEFER_BY_KEY: "true" })] as const,
      ),
    ),
  );
  schema = buildSchema(printSchema(loadSupergraph(compose(shop.all)).apiSchema));
});
beforeEach(() => {
  reset(shop);
  inParts = 0;
});
afterAll(async () => {
  await Promise.all([...routers.values()].map((router) => router.stop()));
  await shop.stop();
});

type Json = Readonly<Record<string, unknown>>;
const isJson = (value: unknown): value is Json => typeof value === "object" && value !== null;

/**
 * The places where what a client has in the end differs from the answer in one. A null that an error made goes less far up in parts, and takes along no more than
 * its payload: there, one side has nothing.
 */
function differences(whole: unknown, merged: unknown, path: string): readonly string[] {
  if (whole === null || whole === undefined || merged === null || merged === undefined) return whole === merged ? [] : [`${path}?`];
  if (!isJson(whole) || !isJson(merged)) return whole === merged ? [] : [`${path}: ${String(whole)} is not ${String(merged)}`];
  const keys = new Set([...Object.keys(whole), ...Object.keys(merged)]);
  return [...keys].flatMap((key) => differences(whole[key], merged[key], `${path}.${key}`));
}

async function expectSameInTheEnd(seed: number, url: string, withPayments: boolean): Promise<void> {
  const original = randomOperation(schema, shopArguments, seed);
  const operation = withRandomDefers(schema, original, seed);
  fc.pre(validate(schema, parse(operation.text)).length === 0);
  const [expected, parts] = await Promise.all([
    answerOfWhole(schema, operation, withPayments),
    queryParts(url, operation.text, { variables: operation.variables }),
  ]);
  if (parts.length > 1) inParts += 1;
  expect(parts.map(({ hasNext }) => hasNext ?? false)).toEqual(parts.map((_part, index) => index < parts.length - 1));
  const merged = mergeParts(parts);
  const different = differences(expected.data, merged.data, "");
  if ((expected.errors ?? []).length === 0) expect({ different, errors: merged.errors }).toEqual({ different: [], errors: [] });
  else expect(different.filter((difference) => !difference.endsWith("?"))).toEqual([]);
  expect(merged.errors.length > 0).toBe((expected.errors ?? []).length > 0);
}

test.each(PLANNERS)(
  "all parts of any query, planned by %s, are together what the whole shop in one process would answer",
  async (planner) => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), (seed) => expectSameInTheEnd(seed, routers.get(planner)?.url ?? "", true)),
      { numRuns: RUNS },
    );
    expect(inParts).toBeGreaterThan(RUNS / 10);
  },
  TEST_TIMEOUT_MS,
);

test.each(PLANNERS)(
  "all parts of any query, planned by %s, agree, while a subgraph is down, with what the whole would answer if that part of it failed",
  async (planner) => {
    shop.payments.mood = { kind: "answers", respond: () => new Response("", { status: 503 }) };
    await fc.assert(
      fc.asyncProperty(fc.nat(), (seed) => expectSameInTheEnd(seed, routers.get(planner)?.url ?? "", false)),
      { numRuns: RUNS },
    );
    expect(inParts).toBeGreaterThan(RUNS / 10);
  },
  TEST_TIMEOUT_MS,
);
