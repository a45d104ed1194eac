import { expect, test } from "bun:test";
import { eventually } from "@mercato/chassis/testing";
import { openShop } from "../harness/shop.ts";

const shop = await openShop("database-restart", { own: ["database"], environment: { orders: { SAGA_STEP_TIMEOUT_MS: "5000" } } });
const { database } = shop.servers;
const staff = await shop.staff();
await staff.sell({ sku: "MUG", price: "4.25", stock: 500 });

test("the database is killed and started again while 30 orders are placed: none that was accepted is lost, and all end CONFIRMED", async () => {
  const buyers = await Promise.all(Array.from({ length: 30 }, () => shop.guest()));
  const carts = await Promise.all(buyers.map(async (buyer) => ({ buyer, cartId: await buyer.cartWith({ MUG: 1 }) })));
  const pids = shop.processes.pids;

  const placing = carts.map(({ buyer, cartId }) => buyer.insist(cartId));
  await Promise.race(placing);
  await database.kill9();
  const acceptedBefore = [...shop.accepted];
  await database.restart();

  // Clients that learnt nothing ask again with their key, and get the one order of their cart.
  const answers = await Promise.all(placing);
  const ids = answers.map((answer) => ("order" in answer ? answer.order.id : answer.code));
  expect(ids).toEqual(carts.map(({ cartId }) => cartId.replace("cart_", "order_")));
  expect(ids).toEqual(expect.arrayContaining(acceptedBefore));
  for (const [index, { buyer }] of carts.entries()) await buyer.awaits(ids[index]!, "CONFIRMED");

  const { orders } = await shop.expectLaws();
  expect(orders).toHaveLength(30);
  expect(shop.processes.pids).toEqual(pids);
});

test("a shop without its database says so, and serves again as soon as it is back", async () => {
  const guest = await shop.guest();
  await database.kill9();
  try {
    expect((await fetch(`${shop.processes.urls.orders}/health/ready`)).status).toBe(503);
    const { data, errors } = await guest.send<{ orders: unknown } | null>("{ orders { nodes { id } } }");
    expect(data?.orders ?? null).toBeNull();
    expect(errors.map(({ path }) => path)).toEqual([["orders"]]);
  } finally {
    await database.restart();
  }
  await eventually("the shop sells again", async () => guest.awaits(await guest.buy({ MUG: 1 }), "CONFIRMED"), { timeoutMs: 30_000 });
});

test("the laws hold in the books", async () => {
  await shop.expectLaws();
});
