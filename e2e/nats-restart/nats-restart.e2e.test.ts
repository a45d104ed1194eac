import { expect, test } from "bun:test";
import { eventually } from "@mercato/chassis/testing";
import { openShop } from "../harness/shop.ts";

// So patient that no participant is asked twice: what was said, or asked for, when the bus went away has to find its way by itself.
const shop = await openShop("nats-restart", { own: ["nats"], environment: { orders: { SAGA_STEP_TIMEOUT_MS: "60000" } } });
const { nats } = shop.servers;
const staff = await shop.staff();
await staff.sell({ sku: "MUG", price: "4.25", stock: 500 });

const SERVICES = ["accounts", "catalog", "inventory", "orders", "payments"] as const;
/** Longer than the shop takes to find itself again by far, and shorter than the patience of a saga. */
const RECOVERY_MS = 20_000;

async function areReady(): Promise<readonly boolean[]> {
  return Promise.all(SERVICES.map(async (service) => (await fetch(`${shop.processes.urls[service]}/health/ready`)).ok));
}

test("NATS is killed and started again while 30 orders are placed: all of them end CONFIRMED, by the same processes", async () => {
  const buyers = await Promise.all(Array.from({ length: 30 }, () => shop.guest()));
  const carts = await Promise.all(buyers.map(async (buyer) => ({ buyer, cartId: await buyer.cartWith({ MUG: 1 }) })));
  const pids = shop.processes.pids;

  const placing = carts.map(({ buyer, cartId }) => buyer.place(cartId));
  await Promise.race(placing);
  await nats.kill9();
  // Orders are accepted without the bus: what is to be said waits in the orders themselves.
  const answers = await Promise.all(placing);
  await eventually("all subgraphs say that they miss the bus", async () => (await areReady()).every((ready) => !ready));
  await nats.restart();

  for (const [index, { buyer }] of carts.entries()) {
    const answer = answers[index]!;
    await buyer.awaits("order" in answer ? answer.order.id : answer.code, "CONFIRMED", RECOVERY_MS);
  }
  const { orders } = await shop.expectLaws();
  expect(orders).toHaveLength(30);
  expect(shop.processes.pids).toEqual(pids);
  expect(await areReady()).toEqual(SERVICES.map(() => true));
});

test("an order that is placed while NATS is away is worked on as soon as it is back, and nobody is asked twice", async () => {
  const guest = await shop.guest();
  const cartId = await guest.cartWith({ MUG: 2 });
  await nats.kill9();
  const placed = await guest.place(cartId);
  expect(placed).toMatchObject({ order: { status: "PENDING" } });
  await nats.restart();

  const order = await guest.awaits("order" in placed ? placed.order.id : placed.code, "CONFIRMED", RECOVERY_MS);
  expect(order.saga.steps.map(({ attempts }) => attempts)).toEqual([1, 1, 1, 1]);
});

test("the laws hold in the books", async () => {
  await shop.expectLaws();
});
