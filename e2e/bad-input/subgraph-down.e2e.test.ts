import { expect, test } from "bun:test";
import { eventually } from "@mercato/chassis/testing";
import type { ServiceName } from "@mercato/topology";
import { openShop } from "../harness/shop.ts";

const shop = await openShop("subgraph-down");
const staff = await shop.staff();
await staff.sell({ sku: "MUG", title: "Red mug", price: "4.25", stock: 20 }, { sku: "TEA", title: "Loose tea", price: "2.55", stock: 20 });
const customer = await shop.customer();
const orderId = await customer.buy({ MUG: 1, TEA: 2 });
await customer.awaits(orderId, "CONFIRMED");
await shop.expectLaws();

const DASHBOARD = `query Dashboard($id: ID!) {
  me { email orders(first: 1) { nodes { id status payment { status } } } }
  order(id: $id) { total { amountMinor } money: payment { status captured { amountMinor } } lines { title quantity variant { sku title availability { inStock } } } }
  products(search: "mug") { nodes { title variants { sku availability { available } } } }
}`;

const line = (title: string, quantity: number, variant: object | null) => ({ title, quantity, variant });
const mug = { sku: "MUG", title: "Red mug", availability: { inStock: true } };
const tea = { sku: "TEA", title: "Loose tea", availability: { inStock: true } };

const whole = {
  me: { email: customer.email, orders: { nodes: [{ id: orderId, status: "CONFIRMED", payment: { status: "CAPTURED" } }] } },
  order: {
    total: { amountMinor: 935 },
    money: { status: "CAPTURED", captured: { amountMinor: 935 } },
    lines: [line("Red mug", 1, mug), line("Loose tea", 2, tea)],
  },
  products: { nodes: [{ title: "Red mug", variants: [{ sku: "MUG", availability: { available: 19 } }] }] },
};

const look = () => customer.send<unknown>(DASHBOARD, { id: orderId });

const missing = (serviceName: ServiceName, ...paths: readonly (readonly (string | number)[])[]) =>
  paths.map((path) => ({
    message: `${serviceName} is unavailable.`,
    path,
    extensions: { code: "SUBGRAPH_UNAVAILABLE", serviceName, reason: "UNREACHABLE" },
  }));

/** Kills a service for as long as `meanwhile` takes. */
async function whileDead(service: ServiceName, meanwhile: () => Promise<void>): Promise<void> {
  await shop.processes.kill9(service);
  try {
    await meanwhile();
  } finally {
    await shop.processes.restart(service);
  }
}

async function expectWhole(): Promise<void> {
  const answer = await eventually("no subgraph is missing any more", async () => {
    const found = await look();
    return found.errors.length === 0 ? found : null;
  });
  expect(answer).toEqual({ status: 200, data: whole, errors: [] });
}

test("nothing is missing while all are there", expectWhole);

test("without payments the rest is there, and each missing payment is named by its path", async () => {
  await whileDead("payments", async () => {
    const { status, data, errors } = await look();
    expect(status).toBe(200);
    expect(data).toEqual({
      ...whole,
      me: { ...whole.me, orders: { nodes: [{ id: orderId, status: "CONFIRMED", payment: null }] } },
      order: { ...whole.order, money: null },
    });
    expect(errors).toEqual(missing("payments", ["me", "orders", "nodes", 0, "payment"], ["order", "money"]));
  });
  await expectWhole();
});

test("without the catalog an order is still all that the others know of it, and each missing field is named by its path", async () => {
  await whileDead("catalog", async () => {
    const { status, data, errors } = await look();
    expect(status).toBe(200);
    // A variant's title cannot be null: the nearest that may be is the variant.
    expect(data).toEqual({
      ...whole,
      order: { ...whole.order, lines: [line("Red mug", 1, null), line("Loose tea", 2, null)] },
      products: null,
    });
    const titles = [0, 1].map((index) => ["order", "lines", index, "variant", "title"]);
    expect(errors).toEqual(missing("catalog", ...titles, ["products"]));
  });
  await expectWhole();
});

test("what needs only the subgraph that is down is refused as a whole, by its code", async () => {
  await whileDead("payments", async () => {
    const answer = await staff.send("query($id: ID!) { providerTransactions(orderId: $id) { id } }", { id: orderId });
    expect(answer).toMatchObject({ data: { providerTransactions: null }, errors: missing("payments", ["providerTransactions"]) });
  });
});

test("once it is back, orders go through as before, and the laws hold", async () => {
  await customer.awaits(await customer.buy({ MUG: 1 }), "CONFIRMED");
  await shop.expectLaws();
});
