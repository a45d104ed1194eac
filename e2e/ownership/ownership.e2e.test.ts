import { describe, expect, test } from "bun:test";
import { ANONYMOUS, createInternalTokenSigner, type Principal } from "@mercato/chassis/auth";
import { systemClock } from "@mercato/chassis/clock";
import { createClient } from "../harness/client.ts";
import { quiet } from "../harness/quiet.ts";
import { openShop } from "../harness/shop.ts";

const shop = await openShop("ownership");
const staff = await shop.staff();
await staff.sell({ sku: "MUG", price: "4.25", stock: 100 });
const ada = await shop.customer();
const bob = await shop.customer();
const guest = await shop.guest();
const openCart = await ada.cartWith({ MUG: 1 });
const orderId = await ada.buy({ MUG: 2 });
await ada.awaits(orderId, "CONFIRMED");
const ADDRESS = { recipient: "Ada", line1: "1 Secret Street", city: "Bristol", postalCode: "BS1 4ND", countryCode: "GB" };
const { addAddress } = await ada.ask<{ addAddress: { id: string } }>(
  "mutation($i: AddressInput!) { addAddress(input: $i) { ... on Address { id } } }",
  { i: ADDRESS },
);

const strangers = [
  ["another customer", bob],
  ["a guest", guest],
  ["nobody in particular", shop.client],
] as const;

type Subgraph = "accounts" | "orders" | "payments";

function subgraph(name: Subgraph, token: string | null) {
  return createClient(`${shop.processes.urls[name]}/graphql`, token);
}

const signer = await createInternalTokenSigner({
  privateJwk: shop.processes.secrets.internalTokenPrivateJwk,
  clock: systemClock,
});
const principals: readonly (readonly [string, Principal])[] = [
  ["another customer", { kind: "user", id: bob.id, roles: ["CUSTOMER"], scopes: [] }],
  ["a guest", { kind: "guest", id: guest.id, roles: [], scopes: [] }],
  ["nobody in particular", ANONYMOUS],
];

const entities: readonly (readonly [string, { readonly of: Subgraph; readonly representation: object; readonly fields: string }])[] = [
  [
    "an order",
    { of: "orders", representation: { __typename: "Order", id: orderId }, fields: "on Order { status shippingAddress { line1 } }" },
  ],
  ["a cart", { of: "orders", representation: { __typename: "Cart", id: openCart }, fields: "on Cart { lines { id } }" }],
  [
    "somebody's orders",
    { of: "orders", representation: { __typename: "User", id: ada.id }, fields: "on User { orders { nodes { id } } }" },
  ],
  [
    "an account",
    { of: "accounts", representation: { __typename: "User", id: ada.id }, fields: "on User { email name addresses { line1 } }" },
  ],
  [
    "an order's payment",
    { of: "payments", representation: { __typename: "Order", id: orderId }, fields: "on Order { payment { status } }" },
  ],
  [
    "a payment",
    { of: "payments", representation: { __typename: "Payment", id: `pay_${orderId}` }, fields: "on Payment { status orderId }" },
  ],
];

/** Everything in an answer that is not null, a list or the name of a type. */
function told(value: unknown): readonly string[] {
  if (value === null || value === undefined) return [];
  if (typeof value !== "object") return [String(value)];
  return Object.entries(value).flatMap(([key, inner]) => (key === "__typename" ? [] : told(inner)));
}

describe.each(strangers)("Law 8: nobody reads or changes what is not theirs: %s, at the router,", (_who, stranger) => {
  test("sees neither order, cart, payment nor account", async () => {
    const query = `query($order: ID!, $cart: ID!, $user: ID!) {
      order(id: $order) { id status } cart(id: $cart) { id } payment(orderId: $order) { status }
      user(id: $user) { email addresses { line1 } orders { nodes { id } } } }`;
    const { data } = await stranger.send<object>(query, { order: orderId, cart: openCart, user: ada.id });
    expect(told(data)).toEqual([]);
  });

  test("changes neither cart nor order nor address, and cannot tell them from what is not there", async () => {
    // What is still being told and settled of the order would look like a change.
    await quiet(shop);
    const before = await shop.databases.contents();
    const changes: readonly (readonly [string, object])[] = [
      [
        'mutation($id: ID!) { r: addCartLine(input: { cartId: $id, sku: "MUG", quantity: 1 }) { ... on Refusal { code } } }',
        { id: openCart },
      ],
      [
        'mutation($id: ID!) { r: setCartLineQuantity(input: { cartId: $id, lineId: "line_1", quantity: 9 }) { ... on Refusal { code } } }',
        { id: openCart },
      ],
      [
        'mutation($id: ID!, $a: PostalAddressInput!) { r: placeOrder(input: { cartId: $id, idempotencyKey: "theft", paymentToken: "sandbox-ok", shippingAddress: $a }) { ... on Refusal { code } } }',
        { id: openCart, a: ADDRESS },
      ],
      ["mutation($id: ID!) { r: cancelOrder(input: { orderId: $id }) { ... on Refusal { code } } }", { id: orderId }],
      [
        "mutation($id: ID!, $a: AddressInput!) { r: updateAddress(id: $id, input: $a) { ... on Refusal { code } } }",
        { id: addAddress.id, a: ADDRESS },
      ],
    ];
    const refused = /^(CART_NOT_FOUND|ORDER_NOT_FOUND|ADDRESS_NOT_FOUND|UNAUTHENTICATED|FORBIDDEN)$/;
    for (const [mutation, variables] of changes) {
      const { data, errors } = await stranger.send<{ r: { code: string } } | null>(mutation, variables);
      expect(data?.r?.code ?? errors[0]?.extensions?.code).toMatch(refused);
    }
    await stranger.send("mutation($id: ID!) { removeAddress(id: $id) }", { id: addAddress.id });
    expect([...(await shop.databases.contents())]).toEqual([...before]);
  });

  test("is kept out of what is the staff's", async () => {
    const wanted = stranger.token === null ? "UNAUTHENTICATED" : "FORBIDDEN";
    for (const operation of [
      "{ allOrders { nodes { id } } }",
      '{ stockLevel(sku: "MUG") { onHand } }',
      '{ stockMovements(sku: "MUG") { nodes { id } } }',
      `{ providerTransactions(orderId: "${orderId}") { id } }`,
      'mutation { receiveStock(input: { key: "k", lines: [{ sku: "MUG", quantity: 1 }] }) { __typename } }',
      'mutation { adjustStock(input: { key: "k", sku: "MUG", quantity: 1, reason: CORRECTION }) { __typename } }',
      "mutation { importProducts(input: { rows: [] }) { __typename } }",
      'mutation { setVariantPrice(input: { sku: "MUG", price: "0.01", currency: "GBP" }) { __typename } }',
      'mutation { archiveProduct(id: "any") { __typename } }',
      `mutation { returnLines(input: { orderId: "${orderId}", key: "k", lines: [] }) { __typename } }`,
      `mutation { prepareCart(input: { key: "k", buyerId: "${bob.id}", lines: [] }) { __typename } }`,
    ]) {
      const { errors } = await stranger.send(operation);
      expect([operation, errors[0]?.extensions?.code]).toEqual([operation, wanted]);
    }
  });
});

describe.each(principals)("Law 8: nobody reads or changes what is not theirs: %s, through a subgraph's entities,", (_who, principal) => {
  test.each(entities)("learns nothing of %s", async (_what, { of, representation, fields }) => {
    const client = subgraph(of, await signer.sign(principal, of));
    const query = `query($r: [_Any!]!) { _entities(representations: $r) { __typename ... ${fields} } }`;
    const { data } = await client.send<{ _entities: unknown[] }>(query, { r: [representation] });
    const known = new Set([ada.id, orderId, openCart, `pay_${orderId}`]);
    expect(told(data).filter((value) => !known.has(value))).toEqual([]);
    const owner = subgraph(of, await signer.sign({ kind: "user", id: ada.id, roles: ["CUSTOMER"], scopes: [] }, of));
    expect(told(await owner.ask<object>(query, { r: [representation] }))).not.toEqual([]);
  });
});

describe("Law 8: nobody reads or changes what is not theirs: a subgraph's own port", () => {
  const names: readonly Subgraph[] = ["accounts", "orders", "payments"];

  test.each(names)("of %s answers nobody without the router's token for it", async (name) => {
    const forAnother = await signer.sign({ kind: "user", id: ada.id, roles: [], scopes: [] }, name === "orders" ? "payments" : "orders");
    for (const token of [null, "nonsense", ada.token, staff.token, forAnother]) {
      const { status, errors } = await subgraph(name, token).send("{ __typename }");
      expect([status, errors[0]?.extensions?.code]).toEqual([401, "UNAUTHENTICATED_CALLER"]);
    }
  });
});

test("Law 8: nobody reads or changes what is not theirs: the owner and staff do read it", async () => {
  expect((await ada.order(orderId))?.id).toBe(orderId);
  const { order } = await staff.ask<{ order: { buyer: { email: string } } }>("query($id: ID!) { order(id: $id) { buyer { email } } }", {
    id: orderId,
  });
  expect(order.buyer.email).toBe(ada.email);
});

test("the laws hold in the books", async () => {
  await shop.expectLaws();
});
