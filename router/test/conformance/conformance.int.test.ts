import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { PLANNERS } from "../../planner/planner.ts";
import { type Answer, startRouter, type TestRouter } from "../kit/router.ts";
import { startSubgraph, type TestSubgraph } from "../kit/subgraph.ts";
import type { Case } from "./scenario.ts";
import { scenarios } from "./scenarios/all.ts";

interface Outcome {
  readonly data: unknown;
  readonly errors: readonly string[];
}

const outcomeOf = ({ data, errors }: Answer): Outcome => ({
  data: data ?? null,
  errors: errors.map(({ path }) => (path ?? []).join(".")).sort(),
});
const expectationOf = ({ data, errors = [] }: Case): Outcome => ({ data, errors: errors.toSorted() });

describe.each(PLANNERS)("planned by %s", (planner) => {
  describe.each(scenarios)("$name", ({ subgraphs: definitions, environment, cases }) => {
    let subgraphs: readonly TestSubgraph[];
    let router: TestRouter;

    beforeAll(async () => {
      subgraphs = definitions.map(startSubgraph);
      router = await startRouter(subgraphs, { PLANNER: planner, ...environment });
    });
    afterAll(async () => {
      await router.stop();
      await Promise.all(subgraphs.map((subgraph) => subgraph.stop()));
    });

    for (const one of cases) {
      const differs = planner === "apollo" ? one.apolloDiffers : one.hiveDiffers;
      test(`${one.query.trim().replaceAll(/\s+/g, " ")}${differs ? `: ${differs}` : ""}`, async () => {
        const answer = outcomeOf(await router.query(one.query, one.variables ? { variables: one.variables } : {}));
        if (differs) expect(answer).not.toEqual(expectationOf(one));
        else expect(answer).toEqual(expectationOf(one));
      });
    }
  });
});
