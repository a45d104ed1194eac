import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { connect } from "node:net";
import { readAnswer, startRouter, type TestRouter } from "./kit/router.ts";
import { reset, type Shop, startShop } from "./kit/shop.ts";

const MAX_BODY_BYTES = 64 * 1024;
const JSON_HEADERS = { "content-type": "application/json" };

let shop: Shop;
let router: TestRouter;

beforeAll(async () => {
  shop = startShop();
  router = await startRouter(shop.all, {
    MAX_BODY_BYTES: String(MAX_BODY_BYTES),
    CORS_ORIGINS: "https://shop.example, https://app.example",
  });
});
beforeEach(() => reset(shop));
afterAll(async () => {
  await router.stop();
  await shop.stop();
});

const post = (body: BodyInit, headers: Record<string, string> = JSON_HEADERS) =>
  fetch(router.url, { method: "POST", headers, body }).then(readAnswer);
const get = (parameters: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(`${router.url}?${new URLSearchParams(parameters)}`, { headers }).then(readAnswer);

function expectCode(answer: Awaited<ReturnType<typeof post>>, status: number, code: string): void {
  expect({ status: answer.status, codes: answer.errors.map(({ extensions }) => extensions?.["code"]) }).toEqual({ status, codes: [code] });
  expect(answer.data).toBeUndefined();
}

describe("a body that is too large", () => {
  const large = JSON.stringify({ query: "{ warehouses }", variables: { filler: "x".repeat(10_000_000) } });

  test("is refused with 413 by its announced length", async () => expectCode(await post(large), 413, "PAYLOAD_TOO_LARGE"));

  test("is refused with 413 when its length is not announced", async () => {
    const chunks = Array.from({ length: 100 }, () => new Uint8Array(100_000));
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        const chunk = chunks.pop();
        if (chunk) controller.enqueue(chunk);
        else controller.close();
      },
    });
    expectCode(await post(body), 413, "PAYLOAD_TOO_LARGE");
  });

  test("is answered before it has arrived", async () => {
    const { hostname, port } = new URL(router.url);
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => {
        socket.write(`POST /graphql HTTP/1.1\r\nhost: ${hostname}\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n`);
        // Twice the limit, and the end never comes.
        for (let sent = 0; sent < MAX_BODY_BYTES * 2; sent += 0x4000) socket.write(`4000\r\n${"x".repeat(0x4000)}\r\n`);
      });
      socket.once("data", (data) => {
        resolve(data.toString());
        socket.destroy();
      });
      socket.once("error", reject);
    });
    expect(answer).toStartWith("HTTP/1.1 413");
    expect(answer).toContain("PAYLOAD_TOO_LARGE");
  });

  test("just below the limit is taken", async () => {
    const filler = "x".repeat(MAX_BODY_BYTES - 100);
    const answer = await post(JSON.stringify({ query: "{ warehouses }", variables: { filler } }));
    expect(answer.data).toEqual({ warehouses: ["north"] });
  });
});

describe("what cannot be read is refused with a stable code", () => {
  test("no JSON", async () => expectCode(await post("{ warehouses"), 400, "BAD_REQUEST"));
  test("no UTF-8", async () => expectCode(await post(new Uint8Array([0x22, 0xff, 0x22])), 400, "BAD_REQUEST"));
  test("an empty body", async () => expectCode(await post(""), 400, "BAD_REQUEST"));
  test("no object", async () => expectCode(await post('"{ warehouses }"'), 400, "BAD_REQUEST"));
  test("a batch", async () => expectCode(await post('[{"query":"{ warehouses }"}]'), 400, "BAD_REQUEST"));
  test("no query", async () => expectCode(await post("{}"), 400, "BAD_REQUEST"));
  test("a query that is no string", async () => expectCode(await post('{"query":7}'), 400, "BAD_REQUEST"));
  test("variables that are no object", async () =>
    expectCode(await post('{"query":"{ warehouses }","variables":[1]}'), 400, "BAD_REQUEST"));
  test("variables in a query string that are no JSON", async () =>
    expectCode(await get({ query: "{ warehouses }", variables: "{" }), 400, "BAD_REQUEST"));

  const strict = { ...JSON_HEADERS, accept: "application/graphql-response+json" };
  const query = (text: string, variables = {}) => post(JSON.stringify({ query: text, variables }), strict);
  test("a syntax error", async () => expectCode(await query("{ warehouses"), 400, "GRAPHQL_PARSE_FAILED"));
  test("an unknown field", async () => expectCode(await query("{ nothing }"), 400, "GRAPHQL_VALIDATION_FAILED"));
  test("a missing variable", async () => expectCode(await query("query ($id: ID!) { order(id: $id) { id } }"), 400, "BAD_USER_INPUT"));
  test("a variable of another type", async () =>
    expectCode(await query("query ($id: ID!) { order(id: $id) { id } }", { id: { a: 1 } }), 400, "BAD_USER_INPUT"));
  test("a reserved alias", async () => expectCode(await query("{ __typename: warehouses }"), 400, "GRAPHQL_VALIDATION_FAILED"));

  test("the same with application/json is told with HTTP 200, as the specification has it", async () => {
    const answer = await post(JSON.stringify({ query: "{ nothing }" }), { ...JSON_HEADERS, accept: "application/json" });
    expectCode(answer, 200, "GRAPHQL_VALIDATION_FAILED");
  });
});

describe("operations beyond a limit are refused before anything is planned", () => {
  const nested = (levels: number) => `{ product(id: "p1") { ${"variants { product { ".repeat(levels)} id ${"} }".repeat(levels)} } }`;
  const cases: readonly (readonly [string, string, string])[] = [
    ["too deep", nested(8), "OPERATION_TOO_DEEP"],
    ["too many aliases", `{ ${Array.from({ length: 101 }, (_, i) => `a${i}: warehouses`).join(" ")} }`, "OPERATION_TOO_MANY_ALIASES"],
    ["too many tokens", `{ ${"warehouses ".repeat(4_001)} }`, "OPERATION_TOO_LARGE"],
    [
      "too many fields by fragments in fragments",
      `{ ...F0 } ${Array.from({ length: 12 }, (_, i) => `fragment F${i} on Query { warehouses ...F${i + 1} ... { ...F${i + 1} } }`).join(" ")} fragment F12 on Query { warehouses }`,
      "OPERATION_TOO_LARGE",
    ],
  ];
  for (const [name, query, code] of cases) {
    test(name, async () => {
      const answer = await router.query(query);
      expect(answer.errors.map(({ extensions }) => extensions?.["code"])).toContain(code);
      expect(answer.data).toBeUndefined();
      expect(shop.all.flatMap(({ received }) => received)).toEqual([]);
    });
  }
});

describe("GET", () => {
  test("serves queries", async () => {
    const answer = await get({ query: "query ($id: ID!) { order(id: $id) { ref } }", variables: '{"id":"o1"}' });
    expect(answer.status).toBe(200);
    expect(answer.data).toEqual({ order: { ref: "ref-o1" } });
  });

  test("refuses mutations, and does nothing", async () => {
    const answer = await get({ query: 'mutation { forget(ref: "x") }' });
    expect(answer.status).toBe(405);
    expect(answer.headers.get("allow")).toBe("POST");
    expect(shop.done).toEqual([]);
  });

  test("other methods are refused", async () =>
    expectCode(await readAnswer(await fetch(router.url, { method: "PUT", body: "{}", headers: JSON_HEADERS })), 405, "BAD_REQUEST"));
});

describe("pages of other sites", () => {
  const mutation = JSON.stringify({ query: 'mutation { forget(ref: "x") }' });

  test("cannot make a browser post without asking", async () => {
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]) {
      const answer = await post(mutation, { "content-type": type, origin: "https://evil.example", "sec-fetch-site": "cross-site" });
      expectCode(answer, 403, "CSRF_PREVENTED");
      expectCode(await post(mutation, { "content-type": type }), 415, "UNSUPPORTED_MEDIA_TYPE");
    }
    expect(shop.done).toEqual([]);
  });

  test("cannot make a browser get without asking", async () => {
    expectCode(await get({ query: "{ warehouses }" }, { "sec-fetch-site": "cross-site" }), 403, "CSRF_PREVENTED");
    expect((await get({ query: "{ warehouses }" }, { "sec-fetch-site": "cross-site", "graphql-require-preflight": "1" })).status).toBe(200);
    expect((await get({ query: "{ warehouses }" }, { "sec-fetch-site": "same-origin" })).status).toBe(200);
  });

  test("may call when their origin is on the list, and read refusals, too", async () => {
    const preflight = await fetch(router.url, {
      method: "OPTIONS",
      headers: {
        origin: "https://app.example",
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type, authorization",
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-allow-origin")).toBe("https://app.example");
    expect(preflight.headers.get("access-control-allow-headers")).toContain("authorization");
    expect(preflight.headers.get("access-control-allow-credentials")).not.toBe("true");
    const refused = await post("no json", { ...JSON_HEADERS, origin: "https://shop.example" });
    expect(refused.headers.get("access-control-allow-origin")).toBe("https://shop.example");
    expect(refused.headers.get("access-control-expose-headers")).toContain("retry-after");
    const other = await post(mutation, { ...JSON_HEADERS, origin: "https://evil.example" });
    expect(other.headers.get("access-control-allow-origin")).not.toBe("https://evil.example");
  });
});

test("browsers get GraphiQL, with nothing from other hosts", async () => {
  const page = await fetch(router.url, { headers: { accept: "text/html,application/xhtml+xml", "sec-fetch-site": "none" } });
  const html = await page.text();
  expect(page.headers.get("content-type")).toContain("text/html");
  expect(html).toContain("Mercato");
  expect(html).not.toMatch(/<(script|link)[^>]+(src|href)="https?:/);
});

test("other paths are not found", async () =>
  expectCode(await readAnswer(await fetch(new URL("/elsewhere", router.url))), 404, "NOT_FOUND"));

test("a request id is kept where it can stand in a log, and made where not", async () => {
  expect((await post('{"query":"{ warehouses }"}', { ...JSON_HEADERS, "x-request-id": "abc-1" })).headers.get("x-request-id")).toBe(
    "abc-1",
  );
  expect((await post('{"query":"{ warehouses }"}', { ...JSON_HEADERS, "x-request-id": "a b" })).headers.get("x-request-id")).toMatch(
    /^[0-9a-f-]{36}$/,
  );
});
