import { expect, test } from "bun:test";
import { environmentFrom } from "./command-line.ts";

test("flags come before the environment", () => {
  const environment = { PORT: "4000", SUPERGRAPH_FILE: "a.graphql", LOG_LEVEL: "warn", RATE_LIMIT_POINTS: "10" };
  expect(
    environmentFrom(["--supergraph", "b.graphql", "--port", "5000", "--planner", "apollo", "--warm-up", "known"], environment),
  ).toEqual({
    PORT: "5000",
    PLANNER: "apollo",
    WARM_UP: "known",
    SUPERGRAPH_FILE: "b.graphql",
    LOG_LEVEL: "warn",
    RATE_LIMIT_POINTS: "10",
  });
});

test("a router that stands alone limits no rate unless it is told to; the shop's own does", () => {
  expect(environmentFrom(["--supergraph", "b.graphql"], {})["RATE_LIMIT_POINTS"]).toBe("0");
  expect(environmentFrom([], {})).toEqual({});
});
