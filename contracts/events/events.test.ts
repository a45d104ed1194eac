import { describe, expect, test } from "bun:test";
import { readMessages } from "../generate/messages.ts";

const messages = await readMessages();

/** The object and everything in it that is an object, each with one field more than the contract knows. */
function withUnknownFields(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown, index) => withUnknownFields(item).map((changed) => value.with(index, changed)));
  }
  if (typeof value !== "object" || value === null) return [];
  const inner = Object.entries(value).flatMap(([key, field]) => withUnknownFields(field).map((changed) => ({ ...value, [key]: changed })));
  return [{ ...value, unknownField: true }, ...inner];
}

test("there are messages to hold to these laws", () => {
  expect(messages.length).toBeGreaterThan(20);
});

test("no two messages have one type", () => {
  expect(new Set(messages.map(({ type }) => type)).size).toBe(messages.length);
});

describe.each(messages.map((contract) => ({ ...contract, contract })))("$type", ({ contract }) => {
  test("is called after its context, version and name", () => {
    const infix = contract.kind === "command" ? "cmd." : "";
    expect(contract.type).toBe(`${contract.context}.v${contract.version}.${infix}${contract.name}`);
    expect(contract.type).toMatch(/^[a-z]+\.v[1-9]\d*\.(cmd\.)?[a-z]+(-[a-z]+)*$/);
  });

  test("says what happened in the past, or asks for it with a verb", () => {
    expect(contract.name.endsWith("ed")).toBe(contract.kind === "event");
  });

  test("is declared in its context's file", async () => {
    const module: Record<string, unknown> = await import(`./${contract.context}.ts`);
    expect(Object.values(module)).toContain(contract);
  });

  test("has a summary that is a sentence", () => {
    expect(contract.summary).toMatch(/^[A-Z`].*\.$/s);
  });

  test("has an example that it accepts unchanged", () => {
    expect(contract.schema.parse(contract.example)).toEqual(contract.example);
  });

  test("refuses unknown fields, at any depth", () => {
    const accepted = withUnknownFields(contract.example).filter((payload) => contract.schema.safeParse(payload).success);
    expect(accepted).toEqual([]);
  });

  test("refuses what is not an object", () => {
    const accepted = [null, [], "text", 1].filter((payload) => contract.schema.safeParse(payload).success);
    expect(accepted).toEqual([]);
  });
});

test("every command names its operation, so that it can be asked again without a second effect", () => {
  const nameless = messages.filter(({ kind, example }) => kind === "command" && !Object.hasOwn(Object(example), "operationId"));
  expect(nameless.map(({ type }) => type)).toEqual([]);
});
