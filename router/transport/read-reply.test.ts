import { expect, test } from "bun:test";
import { readReply } from "./read-reply.ts";

test("a GraphQL response is data, errors, or both", () => {
  expect(readReply({ data: { a: 1 } })).toEqual({ data: { a: 1 }, errors: [] });
  expect(readReply({ data: null, errors: [{ message: "m", path: ["a", 0], extensions: { code: "X" } }] })).toEqual({
    data: null,
    errors: [{ message: "m", path: ["a", 0], extensions: { code: "X" } }],
  });
  expect(readReply({ errors: [{ message: "m" }] })).toEqual({
    data: null,
    errors: [{ message: "m", path: null, extensions: { code: "INTERNAL_SERVER_ERROR" } }],
  });
});

test("a refused variable is bad input of the client", () => {
  expect(readReply({ errors: [{ message: 'Variable "$a" got invalid value 1' }] })?.errors[0]?.extensions).toEqual({
    code: "BAD_USER_INPUT",
  });
});

test("anything else is not usable, nor is an answer that blames the router", () => {
  for (const body of [
    null,
    1,
    "text",
    [],
    {},
    { data: null },
    { data: [] },
    { data: 1 },
    { errors: [] },
    { errors: "x" },
    { errors: [{}] },
  ]) {
    expect(readReply(body)).toBeNull();
  }
  expect(readReply({ errors: [{ message: "m", extensions: { code: "GRAPHQL_VALIDATION_FAILED" } }] })).toBeNull();
});
