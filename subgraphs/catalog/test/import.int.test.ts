import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { eventually } from "@mercato/chassis/testing";
import { evolveAll } from "../domain/decisions.ts";
import type { Product, ProductEvent } from "../domain/product.ts";
import { type Catalog, openCatalog, row } from "./open-catalog.ts";

setDefaultTimeout(30_000);

let shop: Catalog;
beforeAll(async () => {
  shop = await openCatalog();
}, 60_000);
afterAll(() => shop.stop(), 60_000);

interface ProductView {
  readonly id: string;
  readonly title: string;
  readonly slug: string;
  readonly description: string;
  readonly category: { readonly id: string } | null;
  readonly variants: readonly { readonly sku: string; readonly title: string; readonly price: { readonly amount: string } }[];
}

const VARIANT = /* GraphQL */ `
  query ($sku: String!) {
    variant(sku: $sku) { product { id title slug description category { id } variants { sku title price { amount currency } } } }
  }
`;

async function productOf(sku: string): Promise<ProductView | null> {
  const { variant } = await shop.data<{ variant: { product: ProductView } | null }>(VARIANT, { sku });
  return variant?.product ?? null;
}

function numbers({ created, updated, unchanged, refused }: Awaited<ReturnType<Catalog["importRows"]>>) {
  return [created, updated, unchanged, refused.length];
}

test("rows with one key become variants of one product, rows without become products of their own", async () => {
  const rows = [
    row({
      sku: "MUG-R",
      productKey: "MUG",
      productTitle: "Mug",
      variantTitle: "Red",
      category: ["Home", "Kitchen"],
      description: "Holds tea.",
    }),
    row({ sku: "MUG-B", productKey: "MUG", productTitle: "Mug", variantTitle: "Blue", price: "2.5" }),
    row({ sku: "85123A", productTitle: "WHITE HANGING HEART T-LIGHT HOLDER", price: "2.55" }),
  ];
  expect(await shop.importRows(rows)).toEqual({ created: 3, updated: 0, unchanged: 0, refused: [] });
  expect(await productOf("MUG-B")).toMatchObject({
    title: "Mug",
    slug: "mug",
    description: "Holds tea.",
    category: { id: "home/kitchen" },
    variants: [
      { sku: "MUG-R", title: "Red", price: { amount: "1.00" } },
      { sku: "MUG-B", title: "Blue", price: { amount: "2.50" } },
    ],
  });
  expect((await productOf("85123A"))?.variants[0]?.title).toBe("WHITE HANGING HEART T-LIGHT HOLDER");
  expect(await productOf("85123a")).toBeNull();
});

test("the same rows again change nothing and publish nothing", async () => {
  const rows = [
    row({ sku: "again-1", productKey: "again", category: ["Again"] }),
    row({ sku: "again-2", productKey: "again", price: "0.001" }),
  ];
  await shop.importRows(rows);
  const before = await shop.database.collection("products").findOne({ "state.skus": "again-1" });
  expect(numbers(await shop.importRows(rows))).toEqual([0, 0, 2, 0]);
  const after = await shop.database.collection("products").findOne({ "state.skus": "again-1" });
  expect(after?.["version"]).toBe(1);
  expect(after?.["updatedAt"]).toEqual(before?.["updatedAt"]);
});

test("what a row says anew is taken: title, description, category, price; the web address stays", async () => {
  await shop.importRows([row({ sku: "new-1", productTitle: "Old name" })]);
  const changed = row({ sku: "new-1", productTitle: "New name", description: "Now described.", category: ["Attic"], price: "3.125" });
  expect(numbers(await shop.importRows([changed]))).toEqual([0, 1, 0, 0]);
  expect(await productOf("new-1")).toMatchObject({
    title: "New name",
    slug: "old-name",
    description: "Now described.",
    category: { id: "attic" },
    variants: [{ title: "New name", price: { amount: "3.125" } }],
  });
});

test("bad rows are refused one by one with stable codes, and the good ones are applied", async () => {
  await shop.importRows([row({ sku: "owned", productKey: "owner" })]);
  const { created, refused } = await shop.importRows([
    row({ sku: " space" }),
    row({ sku: "bad-price", price: "-1" }),
    row({ sku: "bad-currency", currency: "gbp" }),
    row({ sku: "bad-title", productTitle: " " }),
    row({ sku: "bad-category", category: ["Home", ""] }),
    row({ sku: "owned", productKey: "thief" }),
    row({ sku: "good-1", productKey: "thief" }),
    row({ sku: "good-1", productKey: "thief" }),
    row({ sku: "gift_0001_40", price: "0" }),
  ]);
  expect(refused.map(({ index, sku, code }) => [index, sku, code])).toEqual([
    [0, " space", "INVALID_SKU"],
    [1, "bad-price", "INVALID_PRICE"],
    [2, "bad-currency", "INVALID_CURRENCY"],
    [3, "bad-title", "INVALID_TITLE"],
    [4, "bad-category", "INVALID_CATEGORY"],
    [5, "owned", "SKU_IN_OTHER_PRODUCT"],
    [7, "good-1", "DUPLICATE_SKU"],
  ]);
  expect(created).toBe(2);
  expect((await productOf("owned"))?.title).toBe("Title of owned");
  expect((await productOf("good-1"))?.variants.map(({ sku }) => sku)).toEqual(["good-1"]);
});

test("more than 1000 rows are refused as a whole, exactly 1000 are not", async () => {
  const rows = Array.from({ length: 1001 }, (_, index) => row({ sku: `many-${index}` }));
  const query =
    "mutation ($rows: [ImportVariantRow!]!) { importProducts(input: { rows: $rows }) { __typename ... on InvalidInputError { code issues { path } } } }";
  const { importProducts } = await shop.data<{ importProducts: object }>(query, { rows }, shop.staff);
  expect(importProducts).toEqual({ __typename: "InvalidInputError", code: "INVALID_INPUT", issues: [{ path: ["rows"] }] });
  expect(await productOf("many-0")).toBeNull();
  expect(numbers(await shop.importRows(rows.slice(0, 1000)))).toEqual([1000, 0, 0, 0]);
  expect(numbers(await shop.importRows([]))).toEqual([0, 0, 0, 0]);
});

test("imports of the same rows at the same moment, by several processes, make each product once", async () => {
  const rows = Array.from({ length: 100 }, (_, index) =>
    row({
      sku: `race-${index}`,
      productKey: `race-${index % 50}`,
      productTitle: `Race ${index % 50}`,
      category: ["Race", `Lane ${index % 5}`],
    }),
  );
  const reports = await Promise.all(
    [shop.service, shop.second, shop.service, shop.second].map((service) => shop.importRows(rows, service)),
  );
  const sum = (pick: (report: (typeof reports)[number]) => number) => reports.reduce((total, report) => total + pick(report), 0);
  expect(sum(({ created }) => created)).toBe(100);
  expect(sum(({ unchanged }) => unchanged)).toBe(300);
  expect(sum(({ refused }) => refused.length)).toBe(0);
  expect(await shop.database.collection("products").countDocuments({ "state.skus": /^race-/ })).toBe(50);
  expect(await shop.database.collection("products").countDocuments({ "state.skus": /^race-/, version: 1 })).toBe(50);
  expect(await shop.database.collection("categories").countDocuments({ _id: /^race/ as never })).toBe(6);
});

test("a SKU that two imports claim for two products at the same moment belongs to one of them, and the other row is refused", async () => {
  const claim = (productKey: string, through = shop.service) =>
    shop.importRows(
      Array.from({ length: 20 }, (_, index) => row({ sku: `claim-${index}`, productKey: `${productKey}-${index}` })),
      through,
    );
  const reports = await Promise.all([claim("left"), claim("right", shop.second)]);
  const refused = reports.flatMap((report) => report.refused);
  expect(reports.reduce((total, { created }) => total + created, 0)).toBe(20);
  expect(refused.length).toBe(20);
  expect(refused.every(({ code }) => code === "SKU_IN_OTHER_PRODUCT")).toBeTrue();
  expect(new Set(refused.map(({ sku }) => sku)).size).toBe(20);
  expect(await shop.database.collection("products").countDocuments({ "state.skus": /^claim-/ })).toBe(20);
});

test("products of one title get different web addresses, whether they come together or race", async () => {
  const rows = (prefix: string) => Array.from({ length: 5 }, (_, index) => row({ sku: `${prefix}-${index}`, productTitle: "Same Name" }));
  await Promise.all([shop.importRows(rows("same-a")), shop.importRows(rows("same-b"), shop.second)]);
  const unreadable = await shop.importRows([row({ sku: "same-c-0", productTitle: "???" }), row({ sku: "same-c-1", productTitle: "???" })]);
  expect(unreadable.created).toBe(2);
  const products = await shop.database
    .collection("products")
    .find({ "state.skus": /^same-/ })
    .toArray();
  const slugs = products.map((product) => product["state"].slug as string);
  expect(new Set(slugs).size).toBe(12);
  expect(slugs.filter((slug) => slug === "same-name")).toHaveLength(1);
  expect(slugs.every((slug) => /^(same-name|product)(-[0-9a-f]{8,32})?$/.test(slug))).toBeTrue();
});

test("only staff with catalog:write may import", async () => {
  const query = `mutation { importProducts(input: { rows: [] }) { __typename } }`;
  const codeFor = async (principal: Catalog["staff"]) => (await shop.ask(query, {}, principal)).errors?.[0]?.extensions?.["code"];
  expect(await codeFor(shop.world.identity.anonymous)).toBe("UNAUTHENTICATED");
  expect(await codeFor(shop.customer)).toBe("FORBIDDEN");
  expect(await codeFor(shop.world.identity.user("user_other", ["inventory:write"]))).toBe("FORBIDDEN");
  expect(await codeFor(shop.staff)).toBeUndefined();
});

test("folding the history of every product gives its state, and nothing stays in an outbox", async () => {
  const products = shop.database.collection<{ _id: string; state: Product; history: { event: ProductEvent }[]; version: number }>(
    "products",
  );
  await eventually("outboxes empty", async () => (await products.countDocuments({ outboxSince: { $exists: true } })) === 0);
  const all = await products.find().toArray();
  expect(all.length).toBeGreaterThan(1000);
  for (const { state, history } of all)
    expect(
      evolveAll(
        null,
        history.map(({ event }) => event),
      ),
    ).toEqual(state);
});
