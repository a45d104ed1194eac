import { expect, test } from "bun:test";
import { spans } from "@mercato/contracts/telemetry";
import { openCollector } from "../harness/collector.ts";
import { openShop } from "../harness/shop.ts";

const collector = openCollector();
const shop = await openShop("trace-asked-again", {
  environment: { all: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url }, orders: { SAGA_STEP_TIMEOUT_MS: "300", SAGA_STEP_ATTEMPTS: "6" } },
});
const staff = await shop.staff();
await staff.sell({ sku: "MUG", price: "4.25", stock: 20 });

interface Traced {
  readonly order: {
    readonly saga: { readonly traceId: string; readonly steps: readonly { readonly name: string; readonly attempts: number }[] };
  };
}

test("a step that the saga's timer asks for again stays in the trace of the order, with what comes of it", async () => {
  const guest = await shop.guest();
  // The provider keeps payments waiting for longer than orders' patience.
  const orderId = await guest.buy({ MUG: 2 }, { paymentToken: "sandbox-timeout-after-charge" });
  await guest.ended(orderId);
  const query = "query Trace($id: ID!) { order(id: $id) { saga { traceId steps { name attempts } } } }";
  const { saga } = (await guest.ask<Traced>(query, { id: orderId })).order;
  expect(saga.steps.find(({ name }) => name === "authorize-payment")?.attempts).toBeGreaterThan(1);
  await shop.processes.stop();

  const trace = collector.spans.filter(({ traceId }) => traceId === saga.traceId);
  const due = trace.filter(({ service, name }) => service === "orders" && name === spans.sagaDue);
  expect(due.length).toBeGreaterThan(0);
  const asked = trace.filter(({ name }) => name === spans.publish("payments.v1.cmd.authorize"));
  expect(asked.length).toBe(due.length + 1);
  const parents = new Set(trace.map(({ spanId }) => spanId));
  expect(due.every(({ parentSpanId }) => parents.has(parentSpanId ?? ""))).toBe(true);
  expect(asked.every(({ parentSpanId }) => parents.has(parentSpanId ?? ""))).toBe(true);
});
