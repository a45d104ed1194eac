import { expect, test } from "bun:test";
import { z } from "zod";
import { check, invalid } from "./index.ts";

const schema = z.object({ name: z.string().min(1, "must not be empty"), parts: z.array(z.object({ count: z.int("must be whole") })) });

test("an input that is of the form is handed out as the schema makes it", () => {
  expect(check(z.object({ name: z.string().trim() }), { name: " a " })).toEqual({ kind: "valid", value: { name: "a" } });
});

test("everything that is wrong is said at once, with its place and without what was entered", () => {
  const found = check(schema, { name: "", parts: [{ count: 1 }, { count: 1.5 }] });
  expect(found).toEqual({
    kind: "invalid-input",
    issues: [
      { path: ["name"], message: "must not be empty" },
      { path: ["parts", "1", "count"], message: "must be whole" },
    ],
  });
});

test("what a schema cannot see is said in the same form", () => {
  expect(invalid(["at"], "is over")).toEqual({ kind: "invalid-input", issues: [{ path: ["at"], message: "is over" }] });
});
