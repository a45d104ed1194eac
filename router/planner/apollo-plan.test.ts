import { expect, test } from "bun:test";
import type { QueryPlan } from "@apollo/query-planner";
import { OperationTypeNode } from "graphql";
import { toPlan } from "./apollo-plan.ts";

/** A plan that asks for more of what is at a path. */
function planAt(path: readonly string[]): NonNullable<QueryPlan["node"]> {
  return {
    kind: "Flatten",
    path: [...path],
    node: {
      kind: "Fetch",
      serviceName: "a",
      operationKind: OperationTypeNode.QUERY,
      operation: "query($representations:[_Any!]!){_entities(representations:$representations){...on T{x}}}",
      operationName: undefined,
      requires: [],
    },
  };
}

test("steps go on for all types, or for those that they name", () => {
  const plan = toPlan(planAt(["", "shelves", "@|[Fish,Birds]", "photo|[Photo]", "url"]));
  expect(plan).toMatchObject({
    kind: "entities",
    batches: [
      {
        paths: [
          [
            { kind: "field", name: "shelves" },
            { kind: "list" },
            { kind: "type", names: ["Fish", "Birds"] },
            { kind: "field", name: "photo" },
            { kind: "type", names: ["Photo"] },
            { kind: "field", name: "url" },
          ],
        ],
      },
    ],
  });
});
