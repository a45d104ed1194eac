import { expect, test } from "bun:test";
import { readFile } from "node:fs/promises";
import { attributes, logFields, spans } from "@mercato/contracts/telemetry";
import { type CollectedSpan, openCollector } from "../harness/collector.ts";
import { openShop } from "../harness/shop.ts";

const collector = openCollector();
const shop = await openShop("trace", {
  environment: {
    all: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url },
    router: { LOG_LEVEL: "info" },
    // So patient that no participant is asked twice, however slow the machine: a second asking is a trace of its own.
    orders: { SAGA_STEP_TIMEOUT_MS: "60000" },
  },
});
const staff = await shop.staff();
await staff.sell({ sku: "MUG", price: "4.25", stock: 20 });

const TRACE_OF_SAGA = "query Trace($id: ID!) { order(id: $id) { saga { traceId } } }";

interface Traced {
  readonly order: { readonly saga: { readonly traceId: string } };
}

const guest = await shop.guest();
const orderId = await guest.buy({ MUG: 2 });
await guest.ended(orderId);
const { traceId } = (await guest.ask<Traced>(TRACE_OF_SAGA, { id: orderId })).order.saga;
// A process that is stopped has sent all that it held: from here on nothing more comes.
await shop.processes.stop();
const trace = collector.spans.filter((span) => span.traceId === traceId);
const byId = new Map(trace.map((span) => [span.spanId, span]));
const parentOf = (span: CollectedSpan) => byId.get(span.parentSpanId ?? "");
const within = (service: string, name: string) => trace.filter((span) => span.service === service && span.name === name);
const label = ({ service, name }: CollectedSpan) => `${service}: ${name}`;

/** `parent → child`, for every span whose parent is `isEdge`. */
function edges(isEdge: (parent: CollectedSpan, child: CollectedSpan) => boolean): readonly string[] {
  const found = trace.flatMap((span) => {
    const parent = parentOf(span);
    return parent !== undefined && isEdge(parent, span) ? [`${label(parent)} → ${label(span)}`] : [];
  });
  return [...new Set(found)].toSorted();
}

const hop = (from: string, to: string, type: string) => `${from}: ${spans.publish(type)} → ${to}: ${spans.process(type)}`;

test("Order.saga.traceId leads to one trace with one root: the client's request to the router", () => {
  expect(traceId).toMatch(/^[0-9a-f]{32}$/);
  const roots = trace.filter((span) => span.parentSpanId === null);
  expect(roots.map(label)).toEqual([`router: ${spans.graphqlRequest}`]);
  expect(roots[0]?.attributes[attributes.graphqlOperationName]).toBe("PlaceOrder");
  expect(trace.filter((span) => span.parentSpanId !== null && parentOf(span) === undefined)).toEqual([]);
});

test("an order goes from service to service by these edges and no other", () => {
  expect(edges((parent, child) => parent.service !== child.service)).toEqual(
    [
      `router: ${spans.subgraphFetch} → orders: ${spans.graphqlRequest}`,
      hop("orders", "inventory", "inventory.v1.cmd.reserve"),
      hop("inventory", "orders", "inventory.v1.reserved"),
      hop("orders", "payments", "payments.v1.cmd.authorize"),
      hop("payments", "orders", "payments.v1.authorized"),
      hop("orders", "inventory", "inventory.v1.cmd.commit"),
      hop("inventory", "orders", "inventory.v1.committed"),
      hop("orders", "payments", "payments.v1.cmd.capture"),
      hop("payments", "orders", "payments.v1.captured"),
    ].toSorted(),
  );
});

test("each delivery is linked to the publication that it continues", () => {
  const deliveries = trace.filter(({ name }) => name.startsWith("process "));
  expect(deliveries.length).toBeGreaterThanOrEqual(8);
  for (const delivery of deliveries) expect([delivery.name, delivery.links]).toEqual([delivery.name, [delivery.parentSpanId ?? ""]]);
});

test("the router tells of parsing, validating, planning and fetching, the subgraph of its resolver and its commands", () => {
  const inside = edges((parent, child) => parent.service === child.service);
  const request = (service: string) => `${service}: ${spans.graphqlRequest}`;
  const placing = `orders: ${spans.resolve("Mutation.placeOrder")}`;
  expect(inside).toContain(`${request("router")} → router: ${spans.graphqlParse}`);
  expect(inside).toContain(`${request("router")} → router: ${spans.graphqlValidate}`);
  expect(inside).toContain(`${request("router")} → router: ${spans.graphqlPlan}`);
  expect(inside).toContain(`${request("router")} → router: ${spans.subgraphFetch}`);
  expect(inside).toContain(`${request("orders")} → ${placing}`);
  expect(inside).toContain(`${placing} → orders: ${spans.databaseCommand}`);
  expect(inside).toContain(`${placing} → orders: ${spans.publish("inventory.v1.cmd.reserve")}`);
  expect(inside).toContain(`orders: ${spans.process("payments.v1.captured")} → orders: ${spans.sagaStep}`);
});

test("commands to the database say what is done to which collection, and no value", () => {
  const commands = within("payments", spans.databaseCommand);
  const { databaseSystem, databaseNamespace, databaseCollection, databaseOperation } = attributes;
  expect(commands.some((span) => span.attributes[databaseCollection] === "payments")).toBe(true);
  for (const command of commands) {
    expect(command.attributes[databaseSystem]).toBe("mongodb");
    expect(Object.keys(command.attributes).toSorted()).toEqual(
      [databaseSystem, databaseNamespace, databaseCollection, databaseOperation].toSorted(),
    );
  }
});

test("the steps of the saga are in it, with their outcomes", () => {
  const steps = within("orders", spans.sagaStep).map((span) => [
    span.attributes[attributes.sagaStep],
    span.attributes[attributes.sagaOutcome],
  ]);
  expect(steps.toSorted()).toEqual([
    ["authorize-payment", "succeeded"],
    ["capture-payment", "succeeded"],
    ["commit-stock", "succeeded"],
    ["reserve-stock", "succeeded"],
  ]);
});

test("the router's line about the request has the trace, who asked, what for, and how long it took", async () => {
  const lines = (await readFile(shop.processes.logFile("router"), "utf8")).trim().split("\n");
  const parsed = lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
  const [line] = parsed.filter((one) => one[logFields.traceId] === traceId && one["msg"] === "request answered");
  expect(line).toMatchObject({ service: "router", userId: guest.id, operation: "PlaceOrder", operationType: "mutation", status: 200 });
  expect(typeof line?.[logFields.durationMs]).toBe("number");
});
