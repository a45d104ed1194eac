import { expect, test } from "bun:test";
import { buildSchema, isNullableType } from "graphql";

const text = await Bun.file(new URL("supergraph.graphql", import.meta.url)).text();

/** The supergraph's types, without the directives that only routers read. */
const schema = buildSchema(text, { assumeValidSDL: true });

test("every field of the query root may be null, so that a subgraph that is down takes nothing with it that others have answered", () => {
  const fields = Object.values(schema.getQueryType()?.getFields() ?? {});
  expect(fields.length).toBeGreaterThan(10);
  expect(fields.filter(({ type }) => !isNullableType(type)).map(({ name }) => name)).toEqual([]);
});
