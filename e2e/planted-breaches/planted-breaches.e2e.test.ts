import { describe, expect, test } from "bun:test";
import { eventually } from "@mercato/chassis/testing";
import { breachesOf, settleShop } from "@mercato/local/audit/audit";
import { readBooks } from "@mercato/local/audit/books";
import { breachesAtAnyInstant, breachesAtRest, underWay } from "@mercato/local/audit/laws";
import { openShop } from "../harness/shop.ts";

// Who watches the watchman: each law is broken by hand, behind the services' backs, and has to be missed.

const shop = await openShop("planted-breaches");
const staff = await shop.staff();
await staff.sell({ sku: "MUG", price: "4.00", stock: 10 });
const customer = await shop.customer();
const confirmed = await customer.buy({ MUG: 3 });
const cancelled = await customer.buy({ MUG: 2 }, { paymentToken: "sandbox-capture-fails" });
await customer.awaits(confirmed, "CONFIRMED");
await customer.awaits(cancelled, "CANCELLED");
await shop.expectLaws();

interface Planted {
  readonly what: string;
  /** Database and collection. */
  readonly where: readonly [string, string];
  readonly which: object;
  readonly change: object;
  readonly breach: RegExp;
  /** Whether it is a breach at any instant, or only of a shop at rest. */
  readonly whenever: boolean;
}

const provider = ["payments_sandbox", "accounts"] as const;
const orders = ["orders", "orders"] as const;
const stock = ["inventory", "stock"] as const;
const atRest = { whenever: false };
const atAnyInstant = { whenever: true };
const capture = { id: "txn_planted", key: "planted", kind: "CAPTURE", amountMinor: 1200, at: new Date() };

const planted: readonly Planted[] = [
  {
    what: "more sold than there was",
    where: stock,
    which: { sku: "MUG" },
    change: { $set: { onHand: -1, available: -1 } },
    breach: /Law 1: oversold, main:MUG/,
    ...atAnyInstant,
  },
  {
    what: "units that are neither on hand nor reserved",
    where: stock,
    which: { sku: "MUG" },
    change: { $inc: { available: 1 } },
    breach: /Law 1: available is not on hand − reserved/,
    ...atAnyInstant,
  },
  {
    what: "units that came from nowhere",
    where: stock,
    which: { sku: "MUG" },
    change: { $inc: { onHand: 1, available: 1 } },
    breach: /Law 1: the ledger of main:MUG sums to 7, on hand are 8/,
    ...atRest,
  },
  {
    what: "a read model that missed an announcement",
    where: ["orders", "offers"],
    which: { _id: "MUG" },
    change: { $inc: { available: 1 } },
    breach: /Law 7: checkout knows 8 of MUG, inventory has 7/,
    ...atRest,
  },
  {
    what: "units reserved for nobody",
    where: stock,
    which: { sku: "MUG" },
    change: { $inc: { reserved: 1, available: -1 } },
    breach: /Law 1: reservations hold 0 of main:MUG, reserved are 1/,
    ...atRest,
  },
  {
    what: "goods that left the shop for a cancelled order",
    where: ["inventory", "movements"],
    which: { orderId: confirmed },
    change: { $set: { orderId: cancelled } },
    breach: /Law 1: 3 of MUG left the shop for order_\S+ \(cancelled\), which has 0/,
    ...atRest,
  },
  {
    what: "a reservation that outlives its order",
    where: ["inventory", "allocations"],
    which: { _id: cancelled },
    change: { $set: { "state.status": "reserved" } },
    breach: /Law 3: order_\S+ is cancelled and still holds stock/,
    ...atRest,
  },
  {
    what: "a second capture",
    where: provider,
    which: { orderId: confirmed },
    change: { $push: { entries: capture } },
    breach: /Law 2: order_\S+ was captured 2 times/,
    ...atAnyInstant,
  },
  {
    what: "a refund of what was not taken",
    where: provider,
    which: { orderId: cancelled },
    change: { $push: { entries: { ...capture, kind: "REFUND" } } },
    breach: /Law 2: order_\S+ was given back 1200 more than was taken/,
    ...atAnyInstant,
  },
  {
    what: "money taken for a cancelled order",
    where: provider,
    which: { orderId: cancelled },
    change: { $push: { entries: capture } },
    breach: /Law 2: order_\S+ \(cancelled\) is worth 0, the provider has 1200 − 0/,
    ...atRest,
  },
  {
    what: "money that stays set aside",
    where: provider,
    which: { orderId: cancelled },
    change: { $set: { status: "authorized" } },
    breach: /Law 2: money stays set aside for order_\S+ \(cancelled\)/,
    ...atRest,
  },
  {
    what: "a payment that says another sum than the provider",
    where: ["payments", "payments"],
    which: { "state.orderId": confirmed },
    change: { $set: { "state.terms.refunded.amountMinor": 1 } },
    breach: /Law 2: the provider has 1200 − 0 for order_\S+ \(confirmed\), payments 1200 − 1/,
    ...atRest,
  },
  {
    what: "money of an order that nobody placed",
    where: provider,
    which: { orderId: confirmed },
    change: { $set: { orderId: "order_of_nobody" } },
    breach: /Law 2: the provider has money of order_of_nobody, which does not exist/,
    ...atRest,
  },
  {
    what: "an order that is stuck",
    where: orders,
    which: { _id: confirmed },
    change: { $set: { "state.status": "pending" } },
    breach: /Law 3: order_\S+ is pending/,
    ...atRest,
  },
  {
    what: "a saga that is stuck",
    where: orders,
    which: { _id: confirmed },
    change: { $set: { "sagas.0.endedAt": null } },
    breach: /Law 3: the saga order_\S+:place-order is completed/,
    ...atRest,
  },
  {
    what: "a saga that turned back and left a step as it was",
    where: orders,
    which: { _id: cancelled },
    change: { $set: { "sagas.0.steps.0.status": "succeeded" } },
    breach: /Law 3: the saga order_\S+:place-order turned back and left a step as it was/,
    ...atRest,
  },
  {
    what: "an accepted order that is gone",
    where: orders,
    which: { _id: confirmed },
    change: { $unset: { state: true } },
    breach: /Law 4: order_\S+ was accepted and is gone/,
    ...atRest,
  },
  {
    what: "a message that nobody publishes",
    where: orders,
    which: { _id: confirmed },
    change: { $set: { outboxSince: new Date(), "outbox.0": { id: "planted" } } },
    breach: /Law 5: orders\.orders\/order_\S+ holds messages back/,
    ...atRest,
  },
  {
    what: "an order whose history says something else",
    where: orders,
    which: { _id: cancelled },
    change: { $set: { "state.cancelReason": "BECAUSE" } },
    breach: /Law 6: the history of the order order_\S+ does not come to its state/,
    ...atAnyInstant,
  },
  {
    what: "a payment whose history says something else",
    where: ["payments", "payments"],
    which: { "state.orderId": confirmed },
    change: { $pop: { history: 1 } },
    breach: /Law 6: the history of the payment \S+ does not come to its state/,
    ...atAnyInstant,
  },
  {
    what: "an allocation whose history says something else",
    where: ["inventory", "allocations"],
    which: { _id: confirmed },
    change: { $pop: { history: 1 } },
    breach: /Law 6: the history of the allocation of order_\S+ does not come to its state/,
    ...atAnyInstant,
  },
];

/** Does something to the books with one document removed or changed, and puts it back. */
async function withPlanted<T>({ where, which, change }: Planted, look: () => Promise<T>): Promise<T> {
  const collection = shop.databases.collection<{ _id: string }>(...where);
  const before = await collection.findOne(which);
  if (before === null) throw new Error(`there is nothing to break in ${where.join(".")}`);
  const { _id } = before;
  if ("$unset" in change) await collection.deleteOne({ _id });
  else await collection.updateOne({ _id }, change);
  try {
    return await look();
  } finally {
    await collection.replaceOne({ _id }, before, { upsert: true });
  }
}

describe("the check of the laws misses nothing:", () => {
  for (const one of planted) {
    test(one.what, async () => {
      const books = await withPlanted(one, () => readBooks(shop.databases));
      expect(breachesAtRest(books, shop.accepted).join("\n")).toMatch(one.breach);
      if (one.whenever) expect(breachesAtAnyInstant(books).join("\n")).toMatch(one.breach);
    });
  }

  test("a message that is held back, and an order that has not ended, are still under way", async () => {
    const [stuck, holding] = [/is pending/, /holds messages back/].map((breach) =>
      planted.find((one) => one.breach.source.includes(breach.source)),
    );
    expect(underWay(await withPlanted(stuck!, () => readBooks(shop.databases)))).not.toEqual([]);
    expect(underWay(await withPlanted(holding!, () => readBooks(shop.databases)))).not.toEqual([]);
  });
});

test("with everything back in its place the laws hold", async () => {
  await shop.expectLaws();
});

describe("streams are held against the books, past the services:", () => {
  const audit = async () => {
    const { servers, prefix, accepted } = shop;
    return breachesOf(await settleShop({ url: servers.database.url, natsUrl: servers.nats.url, prefix, timeoutMs: 5_000 }), accepted);
  };

  test("nothing is amiss in those of a sound shop", async () => {
    expect(await audit()).toEqual([]);
  });

  test("an event of an order that is not there, and a message that nobody could read", async () => {
    await shop.streams.publish("orders.v1.confirmed", JSON.stringify({ orderId: "order_of_nobody" }));
    await shop.streams.publish("payments.v1.captured", "not even JSON");
    await eventually("it is a dead letter", async () => (await shop.streams.deadLetters()).length === 1);
    expect((await audit()).toSorted()).toEqual([
      "Law 4: the stream tells of order_of_nobody, which is not in the books",
      expect.stringMatching(/^Law 5: orders--payments-v1-captured gave payments.v1.captured up: INVALID_MESSAGE, /),
    ]);
  });

  test("an event that was lost", async () => {
    const confirmation: Planted = {
      what: "a second confirmation in the history",
      where: orders,
      which: { _id: confirmed },
      change: { $push: { history: { version: 99, at: new Date(), event: { type: "confirmed" } } } },
      breach: /Law 5: order_\S+ has 2 of orders.v1.confirmed in its history, the stream 1/,
      ...atRest,
    };
    expect((await withPlanted(confirmation, audit)).join("\n")).toMatch(confirmation.breach);
  });
});
