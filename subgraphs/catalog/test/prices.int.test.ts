import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { eventually } from "@mercato/chassis/testing";
import { type Catalog, type ListedEvent, openCatalog, row } from "./open-catalog.ts";

setDefaultTimeout(30_000);

let shop: Catalog;
beforeAll(async () => {
  shop = await openCatalog();
}, 60_000);
afterAll(() => shop.stop(), 60_000);

const SET_PRICE = /* GraphQL */ `
  mutation ($sku: ID!, $price: Decimal!, $currency: String! = "GBP") {
    setVariantPrice(input: { sku: $sku, price: $price, currency: $currency }) {
      __typename
      ... on Variant { sku price { amount currency } priceHistory { price { amount } since } }
      ... on UnknownSkuError { code unknownSku: sku }
      ... on InvalidInputError { code issues { path } }
    }
  }
`;
const ARCHIVE = /* GraphQL */ `
  mutation ($id: ID!) { archiveProduct(id: $id) { __typename ... on Product { id status } ... on ProductNotFoundError { code } } }
`;

interface Priced {
  readonly __typename: string;
  readonly price: { readonly amount: string; readonly currency: string };
  readonly priceHistory: readonly { readonly price: { readonly amount: string }; readonly since: string }[];
}

async function setPrice(sku: string, price: string, currency = "GBP"): Promise<Priced> {
  const { setVariantPrice } = await shop.data<{ setVariantPrice: Priced }>(SET_PRICE, { sku, price, currency }, shop.staff);
  return setVariantPrice;
}

async function archive(id: string): Promise<object> {
  return (await shop.data<{ archiveProduct: object }>(ARCHIVE, { id }, shop.staff)).archiveProduct;
}

async function idOf(sku: string): Promise<string> {
  const { variant } = await shop.data<{ variant: { product: { id: string } } }>(
    "query ($sku: String!) { variant(sku: $sku) { product { id } } }",
    { sku },
  );
  return variant.product.id;
}

function eventsOf(...skus: readonly string[]): readonly ListedEvent[] {
  return shop.listed.filter(({ sku }) => skus.includes(sku));
}

test("every variant is listed when it is imported, and again for each new price, under a rising revision", async () => {
  await shop.importRows([
    row({ sku: "cup-s", productKey: "cup", productTitle: "Cup", variantTitle: "Small", price: "1.005" }),
    row({ sku: "cup-l", productKey: "cup", productTitle: "Cup", variantTitle: "Large", price: "2" }),
  ]);
  for (const price of ["1.5", "1.5", "0", "1.25"]) await setPrice("cup-s", price);
  await eventually("five listings", () => eventsOf("cup-s", "cup-l").length === 5);
  const productId = await idOf("cup-s");
  const listing = { productId, purchasable: true };
  const small = (amountMicros: number, revision: number) => ({
    ...listing,
    sku: "cup-s",
    title: "Cup, Small",
    price: { amountMicros, currency: "GBP" },
    revision,
  });
  expect(eventsOf("cup-s", "cup-l")).toEqual([
    small(1_005_000, 1),
    { ...listing, sku: "cup-l", title: "Cup, Large", price: { amountMicros: 2_000_000, currency: "GBP" }, revision: 1 },
    small(1_500_000, 2),
    small(0, 3),
    small(1_250_000, 4),
  ]);
});

test("prices are shown exactly, and earlier ones stay, newest first, 20 at most", async () => {
  await shop.importRows([row({ sku: "pot", price: "1.005" })]);
  const first = await setPrice("pot", "5.325", "EUR");
  expect(first).toMatchObject({ __typename: "Variant", price: { amount: "5.325", currency: "EUR" } });
  expect(first.priceHistory.map(({ price }) => price.amount)).toEqual(["5.325", "1.005"]);
  for (let price = 1; price <= 22; price += 1) await setPrice("pot", `${price}`);
  const { priceHistory } = await setPrice("pot", "22");
  expect(priceHistory.map(({ price }) => price.amount)).toEqual(Array.from({ length: 20 }, (_, index) => `${22 - index}.00`));
  const times = priceHistory.map(({ since }) => since);
  expect(times).toEqual(times.toSorted().toReversed());
  const stored = await shop.database.collection("products").findOne({ "state.skus": "pot" });
  expect(stored?.["history"].filter(({ event }: { event: { type: string } }) => event.type === "repriced")).toHaveLength(23);
});

test("prices that are set at the same moment all come about, one after the other", async () => {
  await shop.importRows([row({ sku: "busy" })]);
  await Promise.all(Array.from({ length: 20 }, (_, index) => setPrice("busy", `${index + 10}`)));
  await eventually("21 listings", () => eventsOf("busy").length === 21);
  expect(eventsOf("busy").map(({ revision }) => revision)).toEqual(Array.from({ length: 21 }, (_, index) => index + 1));
});

test("a price that is none, and a SKU that nobody sells, are refused and change nothing", async () => {
  await shop.importRows([row({ sku: "stays", price: "7" })]);
  expect(await setPrice("stays", "-1")).toMatchObject({
    __typename: "InvalidInputError",
    code: "INVALID_INPUT",
    issues: [{ path: ["price"] }],
  });
  expect(await setPrice("stays", "1", "pounds")).toMatchObject({ __typename: "InvalidInputError", issues: [{ path: ["currency"] }] });
  expect(await setPrice("STAYS", "1")).toMatchObject({ __typename: "UnknownSkuError", code: "UNKNOWN_SKU", unknownSku: "STAYS" });
  expect((await setPrice("stays", "7")).priceHistory).toHaveLength(1);
  const stored = await shop.database.collection("products").findOne({ "state.skus": "stays" });
  expect(stored?.["version"]).toBe(1);
});

test("an archived product is listed as not purchasable, once, takes no new price, and an import does not revive it", async () => {
  const gone = (sku: string, price: string) => row({ sku, productKey: "gone", productTitle: "Gone", price });
  await shop.importRows([gone("gone-1", "1"), gone("gone-2", "1")]);
  const id = await idOf("gone-1");
  for (let count = 1; count <= 2; count += 1) expect(await archive(id)).toEqual({ __typename: "Product", id, status: "ARCHIVED" });
  expect(await setPrice("gone-1", "9")).toMatchObject({ __typename: "UnknownSkuError" });
  expect(await shop.importRows([gone("gone-1", "3")])).toMatchObject({ updated: 1 });
  await eventually("five listings", () => eventsOf("gone-1", "gone-2").length === 5);
  expect(eventsOf("gone-1", "gone-2").map(({ sku, purchasable, revision }) => [sku, purchasable, revision])).toEqual([
    ["gone-1", true, 1],
    ["gone-2", true, 1],
    ["gone-1", false, 2],
    ["gone-2", false, 2],
    ["gone-1", false, 3],
  ]);
  expect(await archive("prd_none")).toEqual({ __typename: "ProductNotFoundError", code: "PRODUCT_NOT_FOUND" });
});

test("a new title lists every variant of the product anew; a new description or category lists none", async () => {
  const rows = (changes: object) => ["t-1", "t-2"].map((sku) => row({ sku, productKey: "titled", productTitle: "Tin", ...changes }));
  await shop.importRows(rows({}));
  await shop.importRows(rows({ description: "Round.", category: ["Tins"] }));
  await shop.importRows(rows({ productTitle: "Cake tin" }));
  await eventually("four listings", () => eventsOf("t-1", "t-2").length === 4);
  expect(eventsOf("t-1", "t-2").map(({ sku, title, revision }) => [sku, title, revision])).toEqual([
    ["t-1", "Tin", 1],
    ["t-2", "Tin", 1],
    ["t-1", "Cake tin", 3],
    ["t-2", "Cake tin", 3],
  ]);
});

test("only staff with catalog:write may set prices and archive", async () => {
  await shop.importRows([row({ sku: "guarded" })]);
  const id = await idOf("guarded");
  const codes = async (principal: Catalog["staff"]) => {
    const answers = [await shop.ask(SET_PRICE, { sku: "guarded", price: "0" }, principal), await shop.ask(ARCHIVE, { id }, principal)];
    return answers.map(({ errors }) => errors?.[0]?.extensions?.["code"]);
  };
  expect(await codes(shop.world.identity.anonymous)).toEqual(["UNAUTHENTICATED", "UNAUTHENTICATED"]);
  expect(await codes(shop.customer)).toEqual(["FORBIDDEN", "FORBIDDEN"]);
  expect(await codes(shop.world.identity.guest("guest_1"))).toEqual(["FORBIDDEN", "FORBIDDEN"]);
  const stored = await shop.database.collection("products").findOne({ "state.skus": "guarded" });
  expect(stored?.["version"]).toBe(1);
});
