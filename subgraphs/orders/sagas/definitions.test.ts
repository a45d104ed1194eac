import { expect, test } from "bun:test";
import { createSagaEngine, type SagaInstance, type SagaTransition } from "@mercato/chassis/saga";
import type { CancelOrderData } from "./data.ts";
import { createSagas } from "./definitions.ts";

const sagas = createSagas({ stepTimeoutMs: 1_000, stepAttempts: 2, reservationTtlMs: 60_000 });
const engine = createSagaEngine(sagas.all);
const now = new Date("2026-01-01T00:00:00Z");
const data: CancelOrderData = { orderId: "order_1", hasPayment: true, hasStock: true };

const asked = ({ messages }: SagaTransition) => messages.map(({ contract }) => contract.type);
/** As it comes back from the database, in a process of a later release. */
const stored = ({ instance }: SagaTransition): SagaInstance => structuredClone(instance);
const done = (instance: SagaInstance, step: string) =>
  engine.reply(instance, { operationId: `${instance.id}:${step}`, outcome: { ok: true } }, now);

test("of two cancellations side by side each goes on as the version that it began under has it", () => {
  const older = engine.start({ id: "old", definition: sagas.cancelOrder1, data, now, traceId: null });
  const newer = engine.start({ id: "new", definition: sagas.cancelOrder, data, now, traceId: null });
  expect([older.instance.version, newer.instance.version]).toEqual([1, 2]);
  expect(asked(older)).toEqual(["payments.v1.cmd.cancel"]);
  expect(asked(newer)).toEqual(["payments.v1.cmd.cancel", "inventory.v1.cmd.release"]);

  const olderPaid = done(stored(older), "refund-payment");
  const newerPaid = done(stored(newer), "refund-payment");
  expect(asked(olderPaid)).toEqual(["inventory.v1.cmd.release"]);
  expect(asked(newerPaid)).toEqual([]);
  expect([done(stored(olderPaid), "return-stock"), done(stored(newerPaid), "return-stock")].map(({ instance }) => instance.status)).toEqual(
    ["completed", "completed"],
  );
});

test("what begins now begins under the newest version", () => {
  const newest = new Map<string, number>();
  for (const { name, version } of sagas.all) newest.set(name, Math.max(version, newest.get(name) ?? 0));
  for (const { name, version } of [sagas.placeOrder, sagas.cancelOrder, sagas.returnOrder])
    expect(version).toBe(newest.get(name) as number);
});
