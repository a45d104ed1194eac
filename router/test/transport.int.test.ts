import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import { startRouter, type TestRouter } from "./kit/router.ts";
import { reset, type Shop, startShop } from "./kit/shop.ts";

const LIMIT_BYTES = 1_000_000;
const TIMEOUT_MS = 1_000;
const QUERY = "{ greeting paymentCount }";

/** What a subgraph of one field answers, as bare HTTP. */
type Respond = (request: Request) => Response | Promise<Response>;

let shop: Shop;
let router: TestRouter;
let respond: Respond;
/** The other ends of the connections that requests came over. */
const connections = new Set<string>();
const greeter = Bun.serve({
  hostname: "127.0.0.1",
  port: 0,
  fetch(request, server) {
    const { address, port } = server.requestIP(request) ?? { address: "", port: 0 };
    connections.add(`${address}:${port}`);
    return respond(request);
  },
});

beforeAll(async () => {
  shop = startShop();
  const typeDefs = "type Query { greeting: String } type Mutation { greet: String }";
  router = await startRouter([shop.payments, { ...shop.orders, name: "greeter", url: greeter.url.href, typeDefs }], {
    MAX_SUBGRAPH_RESPONSE_BYTES: String(LIMIT_BYTES),
    SUBGRAPH_QUERY_TIMEOUT_MS: String(TIMEOUT_MS),
  });
});
beforeEach(() => {
  reset(shop);
  connections.clear();
});
afterAll(async () => {
  await router.stop();
  await Promise.all([shop.stop(), greeter.stop(true)]);
});

const greeting = (text: string) => JSON.stringify({ data: { greeting: text } });
const well = { greeting: "hello", paymentCount: 2 };
const failed = (reason: string) => ({
  data: { greeting: null, paymentCount: 2 },
  errors: [
    {
      message: "greeter is unavailable.",
      path: ["greeting"],
      extensions: { code: "SUBGRAPH_UNAVAILABLE", serviceName: "greeter", reason },
    },
  ],
});

/** A body that says that it began, goes on as it is told, and says when its reader went away. */
function observedBody(pull: (controller: ReadableStreamDefaultController<Uint8Array>) => void) {
  const [began, cancelled] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      pull(controller);
      began.resolve();
    },
    cancel: () => cancelled.resolve(),
  });
  return { body, began: began.promise, cancelled: cancelled.promise };
}

describe("answers of subgraphs", () => {
  const codings: readonly (readonly [string, (text: string) => Uint8Array])[] = [
    ["gzip", gzipSync],
    ["br", brotliCompressSync],
    ["zstd", zstdCompressSync],
    ["deflate", deflateSync],
  ];

  test.each(codings)("are asked for and taken in %s, and counted as they are without it", async (coding, compress) => {
    let accepted = "";
    const answer = (text: string): Respond => {
      const body = new Uint8Array(compress(greeting(text)));
      return (request) => {
        accepted = request.headers.get("accept-encoding") ?? "";
        return new Response(body, { headers: { "content-encoding": coding, "content-type": "application/json" } });
      };
    };
    respond = answer("hello");
    expect((await router.query(QUERY)).data).toEqual(well);
    expect(accepted.split(", ")).toContain(coding);
    respond = answer("x".repeat(LIMIT_BYTES));
    const { data, errors } = await router.query(QUERY);
    expect({ data, errors }).toEqual(failed("RESPONSE_TOO_LARGE"));
  });

  test("that are announced as too large cost their own fields and nothing else", async () => {
    respond = () => new Response(greeting("x".repeat(LIMIT_BYTES)));
    const { data, errors } = await router.query(QUERY);
    expect({ data, errors }).toEqual(failed("RESPONSE_TOO_LARGE"));
    expect(router.logged.filter(({ msg }) => msg === "subgraph unavailable").at(-1)).toMatchObject({
      subgraph: "greeter",
      reason: "RESPONSE_TOO_LARGE",
    });
  });

  test("that have no end are given up, and the subgraph is told", async () => {
    const endless = observedBody((controller) => controller.enqueue(new Uint8Array(65_536)));
    respond = () => new Response(endless.body);
    const { data, errors } = await router.query(QUERY);
    expect({ data, errors }).toEqual(failed("RESPONSE_TOO_LARGE"));
    await endless.cancelled;
  });

  test("that stop half-way are waited for until the deadline, and the subgraph is told", async () => {
    let pulls = 0;
    const stalled = observedBody((controller) => {
      pulls += 1;
      if (pulls === 1) controller.enqueue(new TextEncoder().encode('{"data":'));
    });
    respond = () => new Response(stalled.body);
    const { data, errors } = await router.query(QUERY);
    expect({ data, errors }).toEqual(failed("TIMEOUT"));
    await stalled.cancelled;
  });
});

test("one request after the other goes over one connection", async () => {
  respond = () => new Response(greeting("hello"));
  for (let i = 0; i < 20; i += 1) expect((await router.query(QUERY)).data).toEqual(well);
  expect(connections.size).toBe(1);
});

describe("when the client goes away", () => {
  const ask = (query: string, signal: AbortSignal) =>
    fetch(router.url, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ query }), signal });

  test("a query ends at the subgraph, too, and nobody is blamed", async () => {
    const [asked, aborted] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    respond = async (request) => {
      request.signal.addEventListener("abort", () => aborted.resolve());
      asked.resolve();
      await aborted.promise;
      return new Response(null, { status: 499 });
    };
    const client = new AbortController();
    const answer = ask(QUERY, client.signal);
    await asked.promise;
    const blamed = router.logged.length;
    client.abort();
    expect(answer).rejects.toMatchObject({ name: "AbortError" });
    await aborted.promise;
    expect(router.logged.slice(blamed).filter(({ msg }) => msg === "subgraph unavailable")).toEqual([]);
  });

  test("a mutation is left to finish", async () => {
    const [asked, finish, finished] = [Promise.withResolvers<void>(), Promise.withResolvers<void>(), Promise.withResolvers<boolean>()];
    respond = async (request) => {
      if (!(await request.clone().text()).includes("mutation")) return new Response(greeting("hello"));
      asked.resolve();
      await finish.promise;
      finished.resolve(request.signal.aborted);
      return new Response(JSON.stringify({ data: { greet: "done" } }));
    };
    const client = new AbortController();
    const answer = ask("mutation { greet }", client.signal);
    await asked.promise;
    client.abort();
    expect(answer).rejects.toMatchObject({ name: "AbortError" });
    // A query in between: were the mutation to be aborted, it would be by now.
    expect((await router.query(QUERY)).data).toEqual(well);
    finish.resolve();
    expect(await finished.promise).toBe(false);
  });
});
