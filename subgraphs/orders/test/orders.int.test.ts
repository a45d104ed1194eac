import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { message } from "@mercato/chassis/bus";
import { eventually, graphqlRequest } from "@mercato/chassis/testing";
import { releaseStock, reserveStock, stockRejected, stockReleased, stockReserved } from "@mercato/contracts/events/inventory";
import {
  authorizePayment,
  cancelPayment,
  paymentAuthorized,
  paymentCancelled,
  paymentDeclined,
  refundFailed,
  refundPayment,
} from "@mercato/contracts/events/payments";
import { ADDRESS, openShop, type Shop, STAFF_SCOPES } from "./shop.ts";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
  await shop.stock("CUP");
}, 60_000);
afterAll(() => shop.stop(), 60_000);

const LIMIT = 60_000;
const ada = () => shop.world.identity.user("user_ada");
const bob = () => shop.world.identity.user("user_bob");
const staff = () => shop.world.identity.user("user_staff", STAFF_SCOPES);

async function placed(quantity = 2, input: object = {}) {
  const cartId = await shop.cartWith(ada(), "CUP", quantity);
  const { order } = await shop.place(ada(), cartId, input);
  if (!order) throw new Error("not placed");
  return order;
}

describe("place-order", () => {
  test(
    "reserves, authorizes, commits, captures, and ends confirmed",
    async () => {
      const { id } = await placed();
      const order = await shop.ended(ada(), id, "CONFIRMED");
      expect(order.total.amountMinor).toBe(500);
      expect(order.saga).toMatchObject({ name: "place-order", status: "COMPLETED" });
      expect(order.saga.steps.map(({ name, status }) => `${name} ${status}`)).toEqual([
        "reserve-stock SUCCEEDED",
        "authorize-payment SUCCEEDED",
        "commit-stock SUCCEEDED",
        "capture-payment SUCCEEDED",
      ]);
      expect(shop.participants.askedOf(id)).toEqual(["reserve", "authorize", "commit", "capture"]);
      expect(order.history.map(({ type }) => type)).toEqual(["placed", "confirmed"]);
    },
    LIMIT,
  );

  test(
    "a declined card releases the stock and charges nothing",
    async () => {
      shop.participants.answer(authorizePayment, ({ operationId, orderId, amount, paymentToken }) =>
        paymentToken === "sandbox-decline"
          ? message(paymentDeclined, { operationId, orderId, code: "CARD_DECLINED", message: "no" })
          : message(paymentAuthorized, { operationId, orderId, amount, paymentId: "p" }),
      );
      const { id } = await placed(1, { paymentToken: "sandbox-decline" });
      const order = await shop.ended(ada(), id, "CANCELLED");
      expect(order.cancelReason).toBe("PAYMENT_DECLINED");
      expect(shop.participants.askedOf(id)).toEqual(["reserve", "authorize", "release"]);
      expect(order.saga.status).toBe("COMPENSATED");
    },
    LIMIT,
  );

  test(
    "a shortage found at reserving cancels the order and asks for nothing more",
    async () => {
      shop.participants.answer(reserveStock, ({ operationId, orderId, lines }) =>
        lines[0]?.quantity === 13
          ? message(stockRejected, { operationId, orderId, code: "OUT_OF_STOCK", shortages: [{ sku: "CUP", requested: 13, available: 1 }] })
          : message(stockReserved, { operationId, orderId }),
      );
      const { id } = await placed(13);
      expect((await shop.ended(ada(), id, "CANCELLED")).cancelReason).toBe("OUT_OF_STOCK");
      expect(shop.participants.askedOf(id)).toEqual(["reserve"]);
    },
    LIMIT,
  );

  test(
    "Law 3: every accepted order ends: a silent participant is asked again, then the order is undone, what is in doubt included",
    async () => {
      shop.participants.answer(authorizePayment, ({ operationId, orderId, amount, paymentToken }) =>
        paymentToken === "silent" ? null : message(paymentAuthorized, { operationId, orderId, amount, paymentId: "p" }),
      );
      const { id } = await placed(3, { paymentToken: "silent" });
      const order = await shop.ended(ada(), id, "CANCELLED");
      expect(order.cancelReason).toBe("PAYMENT_UNAVAILABLE");
      expect(shop.participants.askedOf(id)).toEqual(["reserve", "authorize", "authorize", "cancel", "release"]);
    },
    LIMIT,
  );

  test(
    "Law 5: an answer that comes twice, under the same id and under another, moves the order once",
    async () => {
      const { id } = await placed(4);
      await shop.ended(ada(), id, "CONFIRMED");
      const operationId = `${id}:place-order:reserve-stock`;
      await shop.participants.send(message(stockReserved, { operationId, orderId: id }), "twice");
      await shop.participants.send(message(stockReserved, { operationId, orderId: id }), "twice");
      await shop.participants.send(
        message(stockRejected, { operationId, orderId: id, code: "OUT_OF_STOCK", shortages: [] }),
        "late refusal",
      );
      const { id: marker } = await placed(1);
      await shop.ended(ada(), marker, "CONFIRMED");
      const order = await shop.order(ada(), id);
      expect(order?.status).toBe("CONFIRMED");
      expect(shop.participants.askedOf(id)).toEqual(["reserve", "authorize", "commit", "capture"]);
    },
    LIMIT,
  );

  test(
    "an order that costs nothing asks for no payment",
    async () => {
      await shop.stock("GIFT", 10, 0);
      const { order } = await shop.place(ada(), await shop.cartWith(ada(), "GIFT", 1));
      await shop.ended(ada(), order?.id ?? "", "CONFIRMED");
      expect(shop.participants.askedOf(order?.id ?? "")).toEqual(["reserve", "commit"]);
    },
    LIMIT,
  );
});

describe("idempotency", () => {
  test(
    "the same key with the same request gives the same order, with another one a refusal",
    async () => {
      const cartId = await shop.cartWith(ada(), "CUP", 1);
      const first = await shop.place(ada(), cartId, { idempotencyKey: "k1" });
      const second = await shop.place(ada(), cartId, { idempotencyKey: "k1" });
      expect(second).toMatchObject({ replayed: true, order: { id: first.order?.id } });
      expect(await shop.place(ada(), cartId, { idempotencyKey: "k1", paymentToken: "other" })).toMatchObject({
        code: "IDEMPOTENCY_KEY_REUSED",
      });
      expect(await shop.place(ada(), cartId, { idempotencyKey: "k2" })).toMatchObject({ code: "CART_ALREADY_ORDERED" });
      const other = await shop.cartWith(ada(), "CUP", 1);
      expect(await shop.place(ada(), other, { idempotencyKey: "k1" })).toMatchObject({ code: "IDEMPOTENCY_KEY_REUSED" });
    },
    LIMIT,
  );

  test(
    "twenty placings of one cart at once make one order",
    async () => {
      const cartId = await shop.cartWith(ada(), "CUP", 1);
      const results = await Promise.all(Array.from({ length: 20 }, () => shop.place(ada(), cartId, { idempotencyKey: "race" })));
      expect(new Set(results.map(({ order }) => order?.id)).size).toBe(1);
      expect(results.filter(({ replayed }) => replayed === false)).toHaveLength(1);
      const id = results[0]?.order?.id ?? "";
      await shop.ended(ada(), id, "CONFIRMED");
      expect(shop.participants.askedOf(id)).toEqual(["reserve", "authorize", "commit", "capture"]);
    },
    LIMIT,
  );

  test(
    "one key for two carts at once makes one order",
    async () => {
      const carts = await Promise.all([shop.cartWith(ada(), "CUP", 1), shop.cartWith(ada(), "CUP", 2)]);
      const results = await Promise.all(carts.map((cartId) => shop.place(ada(), cartId, { idempotencyKey: "two-carts" })));
      expect(results.map(({ __typename }) => __typename).toSorted()).toEqual(["IdempotencyKeyReusedError", "PlaceOrderSuccess"]);
    },
    LIMIT,
  );
});

describe("refusals change nothing", () => {
  const add =
    "mutation($i: AddCartLineInput!) { addCartLine(input: $i) { __typename ... on Refusal { code } ... on InsufficientStockError { available } } }";
  const tryAdd = async (input: object) => (await shop.call<{ addCartLine: object }>(ada(), add, { i: input })).addCartLine;

  test(
    "unknown SKU, wrong quantities, more than there is, somebody else's cart",
    async () => {
      const cartId = await shop.cartWith(ada(), "CUP", 1);
      expect(await tryAdd({ cartId, sku: "NO-SUCH", quantity: 1 })).toMatchObject({ code: "UNKNOWN_SKU" });
      expect(await tryAdd({ cartId, sku: "CUP", quantity: 0 })).toMatchObject({ code: "INVALID_INPUT" });
      expect(await tryAdd({ cartId, sku: "CUP", quantity: -1 })).toMatchObject({ code: "INVALID_INPUT" });
      expect(await tryAdd({ cartId, sku: "CUP", quantity: 1000 })).toMatchObject({ code: "INSUFFICIENT_STOCK", available: 1000 });
      const foreign = await shop.cartWith(bob(), "CUP", 1);
      expect(await tryAdd({ cartId: foreign, sku: "CUP", quantity: 1 })).toMatchObject({ code: "CART_NOT_FOUND" });
      expect(await shop.place(ada(), foreign)).toMatchObject({ code: "CART_NOT_FOUND" });
      const { cart } = await shop.call<{ cart: { lines: object[] } }>(ada(), "query($id: ID!) { cart(id: $id) { lines { quantity } } }", {
        id: cartId,
      });
      expect(cart.lines).toEqual([{ quantity: 1 }]);
    },
    LIMIT,
  );

  test(
    "an empty cart and a malformed address",
    async () => {
      const { createCart } = await shop.call<{ createCart: { id: string } }>(ada(), "mutation { createCart { ... on Cart { id } } }");
      expect(await shop.place(ada(), createCart.id)).toMatchObject({ code: "CART_EMPTY" });
      const cartId = await shop.cartWith(ada(), "CUP", 1);
      expect(await shop.place(ada(), cartId, { shippingAddress: { ...ADDRESS, countryCode: "Narnia", postalCode: "?" } })).toMatchObject({
        code: "INVALID_INPUT",
      });
      expect(await shop.place(ada(), cartId, { shippingAddress: { ...ADDRESS, countryCode: "ZZ" } })).toMatchObject({
        code: "INVALID_INPUT",
      });
      expect(await shop.place(ada(), cartId, { shippingAddress: { ...ADDRESS, line1: "1 High Street\nFREE" } })).toMatchObject({
        code: "INVALID_INPUT",
      });
      expect(await shop.place(ada(), cartId)).toMatchObject({ __typename: "PlaceOrderSuccess" });
    },
    LIMIT,
  );
});

test(
  "an address is taken as people write it, by the rules of the address book",
  async () => {
    const written = { ...ADDRESS, city: " London ", line2: " ", postalCode: "n1 9gu", countryCode: "gb" };
    const answer = await shop.place(ada(), await shop.cartWith(ada(), "CUP", 1), { shippingAddress: written });
    const document = "query($id: ID!) { order(id: $id) { shippingAddress { city line2 postalCode countryCode } } }";
    expect(await shop.call<unknown>(ada(), document, { id: answer.order?.id })).toEqual({
      order: { shippingAddress: { city: "London", line2: null, postalCode: "N1 9GU", countryCode: "GB" } },
    });
  },
  LIMIT,
);

describe("Law 8: nobody reads or changes what is not theirs", () => {
  test(
    "by query, by entity and by mutation",
    async () => {
      const { id } = await placed();
      expect(await shop.order(bob(), id)).toBeNull();
      expect(await shop.order(shop.world.identity.anonymous, id)).toBeNull();
      const entity = await shop.call<{ _entities: unknown[] }>(
        bob(),
        "query($r: [_Any!]!) { _entities(representations: $r) { ... on Order { status } } }",
        { r: [{ __typename: "Order", id }] },
      );
      expect(entity._entities).toEqual([null]);
      const cancel = "mutation($i: CancelOrderInput!) { cancelOrder(input: $i) { ... on Refusal { code } } }";
      expect(await shop.call<object>(bob(), cancel, { i: { orderId: id } })).toEqual({ cancelOrder: { code: "ORDER_NOT_FOUND" } });
      expect((await shop.order(staff(), id))?.id).toBe(id);
      const { errors } = await graphqlRequest(shop.service.fetch, {
        query: "{ allOrders { nodes { id } } }",
        token: await shop.world.identity.sign(bob(), "orders"),
      });
      expect(errors?.[0]?.extensions?.["code"]).toBe("FORBIDDEN");
    },
    LIMIT,
  );

  test("a caller without the router's token gets nothing", async () => {
    const answer = await graphqlRequest(shop.service.fetch, { query: "{ __typename }" });
    expect(answer.status).toBe(401);
    expect(answer.errors?.[0]?.extensions?.["code"]).toBe("UNAUTHENTICATED_CALLER");
  });
});

const CANCEL = "mutation($i: CancelOrderInput!) { cancelOrder(input: $i) { __typename ... on Refusal { code } } }";

describe("cancel-order", () => {
  test(
    "gives the money back, then the goods to the shelf; a second time changes nothing",
    async () => {
      const { id } = await placed();
      await shop.ended(ada(), id, "CONFIRMED");
      await Promise.all(Array.from({ length: 5 }, () => shop.call(ada(), CANCEL, { i: { orderId: id } })));
      const order = await shop.ended(ada(), id, "CANCELLED");
      expect(shop.participants.askedOf(id).slice(4)).toEqual(["cancel", "release"]);
      expect(order).toMatchObject({ cancelReason: "REQUESTED", refunded: { amountMinor: 500 } });
    },
    LIMIT,
  );

  test(
    "keeps what the caller said in the history, for good; too long a reason is refused and changes nothing",
    async () => {
      const { id } = await placed();
      await shop.ended(ada(), id, "CONFIRMED");
      const refused = await shop.call<object>(ada(), CANCEL, { i: { orderId: id, reason: "x".repeat(501) } });
      expect(refused).toEqual({ cancelOrder: { __typename: "InvalidInputError", code: "INVALID_INPUT" } });
      expect((await shop.order(ada(), id))?.status).toBe("CONFIRMED");
      await shop.call(ada(), CANCEL, { i: { orderId: id, reason: " bought the wrong cup " } });
      await shop.call(ada(), CANCEL, { i: { orderId: id, reason: "another reason" } });
      await shop.ended(ada(), id, "CANCELLED");
      const document = "query($id: ID!) { order(id: $id) { history { type reason } } }";
      const { order } = await shop.call<{ order: { history: { type: string; reason: string | null }[] } }>(ada(), document, { id });
      expect(order.history.filter(({ reason }) => reason !== null)).toEqual([
        { type: "cancellation-requested", reason: "bought the wrong cup" },
        { type: "cancelled", reason: "REQUESTED" },
      ]);
    },
    LIMIT,
  );

  test(
    "while the order is still being arranged turns its saga back",
    async () => {
      const held = Promise.withResolvers<void>();
      shop.participants.answer(authorizePayment, ({ operationId, orderId, amount, paymentToken }) =>
        paymentToken === "held" ? (held.resolve() ?? null) : message(paymentAuthorized, { operationId, orderId, amount, paymentId: "p" }),
      );
      const { id } = await placed(2, { paymentToken: "held" });
      await held.promise;
      await shop.call(ada(), CANCEL, { i: { orderId: id } });
      const order = await shop.ended(ada(), id, "CANCELLED");
      expect(order.cancelReason).toBe("REQUESTED");
      await shop.participants.send(
        message(paymentAuthorized, {
          operationId: `${id}:place-order:authorize-payment`,
          orderId: id,
          paymentId: "p",
          amount: { amountMinor: 500, currency: "GBP" },
        }),
      );
      expect(shop.participants.askedOf(id).filter((type) => type === "cancel" || type === "release")).toEqual(["cancel", "release"]);
    },
    LIMIT,
  );

  test(
    "a compensation that keeps failing is marked for a person, and a late success still ends it",
    async () => {
      shop.participants.answer(cancelPayment, ({ operationId, orderId }) =>
        message(refundFailed, { operationId, orderId, code: "REFUND_REFUSED", message: "no" }),
      );
      const { id } = await placed();
      await shop.ended(ada(), id, "CONFIRMED");
      await shop.call(ada(), CANCEL, { i: { orderId: id } });
      await shop.ended(ada(), id, "NEEDS_ATTENTION");
      shop.participants.answer(cancelPayment, ({ operationId, orderId }) =>
        message(paymentCancelled, { operationId, orderId, refunded: null }),
      );
      await shop.participants.send(
        message(paymentCancelled, { operationId: `${id}:cancel-order:refund-payment`, orderId: id, refunded: null }),
      );
      await shop.ended(ada(), id, "CANCELLED");
    },
    LIMIT,
  );

  test(
    "an undoing that is refused once is asked for again",
    async () => {
      let refusals = 0;
      shop.participants.answer(authorizePayment, ({ operationId, orderId, amount, paymentToken }) =>
        paymentToken === "no"
          ? message(paymentDeclined, { operationId, orderId, code: "CARD_DECLINED", message: "no" })
          : message(paymentAuthorized, { operationId, orderId, amount, paymentId: "p" }),
      );
      shop.participants.answer(releaseStock, ({ operationId, orderId }) =>
        refusals++ === 0 ? null : message(stockReleased, { operationId, orderId }),
      );
      const { id } = await placed(1, { paymentToken: "no" });
      await shop.ended(ada(), id, "CANCELLED");
      expect(shop.participants.askedOf(id).filter((type) => type === "release").length).toBeGreaterThanOrEqual(2);
    },
    LIMIT,
  );
});

describe("return-order", () => {
  const RETURN = `mutation($i: ReturnLinesInput!) { returnLines(input: $i) { __typename ... on Refusal { code } ... on ReturnLinesSuccess { orderReturn { id status refund { amountMinor } } } } }`;

  test(
    "refunds and restocks the units that came back, once for a key, never more than was bought",
    async () => {
      const { id, lines } = await placed(3);
      await shop.ended(ada(), id, "CONFIRMED");
      const input = { orderId: id, key: "r1", lines: [{ lineId: lines[0]?.id, quantity: 2 }] };
      expect(await shop.call<object>(staff(), RETURN, { i: input })).toMatchObject({
        returnLines: { orderReturn: { id: "return_1", refund: { amountMinor: 500 } } },
      });
      await eventually("return completed", async () => (await shop.order(ada(), id))?.refunded.amountMinor === 500);
      expect(await shop.call<object>(staff(), RETURN, { i: input })).toMatchObject({
        returnLines: { orderReturn: { id: "return_1", status: "COMPLETED" } },
      });
      expect(await shop.call<object>(staff(), RETURN, { i: { ...input, lines: [{ lineId: lines[0]?.id, quantity: 1 }] } })).toMatchObject({
        returnLines: { code: "IDEMPOTENCY_KEY_REUSED" },
      });
      expect(await shop.call<object>(staff(), RETURN, { i: { ...input, key: "r2" } })).toMatchObject({
        returnLines: { code: "RETURN_EXCEEDS_ORDER" },
      });
      await shop.call(staff(), RETURN, { i: { ...input, key: "r3", lines: [{ lineId: lines[0]?.id, quantity: 1 }] } });
      const order = await shop.ended(ada(), id, "RETURNED");
      expect(order.refunded).toEqual(order.total);
      expect(shop.participants.askedOf(id).slice(4)).toEqual(["refund", "restock", "refund", "restock"]);
    },
    LIMIT,
  );

  test(
    "a refund that the provider refuses leaves the order as it was",
    async () => {
      shop.participants.answer(refundPayment, ({ operationId, orderId }) =>
        message(refundFailed, { operationId, orderId, code: "REFUND_REFUSED", message: "no" }),
      );
      const { id, lines } = await placed(1);
      await shop.ended(ada(), id, "CONFIRMED");
      await shop.call(staff(), RETURN, { i: { orderId: id, key: "r1", lines: [{ lineId: lines[0]?.id, quantity: 1 }] } });
      await eventually("return failed", async () => (await shop.order(ada(), id))?.history.some(({ type }) => type === "return-failed"));
      expect(await shop.order(ada(), id)).toMatchObject({ status: "CONFIRMED", refunded: { amountMinor: 0 } });
      expect(shop.participants.askedOf(id)).not.toContain("restock");
    },
    LIMIT,
  );
});

describe("prepared carts", () => {
  const PREPARE =
    "mutation($i: PrepareCartInput!) { prepareCart(input: $i) { __typename ... on Refusal { code message } ... on Cart { id total { amountMinor } lines { total { amountMinor } } } } }";
  const prepare = async (input: object) =>
    (await shop.call<{ prepareCart: { __typename: string; id: string; total: { amountMinor: number } } }>(staff(), PREPARE, { i: input }))
      .prepareCart;

  test(
    "carry agreed prices, fees and the date of the sale into the buyer's order",
    async () => {
      const input = {
        key: "inv-1",
        buyerId: "user_ada",
        reference: "536365",
        orderedAt: "2010-12-01T08:26:00.000Z",
        lines: [
          { sku: "CUP", quantity: 7, agreedPrice: "1.255" },
          { sku: "CUP", quantity: 1 },
        ],
        adjustments: [{ kind: "FEE", code: "POST", description: "Postage", amountMinor: 1800 }],
      };
      const cart = await prepare(input);
      // 7 × 1.255 = 8.785, half to even 8.78; and 2.50; and 18.00
      expect(cart.total.amountMinor).toBe(878 + 250 + 1800);
      expect((await prepare(input)).id).toBe(cart.id);
      expect(await prepare({ ...input, reference: "other" })).toMatchObject({ code: "IDEMPOTENCY_KEY_REUSED" });
      const change = "mutation($i: SetCartLineQuantityInput!) { setCartLineQuantity(input: $i) { ... on Refusal { code } } }";
      const changed = await shop.call<object>(ada(), change, { i: { cartId: cart.id, lineId: "line_1", quantity: 700 } });
      expect(changed).toEqual({ setCartLineQuantity: { code: "INVALID_INPUT" } });
      const { order } = await shop.place(ada(), cart.id);
      await shop.ended(ada(), order?.id ?? "", "CONFIRMED");
      const query = "query($f: OrderFilter) { allOrders(filter: $f) { nodes { id reference orderedAt } } }";
      const found = await shop.call<object>(staff(), query, {
        f: { orderedFrom: "2010-12-01T00:00:00Z", orderedTo: "2010-12-02T00:00:00Z" },
      });
      expect(found).toEqual({ allOrders: { nodes: [{ id: order?.id, reference: "536365", orderedAt: "2010-12-01T08:26:00.000Z" }] } });
    },
    LIMIT,
  );

  test(
    "are refused with an unknown SKU, a bad price, a total below zero",
    async () => {
      const input = { key: "bad", buyerId: "user_ada", lines: [{ sku: "CUP", quantity: 1 }] };
      expect(await prepare({ ...input, lines: [{ sku: "NO", quantity: 1 }] })).toMatchObject({ code: "UNKNOWN_SKU" });
      expect(await prepare({ ...input, lines: [{ sku: "CUP", quantity: 1, agreedPrice: "-1" }] })).toMatchObject({ code: "INVALID_INPUT" });
      expect(await prepare({ ...input, adjustments: [{ kind: "DISCOUNT", code: "D", description: "", amountMinor: -251 }] })).toMatchObject(
        { code: "INVALID_INPUT" },
      );
      expect(await prepare(input)).toMatchObject({ __typename: "Cart" });
    },
    LIMIT,
  );
});

test(
  "orders are paged newest first, each exactly once",
  async () => {
    const buyer = shop.world.identity.user("user_pages");
    for (let count = 0; count < 7; count += 1) await shop.place(buyer, await shop.cartWith(buyer, "CUP", 1));
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page: { orders: { nodes: { id: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } } = await shop.call(
        buyer,
        "query($after: String) { orders(first: 3, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }",
        { after },
      );
      seen.push(...page.orders.nodes.map(({ id }) => id));
      after = page.orders.pageInfo.hasNextPage ? page.orders.pageInfo.endCursor : null;
    } while (after !== null);
    expect(new Set(seen).size).toBe(7);
    expect(seen).toHaveLength(7);
  },
  LIMIT,
);
