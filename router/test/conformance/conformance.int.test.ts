import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { PLANNERS } from "../../planner/planner.ts";
import { type Answer, startRouter, type TestRouter } from "../kit/router.ts";
import { startSubgraph, type TestSubgraph } from "../kit/subgraph.ts";
import type { Case, Scenario } from "./scenario.ts";
import { abstractTypes } from "./scenarios/abstract-types.ts";
import { conditions } from "./scenarios/conditions.ts";
import { entities } from "./scenarios/entities.ts";
import { extensions } from "./scenarios/extensions.ts";
import { faults } from "./scenarios/faults.ts";
import { interfaceObjects } from "./scenarios/interface-objects.ts";
import { intersections } from "./scenarios/intersections.ts";
import { keys } from "./scenarios/keys.ts";
import { mutations } from "./scenarios/mutations.ts";
import { nestedLists } from "./scenarios/nested-lists.ts";
import { overrides } from "./scenarios/overrides.ts";
import { provisions } from "./scenarios/provisions.ts";
import { requiredArguments } from "./scenarios/required-arguments.ts";
import { requirements } from "./scenarios/requirements.ts";
import { responseKeys } from "./scenarios/response-keys.ts";
import { roots } from "./scenarios/roots.ts";

const scenarios: readonly Scenario[] = [
  ...abstractTypes,
  ...conditions,
  ...entities,
  ...extensions,
  ...faults,
  ...interfaceObjects,
  ...intersections,
  ...mutations,
  ...nestedLists,
  ...keys,
  ...overrides,
  ...provisions,
  ...requiredArguments,
  ...requirements,
  ...responseKeys,
  ...roots,
];

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
  describe.each(scenarios)("$name", ({ subgraphs: definitions, cases }) => {
    let subgraphs: readonly TestSubgraph[];
    let router: TestRouter;

    beforeAll(async () => {
      subgraphs = definitions.map(startSubgraph);
      router = await startRouter(subgraphs, { PLANNER: planner });
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
