import { expect, test } from "bun:test";
import { buildSchema, type OperationDefinitionNode, parse } from "graphql";
import type { JsonObject } from "./json.ts";
import { compileShape } from "./shape.ts";
import { compileWriter } from "./write-response.ts";

const schema = buildSchema(`
  type Query { book: Book! books: [Book!] media: [Media] named(x: Int): Named size: Size any: Any grid: [[Int!]] }
  union Media = Book | Film
  interface Named { name: String }
  type Book implements Named { name: String constructor: String twin: Book }
  type Film implements Named { name: String length: Float }
  enum Size { SMALL LARGE }
  scalar Any
`);

function write(query: string, fetched: JsonObject, hasSharedObjects = false): unknown {
  const operation = parse(query).definitions[0] as OperationDefinitionNode;
  const planKeys = { keyFor: (field: { name: { value: string } }) => field.name.value };
  const shape = compileShape({ schema, fragments: new Map(), isTrue: () => false, planKeys }, schema.getQueryType() as never, operation);
  const text = compileWriter(schema, shape).write(fetched, hasSharedObjects);
  return text === null ? null : JSON.parse(text).data;
}

test("writes what the client asked for, under its keys and in its order, and nothing else", () => {
  const fetched = { book: { __typename: "Book", secret: 1, name: 'a "quoted"\n\u2028 name', constructor: "own" }, size: "LARGE" };
  const data = write("{ s: size book { c: constructor n: name __typename } any grid }", {
    ...fetched,
    any: { deep: [1, null, { x: "y" }] },
    grid: [[1, 2], null],
  });
  expect(data).toEqual({
    s: "LARGE",
    book: { c: "own", n: 'a "quoted"\n\u2028 name', __typename: "Book" },
    any: { deep: [1, null, { x: "y" }] },
    grid: [[1, 2], null],
  });
  expect(Object.keys(data as object)).toEqual(["s", "book", "any", "grid"]);
});

test("what is inherited is not there", () =>
  expect(write("{ book { constructor } }", { book: {} })).toEqual({ book: { constructor: null } }));

test("numbers, long and unusual strings are written as JSON has them", () => {
  const values = [0, -0, 1.5, 1e21, 2 ** 53, "", "x".repeat(200), "\u0000", "\ud800", "ü", "😀", true, null];
  for (const any of values) expect(write("{ any }", { any })).toEqual({ any: JSON.parse(JSON.stringify(any)) });
});

test("objects are written by the type that they are of", () => {
  const media = [{ __typename: "Book", name: "B" }, null, { __typename: "Film", name: "F", length: 2.5 }];
  expect(write("{ media { ... on Book { name } ... on Film { length } } }", { media })).toEqual({
    media: [{ name: "B" }, null, { length: 2.5 }],
  });
  expect(write("{ named { name __typename } }", { named: { name: "only the interface is known" } })).toEqual({
    named: { name: "only the interface is known", __typename: "Named" },
  });
});

test("an object that stands in several places is written in each, as it is asked for there", () => {
  const shared: JsonObject = { __typename: "Book", name: "one" };
  const data = write(
    "{ books { name twin { n: name } } book { twin { name } name } }",
    { books: [{ ...shared, twin: shared }, shared, shared], book: { name: "two", twin: shared } },
    true,
  );
  expect(data).toEqual({
    books: [
      { name: "one", twin: { n: "one" } },
      { name: "one", twin: null },
      { name: "one", twin: null },
    ],
    book: { twin: { name: "one" }, name: "two" },
  });
});

test.each([
  ["null where none may be", "{ book { name } }", { book: null }],
  ["what is missing where it may not", "{ book { name } }", {}],
  ["null in a list where none may be", "{ books { name } }", { books: [{ name: "a" }, null] }],
  ["no list", "{ books { name } }", { books: { name: "a" } }],
  ["no object", "{ book { name } }", { book: "text" }],
  ["a list instead of an object", "{ book { name } }", { book: [] }],
  ["a value that the enum does not have", "{ size }", { size: "HUGE" }],
  ["a type that does not belong there", "{ media { ... on Book { name } } }", { media: [{ __typename: "Query" }] }],
  ["an object of an unknown type", "{ media { ... on Book { name } } }", { media: [{ name: "a" }] }],
])("leaves alone what is not as it should be: %s", (_name, query, fetched) => expect(write(query, fetched)).toBeNull());
