import { expect, test } from "bun:test";
import { fileURLToPath } from "node:url";
import { attributes, spans } from "@mercato/contracts/telemetry";
import { compose } from "./kit/router.ts";
import { startShop } from "./kit/shop.ts";

const main = fileURLToPath(new URL("../main.ts", import.meta.url));
const TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
const CLIENT_SPAN_ID = "b7ad6b7169203331";

interface ExportedSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly attributes: readonly { readonly key: string; readonly value: { readonly stringValue?: string } }[];
}

interface Export {
  readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly ExportedSpan[] }[] }[];
}

/** Where traces are sent to: keeps what arrives. */
function startCollector() {
  const collected: ExportedSpan[] = [];
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      // Metrics come to the same collector.
      if (new URL(request.url).pathname !== "/v1/traces") return Response.json({});
      const body = (await request.json()) as Export;
      collected.push(...body.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)));
      return Response.json({});
    },
  });
  return { collected, url: server.url.href, stop: () => server.stop(true) };
}

async function addressOf(process: Bun.Subprocess<"ignore", "pipe", "inherit">): Promise<string> {
  let output = "";
  for await (const chunk of process.stdout) {
    output += new TextDecoder().decode(chunk);
    const url = /"url":"([^"]+)"/.exec(output)?.[1];
    if (url !== undefined) return url;
  }
  throw new Error(`the router did not start: ${output}`);
}

test("a request is one trace, from the client's span through the router's to each subgraph", async () => {
  const [shop, collector] = [startShop(), startCollector()];
  const file = `${await Bun.$`mktemp -d`.text()}`.trim();
  await Bun.write(`${file}/supergraph.graphql`, compose(shop.all));
  const env = { PORT: "0", SUPERGRAPH_FILE: `${file}/supergraph.graphql`, OTEL_EXPORTER_OTLP_ENDPOINT: collector.url };
  const router = Bun.spawn([process.execPath, main], { env, stdin: "ignore", stdout: "pipe", stderr: "inherit" });
  const response = await fetch(new URL("/graphql", await addressOf(router)), {
    method: "POST",
    headers: { "content-type": "application/json", traceparent: `00-${TRACE_ID}-${CLIENT_SPAN_ID}-01` },
    body: JSON.stringify({ query: `query Mine { order(id: "o1") { ref payment { status } } }` }),
  });
  expect(response.status).toBe(200);
  router.kill("SIGTERM");
  expect(await router.exited).toBe(0);
  await collector.stop();
  await shop.stop();
  await Bun.$`rm -r ${file}`;

  const traced = collector.collected.filter(({ traceId }) => traceId === TRACE_ID);
  const named = (name: string) => traced.filter((span) => span.name === name);
  const attributeOf = (span: ExportedSpan | undefined, key: string) =>
    span?.attributes.find((attribute) => attribute.key === key)?.value.stringValue;
  const [request] = named(spans.graphqlRequest);
  expect(request?.parentSpanId).toBe(CLIENT_SPAN_ID);
  expect(attributeOf(request, attributes.graphqlOperationName)).toBe("Mine");
  for (const name of [spans.graphqlParse, spans.graphqlValidate, spans.graphqlPlan])
    expect(named(name).map(({ parentSpanId }) => parentSpanId)).toEqual([request?.spanId]);
  const fetches = named(spans.subgraphFetch);
  expect(fetches.map((span) => attributeOf(span, attributes.subgraphName)).toSorted()).toEqual(["orders", "payments"]);
  expect(new Set(fetches.map(({ parentSpanId }) => parentSpanId))).toEqual(new Set([request?.spanId]));
  const received = shop.orders.received[0]?.headers.get("traceparent");
  expect(received).toBe(`00-${TRACE_ID}-${fetches.find((span) => attributeOf(span, attributes.subgraphName) === "orders")?.spanId}-01`);
}, 30_000);
