import { describe, expect, test } from "bun:test";
import type { Books, OrderDocument } from "@mercato/local/audit/books";
import type { Messages } from "@mercato/local/audit/messages";
import { evolve } from "@mercato/orders/evolve";
import type { Entry } from "../history/history.ts";
import { violationsOf } from "./check.ts";
import { KEY, ORDER, order, type Scene, SKU, sound, TOTAL } from "./testing/sound.ts";

const who = "customer 1";

function told(...entries: readonly Entry[]): (scene: Scene) => Scene {
  return ({ history, findings }) => ({ history: [...history, ...entries], findings });
}

function inBooks(change: (books: Books) => Partial<Books>): (scene: Scene) => Scene {
  return ({ history, findings }) => ({ history, findings: { ...findings, books: { ...findings.books, ...change(findings.books) } } });
}

function inStreams(change: (messages: Messages) => Partial<Messages>): (scene: Scene) => Scene {
  return ({ history, findings }) => {
    if (findings.messages === null) throw new Error("this scene has no streams");
    return { history, findings: { ...findings, messages: { ...findings.messages, ...change(findings.messages) } } };
  };
}

function more(document: OrderDocument, ...events: readonly Parameters<typeof evolve>[1][]): OrderDocument {
  return {
    ...document,
    state: events.reduce((state, event) => evolve(state, event), document.state),
    history: [...document.history, ...events.map((event) => ({ version: 9, at: new Date(0), event }))],
  };
}

const requested = { type: "cancellation-requested", reason: "REQUESTED", note: null } as const;
const cancelled = { type: "cancelled", reason: "REQUESTED", refundedMinor: TOTAL } as const;

interface Planted {
  readonly what: string;
  readonly plant: (scene: Scene) => Scene;
  readonly found: RegExp;
}

const planted: readonly Planted[] = [
  { what: "an acknowledged order that is lost", plant: inBooks(() => ({ orders: [] })), found: /Law 4: order_1 was accepted and is gone/ },
  {
    what: "an oversell",
    plant: inBooks(({ stock }) => ({ stock: stock.map((one) => ({ ...one, onHand: -1, available: -1 })) })),
    found: /Law 1: oversold, main:LAMP/,
  },
  {
    what: "a double charge",
    plant: inBooks(({ provider }) => ({
      provider: provider.map((one) => ({ ...one, entries: [...one.entries, { kind: "CAPTURE", amountMinor: TOTAL }] })),
    })),
    found: /Law 2: order_1 was captured 2 times/,
  },
  {
    what: "an outbox entry that was not published",
    plant: inBooks(() => ({ held: [{ collection: "orders.orders", documentId: ORDER }] })),
    found: /Law 5: orders.orders\/order_1 holds messages back/,
  },
  {
    what: "an event that is in no outbox and in no stream",
    plant: inStreams(({ orders }) => ({ orders: orders.slice(0, 1) })),
    found: /Law 5: order_1 has 1 of orders.v1.confirmed in its history, the stream 0/,
  },
  {
    what: "an event that was made twice",
    plant: inStreams(({ orders }) => ({ orders: orders.map((one, index) => ({ ...one, id: `e${index}` })) })),
    found: /Law 5: order_1 has 1 of orders.v1.confirmed in its history, the stream 2/,
  },
  {
    what: "an event of an order that is gone",
    plant: inStreams(({ orders }) => ({ orders: [...orders, { type: "orders.v1.placed", id: "e9", orderId: "order_9", returnId: null }] })),
    found: /Law 4: the stream tells of order_9/,
  },
  {
    what: "a message that nobody takes",
    plant: inStreams(() => ({ undelivered: { "inventory--x": 3 } })),
    found: /Law 5: 3 messages wait for inventory--x/,
  },
  {
    what: "a dead letter",
    plant: inStreams(() => ({ deadLetters: [{ consumer: "orders--y", code: "INTERNAL", reason: "boom", type: "inventory.v1.reserved" }] })),
    found: /Law 5: orders--y gave inventory.v1.reserved up: INTERNAL, boom/,
  },
  {
    what: "what was still under way",
    plant: ({ history, findings }) => ({ history, findings: { ...findings, rest: ["inventory works on order_1"] } }),
    found: /inventory works on order_1/,
  },
  {
    what: "one key that was answered with two orders",
    plant: told({ atMs: 5, kind: "placed", who, key: KEY, orderId: "order_2", totalMinor: TOTAL, askedAtMs: 4 }),
    found: /Law 5: "key of cart_1" was accepted as order_1 and order_2/,
  },
  {
    what: "two orders in the books under one key",
    plant: inBooks(({ orders }) => ({ orders: [...orders, { ...order(), _id: "order_2" }] })),
    found: /Law 5: order_1 and order_2 are in the books under one key/,
  },
  {
    what: "an order that costs more than was said",
    plant: told({ atMs: 5, kind: "placed", who, key: KEY, orderId: ORDER, totalMinor: 1, askedAtMs: 4 }),
    found: /Law 4: order_1 was accepted for 1 under "key of cart_1", and is there for 498/,
  },
  {
    what: "an order that nobody asked for",
    plant: ({ history, findings }) => ({ history: history.filter(({ kind }) => kind !== "asked"), findings }),
    found: /Law 4: nobody asked for order_1/,
  },
  {
    what: "an order that its buyer was told is not there",
    plant: told({ atMs: 5, kind: "seen", who, orderId: ORDER, status: "MISSING" }),
    found: /Law 4: order_1 was accepted, and its buyer was told that there is no such order/,
  },
  {
    what: "an order that was confirmed and is cancelled, though nobody asked",
    plant: inBooks(({ orders }) => ({ orders: orders.map((one) => more(one, requested, cancelled)) })),
    found: /Law 4: order_1 was seen CONFIRMED, and is cancelled/,
  },
  {
    what: "a cancellation that nobody asked for",
    plant: inBooks(({ orders }) => ({ orders: orders.map((one) => more(one, requested, cancelled)) })),
    found: /Law 4: order_1 was called off and nobody asked for it/,
  },
  {
    what: "a cancellation that was accepted and forgotten",
    plant: told({ atMs: 5, kind: "asked", who, operation: "cancel", key: ORDER }, { atMs: 6, kind: "cancelling", who, orderId: ORDER }),
    found: /Law 4: the cancellation of order_1 was accepted, and it is confirmed/,
  },
  {
    what: "a return that was accepted and forgotten",
    plant: told({ atMs: 5, kind: "returning", key: "r", orderId: ORDER, returnId: "ret_1" }),
    found: /Law 4: the return ret_1 was accepted, and order_1 has 0 under its key/,
  },
  {
    what: "a delivery that is not in the ledger",
    plant: told({ atMs: 5, kind: "received", key: "delivery 1", sku: SKU, units: 12 }),
    found: /Law 4: 17 of LAMP were taken in, 5 are in the ledger/,
  },
  {
    what: "something new that the catalogue forgot",
    plant: told({ atMs: 5, kind: "launched", sku: "CHAOS-NEW-1" }),
    found: /Law 4: CHAOS-NEW-1 was taken into the catalogue and is gone/,
  },
];

describe("the checker", () => {
  test("has nothing to say about a run in which all went well", () => {
    const { history, findings } = sound();
    expect(violationsOf(history, findings)).toEqual([]);
  });

  test.each(planted)("finds $what", ({ plant, found }) => {
    const { history, findings } = plant(sound());
    expect(violationsOf(history, findings).join("\n")).toMatch(found);
  });

  test("takes a cancellation that was asked for as what it is", () => {
    const asked = told(
      { atMs: 5, kind: "asked", who, operation: "cancel", key: ORDER },
      { atMs: 6, kind: "cancelling", who, orderId: ORDER },
    );
    const scene = asked(inBooks(({ orders }) => ({ orders: orders.map((one) => more(one, requested, cancelled)) }))(sound()));
    expect(violationsOf(scene.history, scene.findings).filter((one) => one.startsWith("Law 4"))).toEqual([]);
  });

  test("does not mind a delivery that nobody was told of", () => {
    const scene = told({ atMs: 5, kind: "asked", who: "staff", operation: "receive", key: "delivery 1" })(sound());
    expect(violationsOf(scene.history, scene.findings)).toEqual([]);
  });
});
