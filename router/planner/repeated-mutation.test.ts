import { expect, test } from "bun:test";
import type { PlanNode, RootFetch } from "./planner.ts";
import { repeatsMutation } from "./repeated-mutation.ts";

const fetch = (kind: "query" | "mutation", ...keys: readonly string[]): RootFetch => ({
  kind: "fetch",
  subgraph: "a",
  operation: { kind, text: "", name: null, variables: [] },
  outputRewrites: [],
  keys: new Set(keys),
});
const sequence = (...nodes: readonly PlanNode[]): PlanNode => ({ kind: "sequence", nodes });

test("a mutation that is sent in two parts is sent twice, wherever the parts are", () => {
  expect(repeatsMutation(sequence(fetch("mutation", "a"), { kind: "parallel", nodes: [fetch("mutation", "b", "a")] }))).toBe(true);
});

test("several mutations, and queries in parts, repeat nothing", () => {
  expect(repeatsMutation(sequence(fetch("mutation", "a"), fetch("mutation", "b", "c")))).toBe(false);
  expect(repeatsMutation(sequence(fetch("query", "a"), fetch("query", "a")))).toBe(false);
});
