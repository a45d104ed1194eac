import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { type Issuer, startIssuer } from "./kit/issuer.ts";
import { readAnswer, startRouter, type TestRouter } from "./kit/router.ts";
import { reset, type Shop, startShop } from "./kit/shop.ts";

let shop: Shop;
let issuer: Issuer;
let router: TestRouter;

beforeAll(async () => {
  shop = startShop();
  issuer = await startIssuer();
  router = await startRouter(shop.all, { JWKS_URL: issuer.jwksUrl, CORS_ORIGINS: "https://shop.example" });
});
beforeEach(() => reset(shop));
afterAll(async () => {
  await router.stop();
  await issuer.stop();
  await shop.stop();
});

const CHANGING = new Set(["x-request-id", "date"]);

async function ask(body: unknown, headers: Record<string, string> = {}) {
  const answer = await readAnswer(
    await fetch(router.url, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: typeof body === "string" ? body : JSON.stringify(body),
    }),
  );
  const kept = [...answer.headers].filter(([name]) => !CHANGING.has(name)).toSorted();
  return { status: answer.status, headers: kept, body: answer.text.length > 0 ? JSON.parse(answer.text) : null };
}

/** The operation is unknown the first time, and known from then on. */
let operations = 0;
function fresh(fields: string): string {
  operations += 1;
  return `query Asked${operations} ${fields}`;
}

describe("an operation that is known is answered as one that is not", () => {
  const headers: Record<string, Record<string, string>> = {
    "without an Accept": {},
    "for any media type": { accept: "*/*" },
    "for application/json": { accept: "application/json" },
    "for application/graphql-response+json": { accept: "application/graphql-response+json" },
    "as browsers ask": { accept: "application/graphql-response+json, application/json;q=0.9", origin: "https://shop.example" },
    "for another site's page": { origin: "https://other.example" },
    "for a media type that nobody has": { accept: "image/png" },
  };

  test.each(Object.entries(headers))("%s", async (_name, given) => {
    const query = fresh("{ warehouses }");
    const [first, second, third] = [await ask({ query }, given), await ask({ query }, given), await ask({ query }, given)];
    expect(second).toEqual(first);
    expect(third).toEqual(first);
  });

  test.each([
    ["with a variable of another type", { variables: { id: { a: 1 } } }],
    ["without a variable that it needs", {}],
    ["with variables that are no object", { variables: [1] }],
    ["with the name of no operation", { operationName: "Nobody", variables: { id: "o1" } }],
    ["with a name that is no text", { operationName: 7, variables: { id: "o1" } }],
    ["with a parameter that nobody knows", { variables: { id: "o1" }, more: 1 }],
  ])("%s", async (_name, given) => {
    const query = fresh("($id: ID!) { order(id: $id) { ref } }").replace(/^(query \w+) /, "$1");
    const first = await ask({ query, ...given });
    expect((await ask({ query, variables: { id: "o1" } })).body.data).toBeDefined();
    expect((await ask({ query, variables: { id: "o1" } })).body.data).toBeDefined();
    expect(await ask({ query, ...given })).toEqual(first);
    expect(await ask({ query: query.replace(/^query \w+/, "query Other"), ...given })).toMatchObject({ status: first.status });
  });

  test("when a subgraph fails", async () => {
    const query = fresh(`{ order(id: "o1") { ref payment { status } } }`);
    const well = await ask({ query });
    expect(await ask({ query })).toEqual(well);
    const failing = () => new Response("down", { status: 503 });
    for (const subgraph of shop.all) subgraph.mood = { kind: "answers", respond: failing };
    const known = await ask({ query });
    const unknown = await ask({ query: query.replace(/Asked\d+/, "Unasked") });
    expect(known).toEqual(unknown);
    expect(known.body.errors.length).toBeGreaterThan(0);
  });
});

test("a token that does not hold is refused, whether or not the operation is known", async () => {
  const query = fresh("{ warehouses }");
  await ask({ query });
  await ask({ query });
  const before = shop.all.flatMap(({ received }) => received).length;
  const refused = await ask({ query }, { authorization: `Bearer ${await issuer.token({ forged: true })}` });
  expect(refused).toMatchObject({ status: 401, body: { errors: [{ extensions: { code: "UNAUTHENTICATED" } }] } });
  expect(shop.all.flatMap(({ received }) => received)).toHaveLength(before);
});

test("every request is counted once, whichever way it takes", async () => {
  const limited = await startRouter(shop.all, { RATE_LIMIT_POINTS: "100", RATE_LIMIT_WINDOW_SECONDS: "60" });
  const remaining: (string | null)[] = [];
  const note = async (query: string) => void remaining.push((await limited.query(query)).headers.get("ratelimit-remaining"));
  for (const query of ["{ warehouses }", "{ warehouses }", "{ nothing }", "{ warehouses }", "{ __typename }"]) await note(query);
  await limited.stop();
  expect(remaining).toEqual(["99", "98", "97", "96", "95"]);
});

test("every request is logged once, with what it asked for", async () => {
  const query = fresh("{ warehouses }");
  const name = query.split(" ")[1];
  for (let i = 0; i < 3; i += 1) await ask({ query });
  const lines = router.logged.filter((line) => line["operation"] === name);
  expect(lines).toHaveLength(3);
  expect(lines.map(({ status, operationType }) => ({ status, operationType }))).toEqual(
    [1, 2, 3].map(() => ({ status: 200, operationType: "query" })),
  );
});
