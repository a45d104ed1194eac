import { expect, test } from "bun:test";
import { buildSchema, execute, GraphQLError, parse, validate } from "graphql";
import { withoutInputValues } from "./index.ts";

const schema = buildSchema(`
  enum Colour { RED BLUE }
  scalar When
  input Size { width: Int! height: Float colour: Colour tags: [String!] }
  type Query { find(size: Size, name: String, id: ID, when: When, colour: Colour, on: Boolean): String }
`);
const SECRET = "hunter2";

function quietly(errors: readonly GraphQLError[]): readonly string[] {
  expect(errors.length).toBeGreaterThan(0);
  return errors.map((error) => withoutInputValues(error).message);
}

async function coerced(type: string, value: unknown): Promise<readonly string[]> {
  const { errors } = await execute({ schema, document: parse(`query ($v: ${type}) { __typename }`), variableValues: { v: value } });
  return quietly(errors ?? []);
}

test("a variable of the wrong form is refused by its place and its type, never by its value", async () => {
  const cases: readonly (readonly [type: string, value: unknown, message: string])[] = [
    ["String", [SECRET], 'Variable "$v" got an invalid value at "v": String cannot represent a non string value.'],
    ["ID", { a: SECRET }, 'Variable "$v" got an invalid value at "v": ID cannot represent value.'],
    ["Boolean", SECRET, 'Variable "$v" got an invalid value at "v": Boolean cannot represent a non boolean value.'],
    ["Colour", SECRET, 'Variable "$v" got an invalid value at "v": The value is not of the expected type.'],
    ["Colour", [SECRET], 'Variable "$v" got an invalid value at "v": Enum "Colour" cannot represent non-string value.'],
    ["Size", SECRET, 'Variable "$v" got an invalid value at "v": Expected type "Size" to be an object.'],
    ["Size", { tags: SECRET }, 'Variable "$v" got an invalid value at "v": Field "width" of required type "Int!" was not provided.'],
    ["Size", { width: SECRET }, 'Variable "$v" got an invalid value at "v.width": Int cannot represent non-integer value.'],
    ["Size", { width: 1, height: SECRET }, 'Variable "$v" got an invalid value at "v.height": Float cannot represent non numeric value.'],
    ["Size", { width: 1, nonsense: SECRET }, 'Variable "$v" got an invalid value at "v": Field "nonsense" is not defined by type "Size".'],
    [
      "Size",
      { width: 1, tags: [SECRET, null] },
      'Variable "$v" got an invalid value at "v.tags[1]": Expected non-nullable type "String!" not to be null.',
    ],
    ["Size", { width: `${SECRET} at "x"; ` }, 'Variable "$v" got an invalid value at "v.width": Int cannot represent non-integer value.'],
  ];
  for (const [type, value, message] of cases) expect(await coerced(type, value)).toEqual([message]);
});

test("a literal of the wrong form is refused by its type, never by its value", () => {
  const literals = [
    [`name: ["${SECRET}"]`, "String cannot represent a non string value."],
    [`size: "${SECRET}"`, 'Expected value of type "Size".'],
    [`colour: ${SECRET}`, "The value is not of the expected type."],
    [`colour: "${SECRET}"`, 'Enum "Colour" cannot represent non-enum value.'],
    [`on: "${SECRET}"`, "Boolean cannot represent a non boolean value."],
  ] as const;
  for (const [argument, message] of literals) expect(quietly(validate(schema, parse(`{ find(${argument}) }`)))).toEqual([message]);
});

test("a document that cannot be read is refused without the word at which it cannot", () => {
  const unreadable = [`{ find(name "${SECRET}") }`, `"${SECRET}"`, `{ find(name: ) ${SECRET}(`];
  for (const text of unreadable) {
    const problem = (() => {
      try {
        return parse(text);
      } catch (error) {
        return error;
      }
    })();
    const [message = ""] = quietly([problem as GraphQLError]);
    expect(message).toStartWith("Syntax Error: ");
    expect(message).not.toContain(SECRET);
  }
});

test("messages that quote nothing stay, and so does every error of a resolver", () => {
  const unknownField = validate(schema, parse("{ nonsense }"));
  expect(quietly(unknownField)).toEqual(unknownField.map(({ message }) => message));
  const deliberate = new GraphQLError("String cannot represent value: as the resolver says", { path: ["find"] });
  expect(withoutInputValues(deliberate)).toBe(deliberate);
});

test("places and codes stay with an error that lost its value", () => {
  const [error] = validate(schema, parse(`{ find(name: 7) }`));
  if (error === undefined) throw new Error("7 is no String");
  error.extensions["code"] = "GRAPHQL_VALIDATION_FAILED";
  const quiet = withoutInputValues(error);
  expect(quiet.locations).toEqual(error.locations);
  expect(quiet.extensions).toEqual({ code: "GRAPHQL_VALIDATION_FAILED" });
});
