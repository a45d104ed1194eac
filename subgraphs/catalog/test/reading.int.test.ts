import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { graphqlRequest } from "@mercato/chassis/testing";
import { type Catalog, openCatalog, row } from "./open-catalog.ts";

setDefaultTimeout(30_000);

let shop: Catalog;

/** Titles as they come in the real data, and shelves that were made up. */
const GIFTS: readonly (readonly [sku: string, title: string, ...category: readonly string[]])[] = [
  ["85123A", "WHITE HANGING HEART T-LIGHT HOLDER", "Home", "Candles", "Holders"],
  ["84970S", "HANGING HEART ZINC T-LIGHT HOLDER", "Home", "Candles", "Holders"],
  ["22178", "VICTORIAN GLASS HANGING T-LIGHT", "Home", "Candles", "Holders"],
  ["21063", "PARTY INVITES JAZZ HEARTS", "Party"],
  ["71053", "WHITE METAL LANTERN", "Home", "Lanterns"],
  ["21730", "GLASS STAR FROSTED T-LIGHT HOLDER", "Home", "Candles", "Holders"],
  ["22752", "SET 7 BABUSHKA NESTING BOXES", "Home"],
  ["22633", "HAND WARMER UNION JACK", "Outdoor"],
  ["22632", "HAND WARMER RED POLKA DOT", "Outdoor"],
  ["15056BL", "EDWARDIAN PARASOL BLACK", "Outdoor"],
  ["20679", "EDWARDIAN PARASOL RED", "Outdoor"],
  ["85014B", "RED RETROSPOT UMBRELLA", "Outdoor"],
  ["72741", "GRAND CHOCOLATECANDLE", "Home", "Candles"],
  ["72598", "SET/12 TAPER CANDLES", "Home", "Candles"],
  ["22560", "TRADITIONAL MODELLING CLAY"],
  ["DCGS0076", "SUNJAR LED NIGHT NIGHT LIGHT", "Home", "Lanterns"],
  ["DRAWER", "COLOUR GLASS. STAR CANDLE PLATE HOLDER", "Home"],
  ["CREME", "CRÈME BRÛLÉE SET", "Home", "Kitchen"],
];
const FILLERS = 120;

beforeAll(async () => {
  shop = await openCatalog();
  const gifts = GIFTS.map(([sku, productTitle, ...category]) =>
    row({ sku, productTitle, category: category.length === 0 ? null : category }),
  );
  await shop.importRows(gifts);
  await shop.importRows([row({ sku: "PAD", productTitle: "Kneeling pad", description: "For those who lay clay beside a lantern." })]);
  const fillers = Array.from({ length: FILLERS }, (_, index) =>
    row({
      sku: `F-${index}-${index % 2}`,
      productKey: `F-${index >> 1}`,
      productTitle: `Filler ${index >> 1}`,
      category: ["Fillers", `Bin ${index % 4 < 2 ? 1 : 2}`],
    }),
  );
  await shop.importRows(fillers);
}, 60_000);
afterAll(() => shop.stop(), 60_000);

interface Page {
  readonly nodes: readonly { readonly id: string; readonly title: string; readonly createdAt: string }[];
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly id: string } }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean; readonly endCursor: string | null };
}

const PRODUCTS = /* GraphQL */ `
  query ($first: Int, $after: String, $search: String, $category: String) {
    products(first: $first, after: $after, search: $search, category: $category) {
      nodes { id title createdAt }
      edges { cursor node { id } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
`;

async function page(variables: object, principal = shop.customer): Promise<Page> {
  return (await shop.data<{ products: Page }>(PRODUCTS, { first: 20, ...variables }, principal)).products;
}

async function everyPage(variables: object): Promise<Page["nodes"]> {
  const nodes: Page["nodes"][number][] = [];
  for (let after: string | null = null, more = true; more; ) {
    const one: Page = await page({ ...variables, after });
    expect(one.pageInfo.hasPreviousPage).toBe(after !== null);
    expect(one.edges.at(-1)?.cursor ?? null).toBe(one.pageInfo.endCursor);
    nodes.push(...one.nodes);
    after = one.pageInfo.endCursor;
    more = one.pageInfo.hasNextPage;
  }
  return nodes;
}

async function found(search: string, variables: object = {}): Promise<readonly string[]> {
  return (await page({ search, ...variables })).nodes.map(({ title }) => title);
}

async function refusal(variables: object): Promise<unknown> {
  return (await shop.ask(PRODUCTS, { first: 20, ...variables })).errors?.[0]?.extensions;
}

test("pages go through all products exactly once, newest first, whatever their size", async () => {
  const total = GIFTS.length + 1 + FILLERS / 2;
  for (const first of [1, 7, 100]) {
    const nodes = await everyPage({ first });
    expect(nodes).toHaveLength(total);
    expect(new Set(nodes.map(({ id }) => id)).size).toBe(total);
    const places = nodes.map(({ createdAt, id }) => ({ createdAt, id }));
    expect(places).toEqual(places.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt) || (a.id < b.id ? -1 : 1)));
  }
});

test("pages of a search go through its results exactly once, best first", async () => {
  for (const search of ["t-light holder", "filler", "fill"]) {
    const all = (await page({ search, first: 100 })).nodes.map(({ id }) => id);
    const paged = (await everyPage({ search, first: 3 })).map(({ id }) => id);
    expect(paged).toEqual(all);
    expect(new Set(all).size).toBe(all.length);
  }
  expect(await everyPage({ search: "fill", first: 9 })).toHaveLength(FILLERS / 2);
});

test("a category has its own products and those of all below it", async () => {
  const titles = async (category: string) => (await everyPage({ category, first: 2 })).map(({ title }) => title).toSorted();
  expect(await titles("home/lanterns")).toEqual(["SUNJAR LED NIGHT NIGHT LIGHT", "WHITE METAL LANTERN"]);
  expect(await titles("home/candles")).toHaveLength(6);
  expect(await titles("home/candles/holders")).toHaveLength(4);
  expect(await titles("fillers")).toHaveLength(FILLERS / 2);
  expect(await titles("no/such")).toEqual([]);
  expect(await found("holder", { category: "home/candles" })).toHaveLength(3);
});

test("a search puts first what has most of its words, in titles before descriptions", async () => {
  const tLights = await found("t-light holder");
  expect(tLights.slice(0, 3).toSorted()).toEqual([
    "GLASS STAR FROSTED T-LIGHT HOLDER",
    "HANGING HEART ZINC T-LIGHT HOLDER",
    "WHITE HANGING HEART T-LIGHT HOLDER",
  ]);
  expect(tLights).toContain("VICTORIAN GLASS HANGING T-LIGHT");
  expect((await found("white lantern"))[0]).toBe("WHITE METAL LANTERN");
  expect((await found("clay")).slice(0, 2)).toEqual(["TRADITIONAL MODELLING CLAY", "Kneeling pad"]);
  expect(await found("candle")).toEqual(await found("CANDLES"));
  expect(await found("candle")).toContain("SET/12 TAPER CANDLES");
});

test("a word that is not finished, has no accents, or is written together finds what is meant", async () => {
  expect(await found("umbrel")).toEqual(["RED RETROSPOT UMBRELLA"]);
  expect((await found("edward par")).toSorted()).toEqual(["EDWARDIAN PARASOL BLACK", "EDWARDIAN PARASOL RED"]);
  expect((await found("creme brulee"))[0]).toBe("CRÈME BRÛLÉE SET");
  expect((await found("Crème"))[0]).toBe("CRÈME BRÛLÉE SET");
  expect(await found("tlight")).toHaveLength(4);
});

test("nothing in a search is an operator, and what has no words finds nothing", async () => {
  expect(await found('"white" -lantern')).toContain("WHITE METAL LANTERN");
  expect(await found("lantern -white")).toContain("WHITE METAL LANTERN");
  for (const search of ["???", ".*", "$where", "^", "zzzz"]) expect(await found(search)).toEqual([]);
  expect(await found("  ")).toHaveLength(20);
});

test("arguments that cannot be used are refused", async () => {
  const { endCursor } = (await page({ first: 1 })).pageInfo;
  const forged = (position: unknown) => Buffer.from(JSON.stringify(position)).toString("base64url");
  for (const first of [0, -1, 101]) expect(await refusal({ first })).toMatchObject({ code: "INVALID_INPUT", argument: "first" });
  const cursors = ["nonsense", forged(["newest"]), forged(["newest", "a", "b"]), forged(["newest", 9e15, "b"]), forged(["score", 1])];
  for (const after of cursors) expect(await refusal({ after })).toMatchObject({ code: "INVALID_INPUT", argument: "after" });
  expect(await refusal({ after: endCursor, search: "holder" })).toMatchObject({ code: "INVALID_INPUT", argument: "after" });
  expect(await refusal({ search: "x".repeat(201) })).toMatchObject({ code: "INVALID_INPUT", argument: "search" });
});

const PRODUCT = "query ($id: ID, $slug: String) { product(id: $id, slug: $slug) { id slug status variants { sku } } }";

test("a product is found by its id or its slug, and by exactly one of them", async () => {
  const { product } = await shop.data<{ product: { id: string } }>(PRODUCT, { slug: "white-metal-lantern" });
  expect(await shop.data<object>(PRODUCT, { id: product.id })).toEqual({ product });
  expect(await shop.data<object>(PRODUCT, { id: "prd_none" })).toEqual({ product: null });
  expect(await shop.data<object>(PRODUCT, { slug: "none" })).toEqual({ product: null });
  for (const variables of [{}, { id: product.id, slug: "white-metal-lantern" }, { id: null, slug: null }])
    expect((await shop.ask(PRODUCT, variables)).errors?.[0]?.extensions?.["code"]).toBe("INVALID_INPUT");
});

test("an archived product leaves the lists, and stays readable by id, slug and as an entity", async () => {
  await shop.importRows([row({ sku: "OLD", productTitle: "Discontinued gramophone" })]);
  const slug = "discontinued-gramophone";
  const { product } = await shop.data<{ product: { id: string } }>(PRODUCT, { slug });
  await shop.data("mutation ($id: ID!) { archiveProduct(id: $id) { __typename } }", { id: product.id }, shop.staff);
  expect(await found("gramophone")).toEqual([]);
  expect(await found("gramo")).toEqual([]);
  expect((await everyPage({ first: 100 })).map(({ id }) => id)).not.toContain(product.id);
  expect((await page({ search: "gramophone" }, shop.staff)).nodes).toHaveLength(1);
  expect((await page({ first: 1 }, shop.staff)).nodes[0]?.id).toBe(product.id);
  for (const variables of [{ id: product.id }, { slug }])
    expect(await shop.data<object>(PRODUCT, variables)).toMatchObject({ product: { status: "ARCHIVED" } });
  const variant = '{ variant(sku: "OLD") { sku } }';
  expect(await shop.data<object>(variant)).toEqual({ variant: null });
  expect(await shop.data<object>(variant, {}, shop.staff)).toEqual({ variant: { sku: "OLD" } });
  const entities = await shop.data<object>(
    "query ($all: [_Any!]!) { _entities(representations: $all) { ... on Variant { product { status } } ... on Product { status } } }",
    {
      all: [
        { __typename: "Variant", sku: "OLD" },
        { __typename: "Product", id: product.id },
      ],
    },
  );
  expect(entities).toEqual({ _entities: [{ product: { status: "ARCHIVED" } }, { status: "ARCHIVED" }] });
});

test("categories are a tree by name, with their parents", async () => {
  const query = "{ categories { id name parent { id } children { id name parent { id } children { id parent { id } } } } }";
  const { categories } = await shop.data<{ categories: { id: string; children: { id: string; children: object[] }[] }[] }>(query);
  expect(categories.map(({ id }) => id)).toEqual(["fillers", "home", "outdoor", "party"]);
  expect(categories[1]).toEqual({
    id: "home",
    name: "Home",
    parent: null,
    children: [
      {
        id: "home/candles",
        name: "Candles",
        parent: { id: "home" },
        children: [{ id: "home/candles/holders", parent: { id: "home/candles" } }],
      },
      { id: "home/kitchen", name: "Kitchen", parent: { id: "home" }, children: [] },
      { id: "home/lanterns", name: "Lanterns", parent: { id: "home" }, children: [] },
    ],
  } as never);
});

test("entities are resolved in the order of their references, and those that are not there are null", async () => {
  const query = /* GraphQL */ `
    query ($all: [_Any!]!) {
      _entities(representations: $all) {
        __typename
        ... on Product { slug }
        ... on Variant { sku title price { amount currency } product { slug } }
        ... on Category { name parent { name } }
      }
    }
  `;
  const { product } = await shop.data<{ product: { id: string } }>(PRODUCT, { slug: "white-metal-lantern" });
  const references = [
    { __typename: "Variant", sku: "71053" },
    { __typename: "Variant", sku: "nobody's" },
    { __typename: "Product", id: product.id },
    { __typename: "Product", id: "prd_none" },
    { __typename: "Category", id: "home/candles" },
    { __typename: "Category", id: "none" },
    { __typename: "Variant", sku: "71053" },
  ];
  const variant = {
    __typename: "Variant",
    sku: "71053",
    title: "WHITE METAL LANTERN",
    price: { amount: "1.00", currency: "GBP" },
    product: { slug: "white-metal-lantern" },
  };
  const { _entities } = await shop.data<{ _entities: readonly (object | null)[] }>(
    query,
    { all: references },
    shop.world.identity.anonymous,
  );
  expect(_entities).toEqual([
    variant,
    null,
    { __typename: "Product", slug: "white-metal-lantern" },
    null,
    { __typename: "Category", name: "Candles", parent: { name: "Home" } },
    null,
    variant,
  ]);
});

test("a reference whose key is no string names nothing, and does not spoil the others", async () => {
  const query = "query ($all: [_Any!]!) { _entities(representations: $all) { __typename } }";
  const references = [
    { __typename: "Variant", sku: "71053" },
    { __typename: "Variant", sku: { $gt: "" } },
    { __typename: "Product", id: 5 },
    { __typename: "Category" },
  ];
  const { _entities } = await shop.data<{ _entities: readonly unknown[] }>(query, { all: references });
  expect(_entities).toEqual([{ __typename: "Variant" }, null, null, null]);
});

test("a caller without a valid internal token is refused, whatever it asks", async () => {
  const query = "{ products { nodes { id } } }";
  const forAnotherService = await shop.world.identity.sign(shop.staff, "orders");
  for (const token of [undefined, "nonsense", forAnotherService]) {
    const { status, errors, data } = await graphqlRequest(shop.service.fetch, { query, ...(token === undefined ? {} : { token }) });
    expect([status, errors?.[0]?.extensions?.["code"], data]).toEqual([401, "UNAUTHENTICATED_CALLER", undefined]);
  }
});
