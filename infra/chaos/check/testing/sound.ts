import { evolve as evolveAllocation } from "@mercato/inventory/evolve";
import type { Findings } from "@mercato/local/audit/audit";
import type { AllocationDocument, Books, OrderDocument, PaymentDocument } from "@mercato/local/audit/books";
import { evolve as evolveOrder } from "@mercato/orders/evolve";
import { evolve as evolvePayment } from "@mercato/payments/evolve";
import type { Entry } from "../../history/history.ts";

/** What a run left behind: what people were told, and what was found. */
export interface Scene {
  readonly history: readonly Entry[];
  readonly findings: Findings;
}

export const ORDER = "order_1";
export const KEY = "key of cart_1";
export const SKU = "LAMP";
/** Two lamps at 2.49. */
export const TOTAL = 498;

const at = new Date("2026-01-01T00:00:00Z");
const amount = { amountMinor: TOTAL, currency: "GBP" };
const operationId = "op_1";

/** A document whose state is what its history comes to. */
function fold<State, Event>(_id: string, evolve: (state: State | null, event: Event) => State, events: readonly [Event, ...Event[]]) {
  const [first, ...rest] = events;
  const state = rest.reduce((before, event) => evolve(before, event), evolve(null, first));
  const history = events.map((event, index) => ({ version: index + 1, at, event }));
  return { _id, version: events.length, state, history, inbox: [], outbox: [], sagas: [], createdAt: at, updatedAt: at };
}

export function order(): OrderDocument {
  return fold(ORDER, evolveOrder, [
    {
      type: "placed",
      order: {
        orderId: ORDER,
        cartId: "cart_1",
        buyerId: "guest_1",
        buyerKind: "guest",
        idempotencyKey: KEY,
        fingerprint: "f",
        currency: "GBP",
        reference: null,
        orderedAt: at,
        shippingAddress: { recipient: "A", line1: "1", line2: null, city: "B", region: null, postalCode: "C", countryCode: "GB" },
        lines: [{ id: "1", sku: SKU, title: SKU, quantity: 2, unitPriceMicros: 2_490_000, totalMinor: TOTAL }],
        adjustments: [],
      },
    },
    { type: "confirmed" },
  ]);
}

function payment(): PaymentDocument {
  const call = { operationId, key: "k", authorizationId: "auth_1", amount };
  return fold(`pay_${ORDER}`, evolvePayment, [
    { type: "opened", orderId: ORDER },
    { type: "authorization-requested", operationId, payerId: "guest_1", key: "k", amount },
    { type: "authorized", operationId, authorizationId: "auth_1", amount },
    { type: "capture-requested", ...call },
    { type: "captured", operationId, amount },
  ]);
}

function allocation(): AllocationDocument {
  const begun = { since: at, settleAt: at };
  return fold(ORDER, evolveAllocation, [
    { type: "opened", orderId: ORDER },
    { type: "reserve-began", operationId, lines: [{ sku: SKU, quantity: 2 }], expiresAt: at, ...begun },
    { type: "reserved" },
    { type: "commit-began", operationId, ...begun },
    { type: "committed" },
  ]);
}

function books(): Books {
  return {
    orders: [order()],
    payments: [payment()],
    allocations: [allocation()],
    stock: [{ _id: `main:${SKU}`, sku: SKU, onHand: 3, reserved: 0, available: 3 }],
    movements: [
      { _id: "m1", stockId: `main:${SKU}`, sku: SKU, quantity: 5, orderId: null },
      { _id: "m2", stockId: `main:${SKU}`, sku: SKU, quantity: -2, orderId: ORDER },
    ],
    provider: [
      {
        _id: "auth_1",
        orderId: ORDER,
        status: "captured",
        entries: [
          { kind: "AUTHORIZATION", amountMinor: TOTAL },
          { kind: "CAPTURE", amountMinor: TOTAL },
        ],
      },
    ],
    products: [],
    offers: [{ _id: SKU, available: 3 }],
    held: [],
  };
}

/** A run in which all went well: five lamps came in, two were sold to one customer, who asked twice. */
export function sound(): Scene {
  const who = "customer 1";
  const message = { orderId: ORDER, returnId: null };
  return {
    history: [
      { atMs: 0, kind: "received", key: "opening", sku: SKU, units: 5 },
      { atMs: 1, kind: "asked", who, operation: "place", key: KEY },
      { atMs: 2, kind: "unanswered", who, operation: "place", key: KEY, reason: "TimeoutError" },
      { atMs: 3, kind: "placed", who, key: KEY, orderId: ORDER, totalMinor: TOTAL, askedAtMs: 2 },
      { atMs: 4, kind: "seen", who, orderId: ORDER, status: "CONFIRMED" },
    ],
    findings: {
      books: books(),
      messages: {
        orders: [
          { type: "orders.v1.placed", id: "e1", ...message },
          { type: "orders.v1.confirmed", id: "e2", ...message },
          { type: "orders.v1.confirmed", id: "e2", ...message },
        ],
        deadLetters: [],
        undelivered: {},
      },
      rest: [],
      restedAfterMs: 0,
    },
  };
}
