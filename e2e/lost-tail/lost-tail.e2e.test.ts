import { expect, test } from "bun:test";
import { join } from "node:path";
import { eventually } from "@mercato/chassis/testing";
import { ROOT } from "@mercato/local/checkout";
import { openShop } from "../harness/shop.ts";

const shop = await openShop("lost-tail");
const staff = await shop.staff();
await staff.sell({ sku: "MUG", price: "4.00", stock: 50 });

interface Restored {
  readonly contexts: Readonly<Record<string, { readonly published: number; readonly present: number }>>;
  readonly announced: number;
}

async function republish(...args: string[]): Promise<Restored> {
  const { database, nats } = shop.servers;
  const child = Bun.spawn([process.execPath, join(ROOT, "infra/local/messaging/republish.ts"), "--since", "1h", "--json", ...args], {
    env: { ...process.env, MONGO_URL: database.url, NATS_URL: nats.url, BUS_PREFIX: shop.prefix },
    stdout: "pipe",
    stderr: "inherit",
  });
  const text = await new Response(child.stdout).text();
  expect(await child.exited).toBe(0);
  return JSON.parse(text) as Restored;
}

test("Laws 4, 5 and 7: streams that lost everything are restored from the databases, and nobody does anything twice", async () => {
  const customer = await shop.customer();
  const confirmed = await customer.buy({ MUG: 3 });
  const declined = await customer.buy({ MUG: 2 }, { paymentToken: "sandbox-decline" });
  await customer.awaits(confirmed, "CONFIRMED");
  await customer.awaits(declined, "CANCELLED");
  const before = await shop.expectLaws();
  const told = new Set((await shop.streams.messages()).map((message) => message.header("ce-id")));

  await shop.streams.purge();
  expect(await shop.streams.messages()).toEqual([]);
  const missing = await republish("--dry-run");
  expect(await shop.streams.messages()).toEqual([]);
  const restored = await republish();
  expect(restored.contexts).toEqual(missing.contexts);
  expect(restored.announced).toBe(1);
  expect(restored.contexts["orders"]?.published).toBeGreaterThan(8);

  // Announcements of stock that is different by now are not told again; the last one is.
  const lasting = [...told].filter((id) => !id.startsWith("inventory.stock."));
  const found = async () => new Set((await shop.streams.messages()).map((message) => message.header("ce-id")));
  await eventually("all is there again", async () => {
    const there = await found();
    return lasting.every((id) => there.has(id));
  });
  const after = await shop.expectLaws();
  expect(after.orders.map(({ state, sagas }) => ({ state, sagas }))).toEqual(before.orders.map(({ state, sagas }) => ({ state, sagas })));
  expect(after.provider).toEqual(before.provider);
  expect((await republish()).contexts["orders"]?.published).toBe(0);

  // And the shop goes on.
  await customer.awaits(await customer.buy({ MUG: 1 }), "CONFIRMED");
  await shop.expectLaws();
});
