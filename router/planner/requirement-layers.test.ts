import { expect, test } from "bun:test";
import { buildSchema, parse, print, stripIgnoredCharacters } from "graphql";
import { PlanningError } from "./planner.ts";
import { createLayering } from "./requirement-layers.ts";

const layersOf = createLayering(
  `type Query { item: Item ticket: Ticket } type Mutation { buy: Item }
   type Item { id: ID price(in: Money): Int
     euro: Int @join__field(graph: A, requires: "price(in: EUR)") dollar: Int @join__field(graph: A, requires: "price(in: USD) id")
     cents: Int @join__field(graph: A, requires: "euro") both: Int @join__field(graph: A, requires: "euro dollar") }
   type Ticket { price(in: Money): Int euro: Int @join__field(graph: A, requires: "price(in: USD)") item: Item } enum Money { EUR USD }`,
  buildSchema(
    `type Query { item: Item ticket: Ticket } type Mutation { buy: Item } type Item { id: ID euro: Int dollar: Int cents: Int both: Int } type Ticket { euro: Int item: Item }`,
  ),
);
const texts = (query: string) => layersOf(parse(query)).documents.map((document) => stripIgnoredCharacters(print(document)));

test.each(["{item{id euro cents}}", "{item{dollar}}", "{ticket{euro item{id dollar}}}", "mutation{buy{euro}}"])("%s stays one", (query) => {
  expect(texts(query)).toEqual([query]);
});

test.each([
  ["{item{id euro dollar}}", ["{item{id euro}}", "{item{id dollar}}"]],
  [
    "{item{x:dollar}ticket{item{...F}}}fragment F on Item{cents}",
    ["{item{x:dollar}ticket{item{...F}}}fragment F on Item{__typename}", "{item{__typename}ticket{item{...F}}}fragment F on Item{cents}"],
  ],
])("%s is taken apart", (query, parts) => {
  expect(texts(query)).toEqual(parts);
  expect([...layersOf(parse(query)).clashing]).toEqual(["price"]);
});

test.each(["{item{both}}", "mutation{buy{euro dollar}}", "{ticket{euro item{euro}}}"])("%s cannot be planned", (query) => {
  expect(() => texts(query)).toThrow(PlanningError);
});
