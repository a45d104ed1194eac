import { describe, expect, test } from "bun:test";
import type { Run, SubgraphReply } from "../../executor/run.ts";
import type { EntityBatch, PlanNode, Planner } from "../../planner/planner.ts";
import { runCampaign } from "./campaign.ts";
import type { Faults } from "./router-under-test.ts";

const MOST_CASES = 400;
const SHRINKING_MS = 5_000;
const TIMEOUT_MS = 120_000;

function changeBatches(node: PlanNode, change: (batch: EntityBatch) => EntityBatch): PlanNode {
  if (node.kind === "fetch") return node;
  if (node.kind === "entities") return { ...node, batches: node.batches.map(change) };
  return { ...node, nodes: node.nodes.map((child) => changeBatches(child, change)) };
}

function withBatches(change: (batch: EntityBatch) => EntityBatch): Faults {
  return { planner: (planner: Planner) => ({ ...planner, plan: async (request) => changeBatches(await planner.plan(request), change) }) };
}

/** Of answers to entity fetches, changes the entities. */
function withEntities(change: (entities: readonly unknown[]) => readonly unknown[]): Faults {
  const changed = (reply: SubgraphReply): SubgraphReply => {
    if (reply.kind !== "answered" || reply.data === null) return reply;
    const data = Object.entries(reply.data).map(([key, value]) => [
      key,
      key.startsWith("_e") && Array.isArray(value) ? change(value) : value,
    ]);
    return { ...reply, data: Object.fromEntries(data) };
  };
  return { send: (send: Run["send"]) => async (call) => changed(await send(call)) };
}

const faults: readonly { readonly name: string; readonly faults: Faults }[] = [
  { name: "entities that go to each other's places", faults: withEntities((entities) => entities.toReversed()) },
  { name: "an entity that is dropped from an answer", faults: withEntities(([, ...rest]) => [null, ...rest]) },
  {
    name: "a representation that lacks what a @requires needs",
    faults: withBatches((batch) => ({
      ...batch,
      requires: batch.requires.map((one) => {
        if (one.kind !== "type") return one;
        return { ...one, selections: one.selections.filter((part) => part.kind !== "field" || !/^f\d$/.test(part.name)) };
      }),
    })),
  },
  { name: "a place where entities are that is forgotten", faults: withBatches((batch) => ({ ...batch, paths: batch.paths.slice(1) })) },
  {
    name: "errors that are kept from the client",
    faults: { send: (send) => async (call) => ({ ...(await send(call)), errors: [] }) as SubgraphReply },
  },
];

describe("the fuzz finds", () => {
  test.each(faults)(
    "$name",
    async ({ faults: planted }) => {
      const { mismatches, findings } = await runCampaign({ cases: MOST_CASES, seed: 1, planner: "hive", faults: planted, shrinkingMs: 0 });
      expect(mismatches).toBe(1);
      expect(findings[0]?.text).toContain("--- the merged schema answers");
    },
    TIMEOUT_MS,
  );
});

test(
  "a finding is made smaller, and its seed and path show it again",
  async () => {
    const options = { cases: MOST_CASES, seed: 1, planner: "hive", faults: withEntities((entities) => entities.toReversed()) } as const;
    const [whole] = (await runCampaign({ ...options, shrinkingMs: 0 })).findings;
    const [small] = (await runCampaign({ ...options, shrinkingMs: SHRINKING_MS })).findings;
    if (!whole || !small) throw new Error("The planted fault was not found.");
    expect(small.text.length).toBeLessThan(whole.text.length);
    const [again] = (await runCampaign({ ...options, seed: small.seed, path: small.path, shrinkingMs: 0 })).findings;
    expect(again?.text).toBe(small.text);
  },
  TIMEOUT_MS,
);
