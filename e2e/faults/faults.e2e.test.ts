import { afterAll, afterEach, describe, test } from "bun:test";
import { connectNats } from "@mercato/chassis/bus";
import { systemClock } from "@mercato/chassis/clock";
import { clearFault, FAULTS_NAME, type FaultName, faultNames, setFault } from "@mercato/chassis/faults";
import { createLog } from "@mercato/chassis/log";
import { eventually } from "@mercato/chassis/testing";
import { openShop } from "../harness/shop.ts";

// Each flag is set while the shop works; then the laws have to hold in the books.

const shop = await openShop("faults");
const staff = await shop.staff();
await staff.sell({ sku: "MUG", price: "4.00", stock: 500 });
const customer = await shop.customer();

const bus = await connectNats({
  url: shop.servers.nats.url,
  name: "operator",
  prefix: shop.prefix,
  replicas: 1,
  clock: systemClock,
  log: createLog({ service: "operator", level: "silent" }),
});
const values = bus.sharedValues(FAULTS_NAME);
afterAll(() => bus.stop());
const set = (name: FaultName, settings: object = {}) => setFault(values, name, settings);
const clear = () => Promise.all(faultNames.map((name) => clearFault(values, name)));
afterEach(clear);

const DECLINED = { paymentToken: "sandbox-decline" };
const buy = (placing: object = {}) => customer.buy({ MUG: 1 }, placing);

/** A flag is in force a moment after it was set, so orders are placed until one shows it. */
function orderUntil(what: string, shows: (orderId: string) => Promise<boolean>, placing: object = {}): Promise<string> {
  return eventually(
    what,
    async () => {
      const orderId = await buy(placing);
      return (await shows(orderId)) ? orderId : null;
    },
    { timeoutMs: 60_000, intervalMs: 200 },
  );
}

async function saga(orderId: string) {
  const order = await customer.order(orderId);
  if (order === null) throw new Error(`${orderId} is gone`);
  return order.saga;
}

/** Six orders at once, some of them to be declined, each to its end. */
async function sixOrders(): Promise<void> {
  const orders = await Promise.all(Array.from({ length: 6 }, (_, index) => buy(index % 3 === 0 ? DECLINED : {})));
  for (const orderId of orders) await customer.ended(orderId);
}

describe("Laws 1 to 7 hold", () => {
  test("with a provider that declines: the orders are cancelled, and the next is not", async () => {
    await set("provider-decline");
    await orderUntil("a card is declined", async (orderId) => (await customer.ended(orderId)).cancelReason === "PAYMENT_DECLINED");
    await clear();
    await orderUntil("a card is taken", async (orderId) => (await customer.ended(orderId)).status === "CONFIRMED");
    await shop.expectLaws();
  });

  test("with a provider whose answers get lost after it did what it was asked", async () => {
    await set("provider-timeout-after-charge", { rate: 0.5 });
    await sixOrders();
    await clear();
    await shop.expectLaws();
  });

  test("with a provider that is away: what waits for it ends when it is back", async () => {
    await set("provider-outage");
    const orderId = await orderUntil("payments is asked again", async (id) => {
      await eventually(`${id} gets on or not`, async () => {
        const { status, steps } = await saga(id);
        return status !== "RUNNING" || (steps[1]?.attempts ?? 0) > 1;
      });
      return (await saga(id)).status !== "COMPLETED";
    });
    await clear();
    await customer.ended(orderId);
    await shop.expectLaws(90_000);
  });

  test("with messages that come twice", async () => {
    await set("duplicate-delivery");
    await orderUntil("a message lies in its stream twice", async (orderId) => {
      await customer.ended(orderId);
      const ids = (await shop.streams.messages()).map((message) => message.header("ce-id"));
      return new Set(ids).size < ids.length;
    });
    await sixOrders();
    await shop.expectLaws();
  });

  test("with messages that overtake each other", async () => {
    await set("reordered-delivery", { rate: 0.7, ms: 400 });
    await sixOrders();
    await clear();
    await shop.expectLaws();
  });

  test("while nothing is published: what was accepted waits in the documents, and ends afterwards", async () => {
    await set("relay-paused");
    const orders = shop.databases.collection<{ _id: string; outbox: readonly unknown[]; sent?: readonly unknown[] }>("orders", "orders");
    const orderId = await orderUntil("an order holds its messages", async (id) => {
      const document = await orders.findOne({ _id: id });
      return document !== null && document.outbox.length > 1 && document.sent === undefined;
    });
    await clear();
    await customer.ended(orderId);
    await shop.expectLaws();
  });

  test("with consumers that lag", async () => {
    await set("consumer-lag", { ms: 250 });
    await sixOrders();
    await clear();
    await shop.expectLaws();
  });

  test("while nothing can be undone: what turns back waits, and is undone afterwards", async () => {
    await set("compensation-failure");
    const isStuck = async (orderId: string) => {
      await eventually(`${orderId} turns back`, async () => (await saga(orderId)).status !== "RUNNING");
      const undoing = await eventually(`${orderId} is undone, or asked for again`, async () => {
        const { status, steps } = await saga(orderId);
        return status === "COMPENSATED" ? "undone" : steps.some(({ compensationAttempts }) => compensationAttempts > 1) && "again";
      });
      return undoing === "again";
    };
    const orderId = await orderUntil("undoing is asked for again", isStuck, DECLINED);
    await clear();
    await customer.awaits(orderId, "CANCELLED");
    await shop.expectLaws();
  });

  test("with a subgraph that fails: the others sell on", async () => {
    await set("subgraph-errors", { service: "catalog" });
    const products = "query Products { products(first: 1) { nodes { id } } }";
    await eventually("the catalog fails", async () => {
      const failed = await customer.ask(products).then(
        () => false,
        () => true,
      );
      return failed;
    });
    await sixOrders();
    await clear();
    await shop.expectLaws();
  });

  test("with subgraphs that are slow, and webhooks that come in another order", async () => {
    await set("subgraph-latency", { ms: 150 });
    await set("webhook-out-of-order", { ms: 300 });
    await sixOrders();
    await clear();
    await shop.expectLaws();
  });

  test("with an inventory whose clock is wrong", async () => {
    await set("clock-skew", { service: "inventory", ms: 300_000 });
    await sixOrders();
    await set("clock-skew", { service: "inventory", ms: -300_000 });
    await sixOrders();
    await clear();
    await shop.expectLaws();
  });
});
