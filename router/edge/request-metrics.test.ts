import { expect, test } from "bun:test";
import { outcomeOf } from "./request-metrics.ts";

test.each([
  ["ok", [], true],
  ["partial", ["SUBGRAPH_UNAVAILABLE"], true],
  ["refused", ["RATE_LIMITED"], false],
  ["refused", ["GRAPHQL_VALIDATION_FAILED", "OPERATION_TOO_DEEP"], false],
  ["failed", ["SUBGRAPH_UNAVAILABLE"], false],
  ["failed", ["FORBIDDEN", "INTERNAL_SERVER_ERROR"], false],
] as const)("a request is %s with the errors %j", (outcome, errorCodes, hasData) => {
  expect(outcomeOf({ errorCodes, hasData })).toBe(outcome);
});
