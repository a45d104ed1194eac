import { expect, test } from "bun:test";
import { buildSchema, graphql } from "graphql";
import { isTracing } from "../telemetry/index.ts";
import { recordSpans } from "../test/spans.ts";
import { eventually } from "../testing/index.ts";
import { traceRootResolvers } from "./resolver-spans.ts";

test("root fields have spans when there is a collector, those below them have none, and answers stay the same", async () => {
  expect(isTracing()).toBe(false);
  const spans = recordSpans();
  expect(isTracing()).toBe(true);
  const schema = buildSchema("type Query { toy: Toy, broken: Toy } type Toy { name: String } type Mutation { play: String }");
  traceRootResolvers(schema);
  const rootValue = {
    toy: { name: () => "bear" },
    broken: () => {
      throw new Error("torn");
    },
    play: async () => "again",
  };
  const queried = await graphql({ schema, source: "{ toy { name } broken { name } }", rootValue });
  const played = await graphql({ schema, source: "mutation { play }", rootValue });
  expect(JSON.parse(JSON.stringify([queried.data, played.data]))).toEqual([{ toy: { name: "bear" }, broken: null }, { play: "again" }]);
  expect(queried.errors?.map(({ message }) => message)).toEqual(["torn"]);
  const count = (name: string) => spans.named(`resolve ${name}`).length;
  // The exporter is told of spans in their order, once it knows the process.
  await eventually("the last span is exported", () => count("Mutation.play") === 1);
  expect(["Query.toy", "Query.broken", "Toy.name"].map(count)).toEqual([1, 1, 0]);
  await spans.stop();
});
