import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { type Catalog, openCatalog, row, type SentCommand } from "./open-catalog.ts";

setDefaultTimeout(30_000);

let shop: Catalog;
let productIds: readonly string[];
const SKUS = Array.from({ length: 60 }, (_, index) => [`Q-${index}-a`, `Q-${index}-b`]).flat();

beforeAll(async () => {
  shop = await openCatalog();
  await shop.importRows(
    SKUS.map((sku) => {
      const productKey = sku.slice(0, -2);
      return row({
        sku,
        productKey,
        productTitle: `Lantern ${productKey}`,
        variantTitle: sku,
        category: ["Home", `Room ${productKey.length}`, productKey],
      });
    }),
  );
  await shop.importRows(Array.from({ length: 500 }, (_, index) => row({ sku: `bulk-${index}`, productTitle: `Bulk ${index}` })));
  const { products } = await shop.data<{ products: { nodes: { id: string }[] } }>(
    '{ products(first: 50, category: "home") { nodes { id } } }',
  );
  productIds = products.nodes.map(({ id }) => id);
}, 60_000);
afterAll(() => shop.stop(), 60_000);

const names = (sent: readonly SentCommand[]) => sent.map(({ name, command }) => `${name} ${String(command[name])}`);

const FIELDS =
  "id title slug status category { id name parent { id } } variants { sku title price { amount } priceHistory { since } product { id } }";

test("a list of 50 products with all that belongs to them is three queries, however many there are", async () => {
  for (const first of [5, 50]) {
    const sent = await shop.commandsOf(() => shop.data(`{ products(first: ${first}, category: "home") { nodes { ${FIELDS} } } }`));
    expect(names(sent)).toEqual(["find products", "find categories", "find categories"]);
  }
});

test("the whole category tree is one query", async () => {
  const sent = await shop.commandsOf(() => shop.data("{ categories { id name children { id name children { id children { id } } } } }"));
  expect(names(sent)).toEqual(["find categories"]);
});

test("entities of one kind are one query, whether they are found by id or by SKU", async () => {
  const references = [
    ...productIds.map((id) => ({ __typename: "Product", id })),
    ...SKUS.slice(0, 50).map((sku) => ({ __typename: "Variant", sku })),
    ...["home", "home/room-3"].map((id) => ({ __typename: "Category", id })),
  ];
  const query = `query ($all: [_Any!]!) { _entities(representations: $all) {
    ... on Product { title variants { sku } } ... on Variant { title product { title } } ... on Category { name } } }`;
  const sent = await shop.commandsOf(() => shop.data(query, { all: references }));
  expect(names(sent).toSorted()).toEqual(["find categories", "find products", "find products"]);
});

test("an import of 500 rows that change nothing is a handful of queries and no write", async () => {
  const rows = Array.from({ length: 500 }, (_, index) => row({ sku: `bulk-${index}`, productTitle: `Bulk ${index}` }));
  const sent = await shop.commandsOf(() => shop.importRows(rows));
  const queries = names(sent).filter((name) => !name.startsWith("getMore"));
  expect(queries.toSorted()).toEqual(["find products", "find products", "find products"]);
});

test("an import of 300 new products is as many commands as one of ten, and one of them writes", async () => {
  for (const [prefix, count] of [
    ["few", 10],
    ["many", 300],
  ] as const) {
    const rows = Array.from({ length: count }, (_, index) => row({ sku: `${prefix}-${index}`, category: ["Imported", prefix] }));
    const sent = await shop.commandsOf(() => shop.importRows(rows));
    const commands = names(sent).filter((name) => !name.startsWith("getMore"));
    expect(commands.toSorted()).toEqual([
      "find categories",
      "find products",
      "find products",
      "find products",
      "insert categories",
      "insert products",
    ]);
  }
});

/** How the server would run a command. */
async function planOf({ name, command }: SentCommand): Promise<string> {
  const { $db, lsid, txnNumber, $readPreference, $clusterTime, ...rest } = command;
  const explain = name === "aggregate" ? { ...rest, cursor: {} } : rest;
  return JSON.stringify(await shop.database.command({ explain, verbosity: "queryPlanner" }));
}

/** MongoDB names the index in the winning plan, DocumentDB in the nodes of PostgreSQL's; both name others that they considered elsewhere. */
function expectIndex(plan: string, index: string): void {
  const used = plan.includes('"winningPlan"')
    ? plan.slice(plan.indexOf('"winningPlan"')).includes(index === "_id_" ? '"_id' : `"indexName":"${index}"`)
    : plan.includes(`"Index Name":"${index}"`);
  expect({ plan: used ? "" : plan, index, used }).toEqual({ plan: "", index, used: true });
  expect(plan).not.toMatch(/COLLSCAN|"Seq Scan"/);
}

const PATHS: readonly (readonly [index: string, what: string, query: () => string])[] = [
  ["_id_", "a product by id", () => `{ product(id: "${productIds[0]}") { id } }`],
  ["slug", "a product by slug", () => '{ product(slug: "lantern-q-1") { id } }'],
  ["skus", "a variant by SKU", () => '{ variant(sku: "Q-1-a") { sku } }'],
  ["status-newest", "the newest products", () => "{ products { nodes { id } } }"],
  ["shelf-newest", "the newest of a category", () => '{ products(category: "home/room-3/q-1") { nodes { id } } }'],
  ["text", "a search", () => '{ products(search: "lantern q") { nodes { id } } }'],
  ["words", "a search for beginnings of words", () => '{ products(search: "lanter") { nodes { id } } }'],
];

for (const [index, what, query] of PATHS) {
  test(`${what}: found by an index`, async () => {
    const sent = await shop.commandsOf(() => shop.data(query()));
    expectIndex(await planOf(sent.at(-1) ?? { name: "", command: {} }), index);
  });
}

test("the second page of a list is found by the same index as the first", async () => {
  const { products } = await shop.data<{ products: { pageInfo: { endCursor: string } } }>(
    "{ products(first: 1) { pageInfo { endCursor } } }",
  );
  for (const principal of [shop.customer, shop.staff]) {
    const sent = await shop.commandsOf(() =>
      shop.data(
        "query ($after: String) { products(first: 5, after: $after) { nodes { id } } }",
        { after: products.pageInfo.endCursor },
        principal,
      ),
    );
    expectIndex(await planOf(sent.at(-1) ?? { name: "", command: {} }), principal === shop.staff ? "newest" : "status-newest");
  }
});
