import { afterAll, beforeAll, expect, test } from "bun:test";
import { serverAudits } from "graphql-http";
import { startRouter, type TestRouter } from "./kit/router.ts";
import { type Shop, startShop } from "./kit/shop.ts";

let shop: Shop;
let router: TestRouter;

beforeAll(async () => {
  shop = startShop();
  router = await startRouter(shop.all);
});
afterAll(async () => {
  await router.stop();
  await shop.stop();
});

const audits = serverAudits({ url: () => router.url, fetchFn: fetch });

test("the audits are there, of every weight", () => {
  const weights = audits.map(({ name }) => name.split(" ")[0]);
  for (const weight of ["MUST", "SHOULD", "MAY"]) expect(weights.filter((one) => one === weight).length).toBeGreaterThan(10);
});

/** All of them, those that a server MAY pass among them: there is none that is left out. */
test.each(audits.map((audit) => [audit.name, audit.id, audit] as const))("%s (%s)", async (_name, _id, audit) => {
  const result = await audit.fn();
  expect(result.status === "ok" ? null : result.reason).toBeNull();
});

const QUERY = JSON.stringify({ query: "{ warehouses }" });
const post = (accept: string, query = "{ warehouses }") =>
  fetch(router.url, { method: "POST", headers: { "content-type": "application/json", accept }, body: JSON.stringify({ query }) });

test.each([
  ["application/json;q=0.5, application/graphql-response+json", "application/graphql-response+json"],
  ["application/graphql-response+json;q=0.5, application/json", "application/json"],
  ["text/html, application/xhtml+xml, application/*;q=0.8", "application/"],
  ["application/json; charset=utf-8", "application/json"],
])("of what a client takes (%s) it gets what it likes best", async (accept, expected) => {
  const response = await post(accept);
  expect([response.status, response.headers.get("content-type")]).toEqual([200, expect.stringContaining(expected)]);
  expect(await response.json()).toEqual({ data: { warehouses: ["north"] } });
});

test.each(["text/plain", "application/json;q=0", "application/xml, image/*;q=0.9"])(
  "a client that takes none of what there is (%s) gets 406, and nothing is done for it",
  async (accept) => {
    const response = await post(accept, 'mutation { remark(text: "x") }');
    expect(response.status).toBe(406);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: "NOT_ACCEPTABLE" } }] });
    expect(shop.done).toEqual([]);
  },
);

test("methods that mean nothing here get 405, and are told which do", async () => {
  for (const method of ["PUT", "PATCH", "DELETE"]) {
    const response = await fetch(router.url, { method, headers: { "content-type": "application/json" }, body: QUERY });
    expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, POST"]);
  }
});

test("a mutation by GET gets 405 and is not done", async () => {
  const response = await fetch(`${router.url}?${new URLSearchParams({ query: 'mutation { remark(text: "x") }' })}`);
  expect([response.status, response.headers.get("allow"), shop.done]).toEqual([405, "POST", []]);
});

test("responses are compressed where that is turned on, and by default are not", async () => {
  const compressing = await startRouter(shop.all, { COMPRESS_FROM_BYTES: "100" });
  const ask = (url: string) =>
    fetch(`${url}?query={products{nodes{id,title,variants{sku,title}}}}`, { headers: { "accept-encoding": "gzip" } });
  const [plain, packed] = [await ask(router.url), await ask(compressing.url)];
  expect([plain, packed].map(({ headers }) => headers.get("content-encoding"))).toEqual([null, "gzip"]);
  expect(await packed.text()).toBe(await plain.text());
  expect(packed.headers.get("x-request-id")).not.toBeNull();
  await compressing.stop();
});
