import { expect, test } from "bun:test";
import { PLANNERS } from "../planner/planner.ts";
import { startRouter } from "./kit/router.ts";
import { startSubgraph } from "./kit/subgraph.ts";

const OLD = `type Query { item: Item } type Item @key(fields: "id") { id: ID! a: String b: String }`;
const NEW = `type Item @key(fields: "id") { id: ID! a: String @override(from: "old", label: "known") b: String @override(from: "old", label: "percent(5)") }`;

test.each(PLANNERS)("with %s, labels that the supergraph does not have are told when the router starts", async (planner) => {
  const subgraphs = [OLD, NEW].map((typeDefs, index) => startSubgraph({ name: ["old", "new"][index] ?? "", typeDefs, resolvers: {} }));
  const router = await startRouter(subgraphs, { PLANNER: planner, OVERRIDE_LABELS: '{"known":50,"misspelt":50}' });
  await router.stop();
  await Promise.all(subgraphs.map((subgraph) => subgraph.stop()));
  expect(router.logged.flatMap(({ labels }) => labels ?? [])).toEqual(["misspelt"]);
});
