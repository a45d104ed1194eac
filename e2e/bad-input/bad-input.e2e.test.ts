import { afterEach, beforeAll, describe, expect, test } from "bun:test";
import { createInternalTokenSigner } from "@mercato/chassis/auth";
import { systemClock } from "@mercato/chassis/clock";
import { ADDRESS, type Placing } from "../harness/buyer.ts";
import type { Client } from "../harness/client.ts";
import { quiet } from "../harness/quiet.ts";
import { openShop } from "../harness/shop.ts";
import { accepted, REFUSAL_FIELDS, type Refused } from "../harness/views.ts";
import { malformedRequests, oversizedBody, post } from "./requests.ts";
import { forgeTokens, signAccessToken } from "./tokens.ts";

const shop = await openShop("bad-input");
const staff = await shop.staff();
await staff.sell({ sku: "MUG", price: "4.25", stock: 10 }, { sku: "TEA", price: "2.55", stock: 100 }, { sku: "GONE", stock: 5 });
await takeOffSale("GONE");

const customer = await shop.customer();
const other = await shop.customer();
const cartId = await customer.cartWith({ TEA: 2 });
const emptyCartId = await customer.createCart();
const foreignCartId = await other.cartWith({ TEA: 1 });
const lineId = accepted(await customer.addLine(cartId, "TEA", 1), "Cart").lines[0]!.id;
const placing: Placing = { idempotencyKey: "the one", paymentToken: "sandbox-ok", shippingAddress: ADDRESS };
const orderedCartId = await customer.cartWith({ TEA: 3 });
const orderId = accepted(await customer.place(orderedCartId, placing), "PlaceOrderSuccess").order.id;
await customer.ended(orderId);

async function takeOffSale(sku: string): Promise<void> {
  const { variant } = await staff.ask<{ variant: { product: { id: string } } }>(`{ variant(sku: "${sku}") { product { id } } }`);
  await staff.ask(`mutation { archiveProduct(id: "${variant.product.id}") { __typename } }`);
}

/** All that the shop has ever written down: every document of every database, every message of every stream. */
async function everything() {
  const messages = await shop.streams.messages();
  return { documents: await shop.databases.contents(), messages: messages.map(({ stream, sequence }) => `${stream} ${sequence}`) };
}

let before: Awaited<ReturnType<typeof everything>>;
beforeAll(async () => {
  await quiet(shop);
  before = await everything();
});
// Whatever was refused has changed nothing, anywhere.
afterEach(async () => {
  await quiet(shop);
  expect(await everything()).toEqual(before);
});

type Outcome = { readonly __typename: string; readonly code?: string };

/** Sends a mutation with one result, and says with which code it was refused: in the result, or by an error. */
async function codeOf(client: Client, [field, inputType]: readonly [string, string], input: object): Promise<string> {
  const document = `mutation Try($input: ${inputType}!) { result: ${field}(input: $input) { __typename ${REFUSAL_FIELDS} } }`;
  const { data, errors } = await client.send<{ result: Outcome } | undefined>(document, { input });
  for (const { extensions } of errors) expect(extensions?.code).toBeString();
  return errors[0]?.extensions?.code ?? data?.result.code ?? data?.result.__typename ?? "no answer";
}

const refused = (result: { readonly __typename: string } | Refused): string => ("code" in result ? result.code : result.__typename);

describe("a cart", () => {
  const setQuantity = (quantity: unknown) =>
    codeOf(customer, ["setCartLineQuantity", "SetCartLineQuantityInput"], { cartId, lineId, quantity });
  const add = (sku: string, quantity: unknown) => codeOf(customer, ["addCartLine", "AddCartLineInput"], { cartId, sku, quantity });

  test("takes no unknown SKU, and none that is off sale", async () => {
    expect([await add("NO-SUCH-SKU", 1), await add("GONE", 1), await add("tea", 1)]).toEqual(["UNKNOWN_SKU", "UNKNOWN_SKU", "UNKNOWN_SKU"]);
    expect(await add("", 1)).toBe("INVALID_INPUT");
  });

  test("takes no quantity of zero or less, and none that is no whole number", async () => {
    expect([await add("TEA", 0), await add("TEA", -1), await setQuantity(-1)]).toEqual(["INVALID_INPUT", "INVALID_INPUT", "INVALID_INPUT"]);
    const odd = [1.5, "two", 2 ** 53, null];
    expect(await Promise.all(odd.map((quantity) => add("TEA", quantity)))).toEqual(odd.map(() => "BAD_USER_INPUT"));
  });

  test("takes no more than there is, and says how much that is", async () => {
    expect([await add("MUG", 11), await add("TEA", 98), await setQuantity(98)]).toEqual([
      "INSUFFICIENT_STOCK",
      "INSUFFICIENT_STOCK",
      "INSUFFICIENT_STOCK",
    ]);
    const available =
      "mutation Try($input: AddCartLineInput!) { addCartLine(input: $input) { ... on InsufficientStockError { sku available } } }";
    expect(await customer.ask<unknown>(available, { input: { cartId, sku: "MUG", quantity: 11 } })).toEqual({
      addCartLine: { sku: "MUG", available: 10 },
    });
  });

  test("of somebody else is not there", async () => {
    for (const id of [foreignCartId, "cart_that-never-was", ""]) {
      expect(refused(await customer.addLine(id, "TEA", 1))).toBe("CART_NOT_FOUND");
      expect(refused(await customer.place(id))).toBe("CART_NOT_FOUND");
    }
  });

  test("that is empty, or was ordered, cannot be ordered", async () => {
    expect(refused(await customer.place(emptyCartId))).toBe("CART_EMPTY");
    expect(refused(await customer.place(orderedCartId, { idempotencyKey: "another" }))).toBe("CART_ALREADY_ORDERED");
  });
});

const { recipient: _recipient, ...withoutRecipient } = ADDRESS;
const malformedAddresses: readonly (readonly [string, object, string])[] = [
  ["whose city is empty", { ...ADDRESS, city: " " }, "INVALID_INPUT"],
  ["whose country does not exist", { ...ADDRESS, countryCode: "XX" }, "INVALID_INPUT"],
  ["with a line break in it", { ...ADDRESS, line1: "1 Harbour Street\nFREE" }, "INVALID_INPUT"],
  ["whose postal code is none", { ...ADDRESS, postalCode: "<script>" }, "INVALID_INPUT"],
  ["that is too long", { ...ADDRESS, line1: "x".repeat(10_000) }, "INVALID_INPUT"],
  ["without a recipient", withoutRecipient, "BAD_USER_INPUT"],
  ["with a field that there is not", { ...ADDRESS, planet: "Mars" }, "BAD_USER_INPUT"],
];

for (const [what, shippingAddress, code] of malformedAddresses) {
  test(`an address ${what} is refused, with an order and in the address book`, async () => {
    const input = { cartId, idempotencyKey: crypto.randomUUID(), paymentToken: "sandbox-ok", shippingAddress };
    expect(await codeOf(customer, ["placeOrder", "PlaceOrderInput"], input)).toBe(code);
    expect(await codeOf(customer, ["addAddress", "AddressInput"], shippingAddress)).toBe(code);
  });
}

test("all that is wrong with an address is said at once, and where", async () => {
  const document = `mutation Place($input: PlaceOrderInput!) { placeOrder(input: $input) { ... on InvalidInputError { issues { path } } } }`;
  const shippingAddress = { ...ADDRESS, city: "", countryCode: "Britain" };
  const input = { cartId, idempotencyKey: "", paymentToken: "sandbox-ok", shippingAddress };
  expect(await customer.ask<unknown>(document, { input })).toEqual({
    placeOrder: {
      issues: [{ path: ["idempotencyKey"] }, { path: ["shippingAddress", "city"] }, { path: ["shippingAddress", "countryCode"] }],
    },
  });
});

describe("an idempotency key", () => {
  test("that is used again with the same payload gives the same order", async () => {
    expect(await customer.place(orderedCartId, placing)).toMatchObject({ replayed: true, order: { id: orderId, status: "CONFIRMED" } });
  });

  test("that is used again with another payload is refused", async () => {
    const payloads: readonly (readonly [string, Placing])[] = [
      [orderedCartId, { ...placing, paymentToken: "sandbox-decline" }],
      [orderedCartId, { ...placing, shippingAddress: { ...ADDRESS, city: "Bath" } }],
      [cartId, placing],
    ];
    for (const [cart, payload] of payloads) expect(refused(await customer.place(cart, payload))).toBe("IDEMPOTENCY_KEY_REUSED");
  });

  test("of somebody else stands in nobody's way", async () => {
    expect(refused(await other.place(orderedCartId, placing))).toBe("CART_NOT_FOUND");
  });
});

describe("an account", () => {
  const register = (input: object) =>
    codeOf(shop.client, ["register", "RegisterInput"], { name: "Eve", password: "long enough for me", ...input });
  const login = async (email: string, password: string) => {
    const document = `mutation Login($input: LoginInput!) { login(input: $input) { __typename ${REFUSAL_FIELDS} } }`;
    return (await shop.client.ask<{ login: Outcome }>(document, { input: { email, password } })).login;
  };

  test("is not opened with an e-mail that is taken, however it is written", async () => {
    const spellings = [customer.email, customer.email.toUpperCase(), ` ${customer.email} `];
    for (const email of spellings) expect(await register({ email })).toBe("EMAIL_TAKEN");
  });

  test("is not opened with an e-mail that is none, or a password that is too short", async () => {
    expect(await register({ email: "nobody" })).toBe("INVALID_INPUT");
    expect(await register({ email: "eve@customers.example", password: "short" })).toBe("INVALID_INPUT");
  });

  test("is not entered with a wrong password, and nobody learns whether there is one", async () => {
    const wrong = await login(customer.email, "not the password");
    expect(wrong.code).toBe("INVALID_CREDENTIALS");
    expect(await login("nobody@customers.example", "not the password")).toEqual(wrong);
  });
});

describe("a token", () => {
  const subject = { sub: customer.id, kind: "user", roles: ["CUSTOMER"], scope: "" };
  const key = shop.processes.secrets.accessTokenPrivateJwk;
  const refusals = async () =>
    [
      ["that is none", "abc", "TOKEN_INVALID"],
      ["that nobody signed", `${customer.token?.split(".").slice(0, 2).join(".")}.c2lnbmVk`, "TOKEN_INVALID"],
      ["that has expired", await signAccessToken(key, subject, { lifetimeSeconds: -60 }), "TOKEN_EXPIRED"],
      ["for another audience", await signAccessToken(key, subject, { audience: "another shop" }), "TOKEN_INVALID"],
    ] as const;

  test("that is unknown or has expired is refused with 401, and nothing is executed", async () => {
    for (const [what, token, reason] of await refusals()) {
      const answer = await shop.client.as(token).send("mutation { createCart { __typename } }");
      const expected = { status: 401, data: undefined, errors: [{ extensions: { code: "UNAUTHENTICATED", reason } }] };
      expect(answer, what).toMatchObject(expected);
    }
  });

  test("that somebody forged is refused with 401, however it is made", async () => {
    for (const [how, token] of Object.entries(await forgeTokens(key, subject))) {
      const { status, data, errors } = await shop.client.as(token).send("{ allOrders { nodes { id } } }");
      const answer = { status, data, codes: errors.map(({ extensions }) => extensions?.code) };
      expect(answer, how).toEqual({ status: 401, data: undefined, codes: ["UNAUTHENTICATED"] });
    }
    const internal = await createInternalTokenSigner({ privateJwk: shop.processes.secrets.internalTokenPrivateJwk, clock: systemClock });
    const forSubgraph = await internal.sign({ kind: "user", id: customer.id, roles: [], scopes: [] }, "orders");
    expect((await shop.client.as(forSubgraph).send("{ me { id } }")).status).toBe(401);
  });

  test("of the same making that has not expired is one to shop with", async () => {
    const token = await signAccessToken(key, subject, {});
    expect(await shop.client.as(token).ask<unknown>("{ me { id } }")).toEqual({ me: { id: customer.id } });
  });
});

describe("a request", () => {
  for (const [what, request, expected] of malformedRequests) {
    test(`${what} is refused with ${expected.status} ${expected.code}`, async () => {
      const { status, errors } = await post(shop.client.endpoint, { token: customer.token, ...request });
      expect({ status, codes: errors.map(({ extensions }) => extensions?.code) }).toEqual({
        status: expected.status,
        codes: [expected.code],
      });
    });
  }

  test("of 10 MB is refused with 413 PAYLOAD_TOO_LARGE, also when it does not say how large it is, and the router goes on", async () => {
    for (const isAnnounced of [true, false]) {
      const body = oversizedBody(10_000_000, isAnnounced);
      const { status, errors } = await post(shop.client.endpoint, { token: customer.token, body });
      expect({ status, code: errors[0]?.extensions?.code }).toEqual({ status: 413, code: "PAYLOAD_TOO_LARGE" });
      expect(await customer.order(orderId)).toMatchObject({ status: "CONFIRMED" });
    }
  });
});
