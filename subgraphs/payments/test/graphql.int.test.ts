import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eventually, graphqlRequest } from "@mercato/chassis/testing";
import { paymentIdOf } from "../domain/payment.ts";
import { type Checkout, openCheckout, PAYER } from "./checkout.ts";

const LIMIT = 60_000;
let checkout: Checkout;
let orderId: string;

beforeAll(async () => {
  checkout = await openCheckout();
  orderId = checkout.newOrderId();
  await checkout.answerTo(await checkout.authorize(orderId, "sandbox-timeout-after-charge"));
  await checkout.answerTo(await checkout.capture(orderId));
  await checkout.answerTo(await checkout.refund(orderId, 400));
}, LIMIT);
afterAll(() => checkout.stop(), LIMIT);

const PAYMENT = /* GraphQL */ `
  query ($orderId: ID!) {
    payment(orderId: $orderId) {
      id orderId status amount { amountMinor currency } captured { amountMinor } refunded { amountMinor }
      failureCode createdAt history { type at amount { amountMinor } reason }
    }
  }
`;
const ENTITIES = /* GraphQL */ `
  query ($representations: [_Any!]!) {
    _entities(representations: $representations) {
      ... on Order { id payment { id } }
      ... on Payment { id status }
    }
  }
`;
const TRANSACTIONS = /* GraphQL */ `
  query ($orderId: ID!) { providerTransactions(orderId: $orderId) { id kind amount { amountMinor currency } at } }
`;

const payer = () => checkout.world.identity.user(PAYER);
const stranger = () => checkout.world.identity.user("usr_stranger");
const staff = () => checkout.world.identity.user("usr_staff", ["payments:read"]);

interface PaymentData {
  readonly payment: {
    readonly history: readonly { readonly type: string; readonly at: string }[];
  } | null;
}

test(
  "the payer sees the payment and all that happened to it",
  async () => {
    const { data, errors } = await checkout.query<PaymentData>(PAYMENT, { orderId }, payer());
    expect(errors).toBeUndefined();
    expect(data.payment).toMatchObject({
      id: paymentIdOf(orderId),
      orderId,
      status: "PARTIALLY_REFUNDED",
      amount: { amountMinor: 1_000, currency: "GBP" },
      captured: { amountMinor: 1_000 },
      refunded: { amountMinor: 400 },
      failureCode: null,
    });
    expect(data.payment?.history.map(({ type }) => type)).toEqual([
      "opened",
      "authorization-requested",
      "authorized",
      "capture-requested",
      "captured",
      "refund-requested",
      "refunded",
    ]);
  },
  LIMIT,
);

describe("Law 8: nobody sees a payment that is not theirs", () => {
  test(
    "asked by order",
    async () => {
      expect((await checkout.query<PaymentData>(PAYMENT, { orderId }, stranger())).data).toEqual({ payment: null });
      expect((await checkout.query<PaymentData>(PAYMENT, { orderId }, checkout.world.identity.guest("gst_1"))).data).toEqual({
        payment: null,
      });
      expect((await checkout.query<PaymentData>(PAYMENT, { orderId }, staff())).data.payment).not.toBeNull();
      const anonymous = await checkout.query<PaymentData>(PAYMENT, { orderId }, checkout.world.identity.anonymous);
      expect(anonymous.data).toEqual({ payment: null });
      expect(anonymous.errors?.[0]?.extensions).toMatchObject({ code: "UNAUTHENTICATED" });
    },
    LIMIT,
  );

  test(
    "asked as an entity, alone or on its order",
    async () => {
      const id = paymentIdOf(orderId);
      const representations = [
        { __typename: "Order", id: orderId },
        { __typename: "Payment", id },
        { __typename: "Order", id: "ord_unknown" },
      ];
      const ask = async (caller: ReturnType<typeof payer>) => (await checkout.query<object>(ENTITIES, { representations }, caller)).data;
      const none = { id: "ord_unknown", payment: null };
      const seen = { _entities: [{ id: orderId, payment: { id } }, { id, status: "PARTIALLY_REFUNDED" }, none] };
      const hidden = { _entities: [{ id: orderId, payment: null }, null, none] };
      expect(await ask(payer())).toEqual(seen);
      expect(await ask(staff())).toEqual(seen);
      expect(await ask(stranger())).toEqual(hidden);
      expect(await ask(checkout.world.identity.anonymous)).toEqual(hidden);
    },
    LIMIT,
  );

  test(
    "asked for the provider's books",
    async () => {
      expect((await checkout.query<object>(TRANSACTIONS, { orderId }, payer())).errors?.[0]?.extensions).toMatchObject({
        code: "FORBIDDEN",
      });
      const { data } = await checkout.query<{ providerTransactions: readonly { kind: string; amount: object }[] }>(
        TRANSACTIONS,
        { orderId },
        staff(),
      );
      expect(data.providerTransactions.map(({ kind, amount }) => ({ kind, amount }))).toEqual([
        { kind: "AUTHORIZATION", amount: { amountMinor: 1_000, currency: "GBP" } },
        { kind: "CAPTURE", amount: { amountMinor: 1_000, currency: "GBP" } },
        { kind: "REFUND", amount: { amountMinor: 400, currency: "GBP" } },
      ]);
    },
    LIMIT,
  );

  test(
    "asked past the router",
    async () => {
      const answer = await graphqlRequest(checkout.service.fetch, { query: PAYMENT, variables: { orderId } });
      expect(answer.status).toBe(401);
      expect(answer.errors?.[0]?.extensions).toMatchObject({ code: "UNAUTHENTICATED_CALLER" });
    },
    LIMIT,
  );
});

test(
  "an order that was only ever cancelled has no payment",
  async () => {
    const cancelled = checkout.newOrderId();
    await checkout.answerTo(await checkout.cancel(cancelled));
    expect((await checkout.query<PaymentData>(PAYMENT, { orderId: cancelled }, staff())).data).toEqual({ payment: null });
  },
  LIMIT,
);

test(
  "the payment token is in no log line, no document, no answer and no history",
  async () => {
    const secret = `tok_${crypto.randomUUID()}`;
    const tokens = [secret, "sandbox-timeout-after-charge", "sandbox-outage"];
    const out = checkout.newOrderId();
    await checkout.authorize(out, "sandbox-outage");
    await eventually("the failed delivery is logged", () => checkout.logged().includes("PROVIDER_UNAVAILABLE"));
    await checkout.answerTo(await checkout.cancel(out));
    const declined = checkout.newOrderId();
    await checkout.answerTo(await checkout.authorize(declined, secret));
    const histories = await Promise.all([orderId, out, declined].map((id) => checkout.query<PaymentData>(PAYMENT, { orderId: id })));
    const everything = [
      checkout.logged(),
      JSON.stringify(checkout.answers),
      JSON.stringify(histories),
      ...(await checkout.dumpDatabases()),
    ];
    for (const text of everything) {
      expect(text.length).toBeGreaterThan(100);
      for (const token of tokens) expect(text).not.toContain(token);
    }
  },
  LIMIT,
);
