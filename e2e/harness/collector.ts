import { afterAll } from "bun:test";

/** A span as it was sent. */
export interface CollectedSpan {
  /** `service.name` of the process that sent it. */
  readonly service: string;
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  /** Null for the root of a trace. */
  readonly parentSpanId: string | null;
  readonly attributes: Readonly<Record<string, string>>;
  /** Ids of the spans that it is linked to. */
  readonly links: readonly string[];
}

/** Where a shop's telemetry is sent to: a real OTLP/HTTP server that keeps what arrives. */
export interface Collector {
  readonly url: string;
  readonly spans: readonly CollectedSpan[];
  /** Everything that was sent, as it was sent: spans and metrics. */
  readonly bodies: readonly string[];
}

interface Attribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

interface OtlpSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly attributes?: readonly Attribute[];
  readonly links?: readonly { readonly spanId: string }[];
}

interface OtlpTraces {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[];
  }[];
}

function toRecord(attributes: readonly Attribute[] = []): Record<string, string> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, String(Object.values(value)[0])]));
}

function toSpan(service: string, span: OtlpSpan): CollectedSpan {
  return {
    service,
    name: span.name,
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId || null,
    attributes: toRecord(span.attributes),
    links: (span.links ?? []).map(({ spanId }) => spanId),
  };
}

/** Starts a collector for the tests of this file. */
export function openCollector(): Collector {
  const spans: CollectedSpan[] = [];
  const bodies: string[] = [];
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      const text = await request.text();
      bodies.push(text);
      if (new URL(request.url).pathname !== "/v1/traces") return Response.json({});
      const { resourceSpans } = JSON.parse(text) as OtlpTraces;
      for (const { resource, scopeSpans } of resourceSpans) {
        const service = toRecord(resource.attributes)["service.name"] ?? "";
        spans.push(...scopeSpans.flatMap((scope) => scope.spans.map((span) => toSpan(service, span))));
      }
      return Response.json({});
    },
  });
  afterAll(() => server.stop(true));
  return { url: server.url.href, spans, bodies };
}
