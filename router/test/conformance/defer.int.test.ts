import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type GraphQLSchema, getOperationAST, parse } from "graphql";
import { PLANNERS } from "../../planner/planner.ts";
import { loadSupergraph } from "../../supergraph/supergraph.ts";
import { mergeParts, queryParts } from "../kit/parts.ts";
import { withRandomDefers } from "../kit/random-defers.ts";
import { compose, startRouter, type TestRouter } from "../kit/router.ts";
import { startSubgraph, type TestSubgraph } from "../kit/subgraph.ts";
import type { Scenario } from "./scenario.ts";
import { scenarios } from "./scenarios/all.ts";

const SEEDS = [1, 2, 3, 4, 5, 6];

/** Whether its subgraphs answer by what happened before. */
function changes({ cases }: Scenario): boolean {
  return cases.some(({ query }) => getOperationAST(parse(query))?.operation === "mutation");
}

describe.each(PLANNERS)("in parts, planned by %s", (planner) => {
  describe.each(scenarios.filter((one) => !changes(one)))("$name", ({ subgraphs: definitions, environment, cases }) => {
    let subgraphs: readonly TestSubgraph[];
    let router: TestRouter;
    let schema: GraphQLSchema;

    beforeAll(async () => {
      subgraphs = definitions.map(startSubgraph);
      router = await startRouter(subgraphs, { PLANNER: planner, MAX_ALIASES: "1000", ...environment });
      schema = loadSupergraph(compose(subgraphs)).apiSchema;
    });
    afterAll(async () => {
      await router.stop();
      await Promise.all(subgraphs.map((subgraph) => subgraph.stop()));
    });

    const plain = cases.filter((one) => {
      const differs = planner === "apollo" ? one.apolloDiffers : one.hiveDiffers;
      return differs === undefined && one.errors === undefined;
    });
    test.each(plain.map((one) => [one.query.trim().replaceAll(/\s+/g, " "), one] as const))("%s", async (_name, one) => {
      for (const seed of SEEDS) {
        const operation = withRandomDefers(schema, { text: one.query, variables: {} }, seed);
        const parts = await queryParts(router.url, operation.text, { variables: { ...one.variables, ...operation.variables } });
        expect({ text: operation.text, ...mergeParts(parts) }).toEqual({ text: operation.text, data: one.data, errors: [] });
      }
    });
  });
});
