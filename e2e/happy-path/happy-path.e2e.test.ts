import { expect, test } from "bun:test";
import { openShop } from "../harness/shop.ts";

const shop = await openShop("happy-path");
const staff = await shop.staff();
await staff.sell(
  { sku: "MUG-RED", title: "Red mug", price: "4.25", stock: 20 },
  { sku: "TEA", title: "Loose tea", price: "2.55", stock: 100 },
);

interface Found {
  readonly products: {
    readonly nodes: readonly { readonly variants: readonly { readonly sku: string; readonly availability: { available: number } }[] }[];
  };
}

const SEARCH = "query Search($words: String) { products(search: $words) { nodes { variants { sku availability { available } } } } }";

test("a guest finds goods by search, orders them and is charged once", async () => {
  const guest = await shop.guest();
  const { products } = await guest.ask<Found>(SEARCH, { words: "mug" });
  const [mug] = products.nodes.flatMap(({ variants }) => variants);
  expect(mug).toEqual({ sku: "MUG-RED", availability: { available: 20 } });

  const orderId = await guest.buy({ [mug!.sku]: 2 });
  const order = await guest.ended(orderId);

  expect(order).toMatchObject({ status: "CONFIRMED", cancelReason: null, total: { amountMinor: 850 } });
  expect(order.saga).toMatchObject({ name: "place-order", status: "COMPLETED", failure: null });
  expect(order.saga.steps.map(({ name, status }) => [name, status])).toEqual([
    ["reserve-stock", "SUCCEEDED"],
    ["authorize-payment", "SUCCEEDED"],
    ["commit-stock", "SUCCEEDED"],
    ["capture-payment", "SUCCEEDED"],
  ]);
  expect(order.history.map(({ type }) => type)).toEqual(["placed", "confirmed"]);
  expect(await guest.payment(orderId)).toMatchObject({ status: "CAPTURED", captured: { amountMinor: 850 }, refunded: { amountMinor: 0 } });
  expect((await staff.providerTransactions(orderId)).map(({ kind, amount }) => [kind, amount.amountMinor])).toEqual([
    ["AUTHORIZATION", 850],
    ["CAPTURE", 850],
  ]);
  expect(await staff.stockLevel("MUG-RED")).toEqual({ onHand: 18, reserved: 0, available: 18, ledgerSum: 18 });
});

test("the same cart placed again with its key is the same order, also when asked ten times at once", async () => {
  const guest = await shop.guest();
  const cartId = await guest.cartWith({ TEA: 1 });
  const answers = await Promise.all(Array.from({ length: 10 }, () => guest.place(cartId)));
  const ids = new Set(answers.map((answer) => ("order" in answer ? answer.order.id : answer.code)));
  expect(ids.size).toBe(1);
  expect(answers.filter((answer) => "order" in answer && !answer.replayed)).toHaveLength(1);
  await guest.awaits([...ids][0]!, "CONFIRMED");
});

const DASHBOARD = `query Dashboard {
  me {
    email name addresses { city }
    orders(first: 5) {
      nodes {
        status total { amountMinor currency }
        lines { title quantity variant { sku title price { amount currency } product { slug } availability { inStock } } }
        payment { status captured { amountMinor } }
        saga { status }
      }
    }
  }
}`;

test("a customer's dashboard is one query over all five subgraphs", async () => {
  const customer = await shop.customer();
  await customer.ask("mutation Address($input: AddressInput!) { addAddress(input: $input) { ... on Address { id } } }", {
    input: { recipient: "Ada", line1: "1 Harbour Street", city: "Bristol", postalCode: "BS1 4ND", countryCode: "GB" },
  });
  await customer.ended(await customer.buy({ TEA: 3, "MUG-RED": 1 }));

  expect(await customer.ask<unknown>(DASHBOARD)).toEqual({
    me: {
      email: customer.email,
      name: "Ada",
      addresses: [{ city: "Bristol" }],
      orders: {
        nodes: [
          {
            status: "CONFIRMED",
            total: { amountMinor: 1190, currency: "GBP" },
            lines: [
              line({ sku: "TEA", title: "Loose tea", quantity: 3, price: "2.55", slug: "loose-tea" }),
              line({ sku: "MUG-RED", title: "Red mug", quantity: 1, price: "4.25", slug: "red-mug" }),
            ],
            payment: { status: "CAPTURED", captured: { amountMinor: 1190 } },
            saga: { status: "COMPLETED" },
          },
        ],
      },
    },
  });
});

function line(of: { sku: string; title: string; quantity: number; price: string; slug: string }) {
  const { sku, title, quantity, price, slug } = of;
  const variant = { sku, title, price: { amount: price, currency: "GBP" }, product: { slug }, availability: { inStock: true } };
  return { title, quantity, variant };
}

test("the laws hold in the books", async () => {
  const { orders } = await shop.expectLaws();
  expect(orders).toHaveLength(3);
});
