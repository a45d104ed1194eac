import { expect, test } from "bun:test";
import fc from "fast-check";
import { applyRows, archive, evolveAll, setPrice, type VariantRow } from "./decisions.ts";
import { changedListings } from "./listing.ts";
import type { Product, ProductEvent } from "./product.ts";

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second));
const gbp = (amountMicros: number) => ({ amountMicros, currency: "GBP" });

function row(changes: Partial<VariantRow> = {}): VariantRow {
  return { sku: "A", productTitle: "Candle", variantTitle: null, description: null, categoryId: null, price: gbp(1), ...changes };
}

function apply(product: Product | null, rows: readonly VariantRow[], second = 0) {
  const applied = applyRows(product, rows, { slug: "candle", now: at(second) });
  return { ...applied, product: evolveAll(product, applied.events) };
}

function candle(rows: readonly VariantRow[] = [row()]): Product {
  const { product } = apply(null, rows);
  if (product === null) throw new Error("rows make a product");
  return product;
}

test("rows make a product with their variants", () => {
  const product = candle([
    row({ description: "Burns.", categoryId: "home/candles" }),
    row({ sku: "B", variantTitle: "Red, large", price: gbp(2) }),
  ]);
  expect(product).toEqual({
    title: "Candle",
    slug: "candle",
    description: "Burns.",
    status: "PUBLISHED",
    categoryId: "home/candles",
    shelves: ["home", "home/candles"],
    variants: [
      { sku: "A", title: null, prices: [{ price: gbp(1), since: at(0) }] },
      { sku: "B", title: "Red, large", prices: [{ price: gbp(2), since: at(0) }] },
    ],
    skus: ["A", "B"],
    words: ["candle", "red", "large"],
  });
});

test("no rows make no product", () => {
  expect(apply(null, [])).toEqual({ events: [], outcomes: [], product: null });
});

test("what a row leaves out stays as it is, and what it says is taken", () => {
  const before = candle([row({ description: "Burns.", categoryId: "home", variantTitle: "Red" })]);
  expect(apply(before, [row()]).outcomes).toEqual(["unchanged"]);
  const { product, outcomes } = apply(before, [
    row({ productTitle: "Big candle", description: "", categoryId: "garden", variantTitle: "Blue" }),
  ]);
  expect(outcomes).toEqual(["updated"]);
  expect(product).toMatchObject({
    title: "Big candle",
    slug: "candle",
    description: "",
    shelves: ["garden"],
    words: ["big", "candle", "blue"],
  });
});

test("rows that disagree about their product settle at once: the last that says something decides", () => {
  const rows = [row({ productTitle: "One", description: "one" }), row({ sku: "B", productTitle: "Two" })];
  const { product } = apply(null, rows);
  expect(product).toMatchObject({ title: "Two", description: "one" });
  expect(apply(product, rows)).toMatchObject({ events: [], outcomes: ["unchanged", "unchanged"] });
});

test("20 prices are kept, the present one first, and no price holds since before the one that it follows", () => {
  let product = candle();
  for (let second = 1; second <= 25; second += 1) {
    const changed = evolveAll(product, setPrice(product, { sku: "A", price: gbp(second + 1), now: at(second === 25 ? 3 : second) }) ?? []);
    product = changed ?? product;
  }
  const prices = product.variants[0]?.prices ?? [];
  expect(prices.map(({ price }) => price.amountMicros)).toEqual(Array.from({ length: 20 }, (_, index) => 26 - index));
  expect(prices[0]?.since).toEqual(at(24));
});

test("the price that a variant has is no change; a variant off sale or of another product has none to set", () => {
  const product = candle();
  expect(setPrice(product, { sku: "A", price: gbp(1), now: at(1) })).toEqual([]);
  expect(setPrice(product, { sku: "a", price: gbp(1), now: at(1) })).toBeNull();
  const archived = evolveAll(product, archive(product)) ?? product;
  expect(setPrice(archived, { sku: "A", price: gbp(2), now: at(1) })).toBeNull();
  expect(archive(archived)).toEqual([]);
});

test("an import does not put back on sale what was archived", () => {
  const product = candle();
  const archived = evolveAll(product, archive(product)) ?? product;
  expect(apply(archived, [row({ price: gbp(5) })]).product?.status).toBe("ARCHIVED");
});

test("a variant is listed anew when its title, price or purchasability changes, and only then", () => {
  const before = candle([row(), row({ sku: "B", variantTitle: "Red" })]);
  const skusListed = (events: readonly ProductEvent[]) =>
    changedListings(before, evolveAll(before, events) ?? before).map(({ sku }) => sku);
  expect(changedListings(null, before)).toEqual([
    { sku: "A", title: "Candle", price: gbp(1), purchasable: true },
    { sku: "B", title: "Candle, Red", price: gbp(1), purchasable: true },
  ]);
  expect(skusListed([])).toEqual([]);
  expect(
    skusListed([
      { type: "described", description: "x" },
      { type: "shelved", categoryId: "home" },
    ]),
  ).toEqual([]);
  expect(skusListed([{ type: "repriced", sku: "B", price: gbp(7), since: at(1) }])).toEqual(["B"]);
  expect(skusListed([{ type: "retitled", title: "Wick" }])).toEqual(["A", "B"]);
  expect(skusListed([{ type: "archived" }])).toEqual(["A", "B"]);
});

const rowArbitrary = fc.record({
  sku: fc.constantFrom("A", "B", "C", "D"),
  productTitle: fc.constantFrom("Candle", "Lamp"),
  variantTitle: fc.constantFrom(null, "Red", "Blue"),
  description: fc.constantFrom(null, "", "Burns."),
  categoryId: fc.constantFrom(null, "home", "home/candles"),
  price: fc.record({ amountMicros: fc.integer({ min: 0, max: 3 }), currency: fc.constantFrom("GBP", "EUR") }),
});
const importArbitrary = fc.uniqueArray(rowArbitrary, { selector: ({ sku }) => sku, minLength: 1 });

test("whatever was imported before, the same rows twice are the same rows once", () => {
  fc.assert(
    fc.property(fc.array(importArbitrary), importArbitrary, (earlier, rows) => {
      const before = earlier.reduce<Product | null>((product, some) => apply(product, some).product, null);
      const once = apply(before, rows);
      const twice = apply(once.product, rows, 1);
      expect(twice.events).toEqual([]);
      expect(twice.outcomes.every((outcome) => outcome === "unchanged")).toBeTrue();
      expect(twice.product).toEqual(once.product);
      expect(once.product?.skus).toEqual(once.product?.variants.map(({ sku }) => sku));
      expect(new Set(once.product?.skus).size).toBe(once.product?.skus.length ?? 0);
    }),
  );
});

test("a row that is not unchanged leaves events, and rows that all are leave none", () => {
  fc.assert(
    fc.property(importArbitrary, importArbitrary, (first, second) => {
      const { events, outcomes } = apply(apply(null, first).product, second);
      expect(events.length > 0).toBe(outcomes.some((outcome) => outcome !== "unchanged"));
    }),
  );
});
