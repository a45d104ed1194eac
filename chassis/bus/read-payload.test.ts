import { expect, test } from "bun:test";
import { z } from "zod";
import { InvalidMessageError } from "../errors/index.ts";
import type { MessageContract } from "./bus.ts";
import { readPayload } from "./read-payload.ts";

const contract: MessageContract = {
  kind: "event",
  context: "toy",
  version: 1,
  name: "made",
  type: "toy.v1.made",
  schema: z.strictObject({ id: z.string(), parts: z.array(z.strictObject({ count: z.int() })) }),
};

const read = (body: unknown) => readPayload(contract, new TextEncoder().encode(typeof body === "string" ? body : JSON.stringify(body)));

test("fields that a later release added, at any depth, are left out", () => {
  const body = { id: "a", since: "today", parts: [{ count: 1 }, { count: 2, colour: "red" }] };
  expect(read(body)).toEqual({ id: "a", parts: [{ count: 1 }, { count: 2 }] });
});

test.each([
  ["a field is missing", { id: "a", more: 1 }],
  ["a field is of another type", { id: "a", parts: [{ count: "one", more: 1 }] }],
  ["it is no object", "[]"],
  ["it is not JSON", "{"],
])("a message is refused when %s", (_what, body) => {
  expect(() => read(body)).toThrow(InvalidMessageError);
});
