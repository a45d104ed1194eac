import { expect, test } from "bun:test";
import { buildSchema, parse, validate } from "graphql";
import { deferLabelRule, deferRootRule, deferSubscriptionRule } from "./defer-rules.ts";

const schema = buildSchema(`
  directive @defer(label: String, if: Boolean! = true) on FRAGMENT_SPREAD | INLINE_FRAGMENT
  type Query { thing: Thing }
  type Mutation { make: Thing }
  type Subscription { made: Thing }
  type Thing { name: String next: Thing }
`);

const complaints = (text: string) =>
  validate(schema, parse(text), [deferLabelRule, deferRootRule, deferSubscriptionRule]).map(({ message }) => message);

test("labels are strings that are written out, each once in a document", () => {
  expect(complaints(`{ thing { ... @defer(label: "a") { name } ... @defer(label: "b") { name } ... @defer { name } } }`)).toEqual([]);
  expect(complaints(`{ thing { ... @defer(label: null) { name } ... @defer(label: null) { name } } }`)).toEqual([]);
  expect(complaints(`query ($l: String) { thing { ... @defer(label: $l) { name } } }`)).toEqual([
    "The label of @defer must be a string that is written out.",
  ]);
  expect(complaints(`{ thing { ... @defer(label: "a") { name } ...F } } fragment F on Thing { ... @defer(label: "a") { name } }`)).toEqual([
    'There are several @defer with the label "a".',
  ]);
});

test("not on the root of a mutation or subscription, but below it", () => {
  expect(complaints(`mutation { make { ... @defer { name } } }`)).toEqual([]);
  expect(complaints(`mutation { ... @defer { make { name } } }`)).toEqual(["@defer cannot be used on the root type Mutation."]);
  expect(complaints(`mutation { ...F @defer } fragment F on Mutation { make { name } }`)).toEqual([
    "@defer cannot be used on the root type Mutation.",
  ]);
  expect(complaints(`subscription { ... @defer(if: false) { made { name } } }`)).toEqual([
    "@defer cannot be used on the root type Subscription.",
  ]);
});

test("not in a subscription, unless it is off", () => {
  expect(complaints(`subscription ($on: Boolean!) { made { ... @defer(if: false) { name } ... @defer(if: $on) { name } } }`)).toEqual([]);
  expect(complaints(`subscription { made { ...F } } fragment F on Thing { ... @defer { name } }`)).toEqual([
    "@defer cannot be used in subscriptions; turn it off with `if: false`.",
  ]);
});
