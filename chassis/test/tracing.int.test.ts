import { afterAll, beforeAll, expect, test } from "bun:test";
import { SpanStatusCode } from "@opentelemetry/api";
import type { ReadableSpan } from "@opentelemetry/sdk-trace";
import { on, subscribe } from "../bus/index.ts";
import { systemClock, systemRandomness } from "../clock/index.ts";
import { InvariantError } from "../errors/index.ts";
import { createOutboxRelay } from "../outbox/index.ts";
import { createSagaEngine, defineSaga } from "../saga/index.ts";
import { startTelemetry, traceHeaders, traceIdOf, withSpan } from "../telemetry/index.ts";
import { createRecordedLog, eventually, startWorld, type World } from "../testing/index.ts";
import { recordSpans } from "./spans.ts";
import { add, counted, openCounters } from "./toys.ts";

let world: World;
let spans: ReturnType<typeof recordSpans>;

beforeAll(async () => {
  spans = recordSpans();
  world = await startWorld();
});

afterAll(async () => {
  await world.stop();
  await spans.stop();
});

const ids = (span: ReadableSpan) => span.spanContext();

test("a trace goes from the request through the write, the outbox and the bus to the handler, and what it logs", async () => {
  const counters = await openCounters(await world.connectDatabase("toys"));
  const bus = await world.connectBus("toys");
  const store = counters.createStore();
  const { log, lines } = createRecordedLog();
  await bus.ensureStreams(["toys"]);
  const relay = world.track(createOutboxRelay({ source: store, bus, clock: systemClock, log: world.log, sweepIntervalMs: 50, graceMs: 0 }));
  const handle = on(counted, async () => {
    log.info("counting");
    if (lines.length === 1) throw new Error("once more");
  });
  world.track(await subscribe({ bus, consumer: "shelf", subscriptions: [handle], randomness: systemRandomness, log: world.log }));

  await withSpan("graphql.request", {}, async () => add(store, "c1"));
  const [request] = spans.named("graphql.request");
  // It is the document that carries the trace, so that a relay of another process, later, still goes on with it.
  await eventually("it was handled twice", () => spans.named("process toys.v1.counted").length === 2);
  await relay.stop();
  const [published] = spans.named("publish toys.v1.counted");
  expect(ids(published!).traceId).toBe(ids(request!).traceId);
  expect(published!.parentSpanContext?.spanId).toBe(ids(request!).spanId);
  for (const handled of spans.named("process toys.v1.counted")) {
    expect(ids(handled).traceId).toBe(ids(request!).traceId);
    expect(handled.links.map(({ context }) => context.spanId)).toEqual([ids(published!).spanId]);
    expect(handled.attributes).toMatchObject({ "messaging.message.id": "toys.c1.1.0", "messaging.destination.name": "toys.v1.counted" });
  }
  expect(spans.named("process toys.v1.counted").map(({ status }) => status.code)).toEqual([SpanStatusCode.ERROR, SpanStatusCode.UNSET]);
  expect(lines.map((line) => line["traceId"])).toEqual(Array(2).fill(ids(request!).traceId));
});

test("commands to the database are spans of what asked for them, without a value; what nobody asked for makes none", async () => {
  const database = await world.connectDatabase("commands");
  const toys = database.connection.collection<{ _id: string; note: string }>("toys");
  const commands = () => spans.named("db.command").filter(({ attributes }) => attributes["db.namespace"] === database.connection.name);
  await toys.insertOne({ _id: "before", note: "hunter2" });
  await withSpan("asking", {}, async () => {
    await toys.insertOne({ _id: "b1", note: "hunter2" });
    await toys.find({ note: "hunter2" }).toArray();
    await expect(toys.aggregate([{ $noSuchStage: "hunter2" }]).toArray()).rejects.toThrow();
  });
  await toys.deleteOne({ _id: "b1" });
  await eventually("the asking is exported", () => spans.named("asking").length === 1);
  const [asking] = spans.named("asking");
  expect(commands().map(({ attributes }) => [attributes["db.operation.name"], attributes["db.collection.name"]])).toEqual([
    ["insert", "toys"],
    ["find", "toys"],
    ["aggregate", "toys"],
  ]);
  for (const command of commands()) expect(command.parentSpanContext?.spanId).toBe(ids(asking!).spanId);
  expect(commands().map(({ status }) => status.code)).toEqual([SpanStatusCode.UNSET, SpanStatusCode.UNSET, SpanStatusCode.ERROR]);
  expect(JSON.stringify(commands().map(({ attributes, status, events }) => [attributes, status, events]))).not.toContain("hunter2");
});

test("a span says by code that its work failed, never by message", async () => {
  const failing = withSpan("failing", {}, async () => {
    throw new InvariantError("the password is hunter2");
  });
  await expect(failing).rejects.toThrow("hunter2");
  const [span] = spans.named("failing");
  expect(span?.status).toEqual({ code: SpanStatusCode.ERROR, message: "INVARIANT" });
  expect(JSON.stringify([span?.attributes, span?.events])).not.toContain("hunter2");
});

test("a span continues the trace that came with a request, across awaits and side by side", async () => {
  const parents = ["0af7651916cd43dd8448eb211c80319c", "1af7651916cd43dd8448eb211c80319c"];
  const seen = await Promise.all(
    parents.map((traceId) =>
      withSpan("request", { parent: { traceparent: `00-${traceId}-b7ad6b7169203331-01` } }, async () => {
        await Bun.sleep(5);
        return traceIdOf(traceHeaders());
      }),
    ),
  );
  expect(seen).toEqual(parents);
});

test("a saga knows the trace in which it began", async () => {
  const idle = defineSaga("idle", 1).step("a", { kind: "retriable", patience: { timeoutMs: 1, attempts: 1 }, invoke: () => null });
  const { instance } = await withSpan("place", {}, async () =>
    createSagaEngine([idle]).start({ id: "s", definition: idle, data: null, now: new Date(), traceId: traceIdOf(traceHeaders()) }),
  );
  expect(instance.traceId).toBe(ids(spans.named("place")[0]!).traceId);
});

test("no trace id is read from what is no trace context", () => {
  expect([traceIdOf({}), traceIdOf({ traceparent: "nonsense" }), traceIdOf({ traceparent: "00-xyz-1-01" })]).toEqual([null, null, null]);
});

test("telemetry without an endpoint is nothing, and stops as nothing", async () => {
  await (await startTelemetry({ service: "toys" })).stop();
});
