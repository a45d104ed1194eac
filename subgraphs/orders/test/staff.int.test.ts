import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import type { Principal } from "@mercato/chassis/auth";
import { message } from "@mercato/chassis/bus";
import { eventually } from "@mercato/chassis/testing";
import { releaseStock, stockReleased } from "@mercato/contracts/events/inventory";
import { cancelPayment, paymentCancelled, refundFailed } from "@mercato/contracts/events/payments";
import { openShop, type Shop, STAFF_SCOPES } from "./shop.ts";

let shop: Shop;
let ada: Principal;
let staff: Principal;

beforeAll(async () => {
  shop = await openShop();
  ada = shop.world.identity.user("user_ada");
  staff = shop.world.identity.user("user_staff", STAFF_SCOPES);
  await shop.stock("MUG");
}, 60_000);

beforeEach(() => {
  shop.participants.answer(cancelPayment, ({ operationId, orderId }) =>
    message(paymentCancelled, { operationId, orderId, refunded: null }),
  );
  shop.participants.answer(releaseStock, ({ operationId, orderId }) => message(stockReleased, { operationId, orderId }));
});

afterAll(() => shop.stop());

interface Seen {
  readonly version: number;
  readonly status: string;
  readonly history: readonly { readonly type: string; readonly by: string | null; readonly reason: string | null }[];
  readonly saga: {
    readonly id: string;
    readonly version: number;
    readonly status: string;
    readonly interventions: readonly object[] | null;
    readonly steps: readonly { readonly name: string; readonly status: string }[];
  };
}

const SEEN = `query($id: ID!) { order(id: $id) { version status history { type by reason }
  saga { id version status interventions { action step by reason attempts } steps { name status } } } }`;
const see = async (as: Principal, id: string) => (await shop.call<{ order: Seen }>(as, SEEN, { id })).order;

type Field = "retrySagaStep" | "skipSagaStep" | "resolveSagaStep";

interface Answer {
  readonly __typename: string;
  readonly code?: string;
  readonly version?: number;
}

async function act(field: Field, input: object, as: Principal = staff): Promise<Answer> {
  const type = field === "resolveSagaStep" ? "ResolveSagaStepInput" : "SagaStepInput";
  const query = `mutation($i: ${type}!) { r: ${field}(input: $i) { __typename ... on Refusal { code } ... on StaleOrderError { version } } }`;
  return (await shop.call<{ r: Answer }>(as, query, { i: input })).r;
}

/** A confirmed order that is called off, of which the money cannot be given back: somebody has to see to it. */
async function stuckOrder(): Promise<{ readonly id: string; readonly seen: Seen; readonly target: object }> {
  shop.participants.answer(cancelPayment, ({ operationId, orderId }) =>
    message(refundFailed, { operationId, orderId, code: "REFUND_REFUSED", message: "the bank says no" }),
  );
  const placed = await shop.place(ada, await shop.cartWith(ada, "MUG", 1));
  const { id } = placed.order!;
  await shop.ended(ada, id, "CONFIRMED");
  await shop.call(ada, "mutation($i: CancelOrderInput!) { cancelOrder(input: $i) { __typename } }", { i: { orderId: id } });
  const seen = await eventually("money waits for somebody, goods do not", async () => {
    const order = await see(staff, id);
    return order.status === "NEEDS_ATTENTION" && order.saga.steps[1]?.status === "SUCCEEDED" ? order : null;
  });
  const target = { orderId: id, sagaId: seen.saga.id, step: "refund-payment", reason: "rang the bank", expectedVersion: seen.version };
  return { id, seen, target };
}

describe("a step that needs attention", () => {
  test("is asked for again by staff, and the order ends; who did it and why stays with the order, for staff to see", async () => {
    const { id, seen, target } = await stuckOrder();
    expect([seen.saga.version, seen.saga.status]).toEqual([2, "NEEDS_ATTENTION"]);
    shop.participants.answer(cancelPayment, ({ operationId, orderId }) =>
      message(paymentCancelled, { operationId, orderId, refunded: null }),
    );
    expect(await act("retrySagaStep", target)).toEqual({ __typename: "Order" });
    await shop.ended(ada, id, "CANCELLED");
    const { saga, history } = await see(staff, id);
    const told = { step: "refund-payment", by: "user_staff", reason: "rang the bank" };
    expect(saga.interventions).toEqual([{ action: "RETRY", attempts: 1, ...told }]);
    expect(history.filter(({ type }) => type === "saga-intervened")).toEqual([
      { type: "saga-intervened", by: "user_staff", reason: "rang the bank" },
    ]);
    const theirs = await see(ada, id);
    expect([theirs.saga.interventions, theirs.history.find(({ type }) => type === "saga-intervened")]).toEqual([
      null,
      { type: "saga-intervened", by: null, reason: null },
    ]);
  }, 30_000);

  test("is decided about once: the second decision was made on what is not so any more", async () => {
    const { id, target } = await stuckOrder();
    const both = await Promise.all([act("resolveSagaStep", { ...target, outcome: "DONE" }), act("skipSagaStep", target)]);
    expect(both.map(({ __typename }) => __typename).toSorted()).toEqual(["Order", "StaleOrderError"]);
    await shop.ended(ada, id, "CANCELLED");
    const { saga, version } = await see(staff, id);
    expect(saga.interventions).toHaveLength(1);
    expect(await act("retrySagaStep", { ...target, expectedVersion: version })).toMatchObject({ code: "SAGA_STATE" });
  }, 30_000);

  test("is skipped: the order ends without it, and says so", async () => {
    const { id, target } = await stuckOrder();
    expect(await act("skipSagaStep", target)).toEqual({ __typename: "Order" });
    const order = await shop.ended(ada, id, "CANCELLED");
    expect(order.saga.steps.map(({ status }) => status)).toEqual(["SKIPPED", "SUCCEEDED"]);
  }, 30_000);

  test("is nobody's business but staff's, and nothing is done on a request that is wrong", async () => {
    const { id, seen, target } = await stuckOrder();
    await expect(act("retrySagaStep", target, ada)).rejects.toThrow("FORBIDDEN");
    await expect(act("retrySagaStep", target, shop.world.identity.anonymous)).rejects.toThrow("UNAUTHENTICATED");
    expect(await act("retrySagaStep", { ...target, expectedVersion: seen.version - 1 })).toEqual({
      __typename: "StaleOrderError",
      code: "STALE_ORDER",
      version: seen.version,
    });
    expect(await act("retrySagaStep", { ...target, step: "return-stock" })).toMatchObject({ code: "SAGA_STATE" });
    expect(await act("retrySagaStep", { ...target, orderId: "order_none" })).toMatchObject({ code: "ORDER_NOT_FOUND" });
    expect(await act("retrySagaStep", { ...target, reason: " " })).toMatchObject({ code: "INVALID_INPUT" });
    expect(await act("resolveSagaStep", { ...target, outcome: "NOT_DONE" })).toMatchObject({ code: "SAGA_STATE" });
    expect((await see(staff, id)).version).toBe(seen.version);
  }, 30_000);
});

interface Letter {
  readonly id: string;
  readonly code: string;
  readonly attempts: number;
  readonly messageType: string;
  readonly body: string | null;
}

const LETTERS = "query($c: String) { deadLetters(first: 10, consumer: $c) { nodes { id code attempts messageType body } } }";
const letters = async (consumer: string) =>
  (await shop.call<{ deadLetters: { nodes: readonly Letter[] } }>(staff, LETTERS, { c: consumer })).deadLetters.nodes;

async function handle(field: "redriveDeadLetter" | "discardDeadLetter", input: object, as: Principal = staff) {
  const query = `mutation($i: DeadLetterInput!) { r: ${field}(input: $i) { __typename ... on Refusal { code }
    ... on DeadLetterSuccess { action { kind by reason doneAt } } } }`;
  return (
    await shop.call<{ r: { __typename: string; code?: string; action?: { kind: string; doneAt: string | null } } }>(as, query, { i: input })
  ).r;
}

describe("a message that could not be handled", () => {
  const consumer = "orders--payments-v1-captured";

  /** What no schema accepts: redriven as it is, it becomes a letter again. */
  async function poison(): Promise<Letter> {
    const before = new Set((await letters(consumer)).map(({ id }) => id));
    const wrong = { contract: { type: "payments.v1.captured" }, data: { orderId: "order_1", paymentToken: "card-of-ada" } };
    await shop.participants.send(wrong as unknown as Parameters<typeof shop.participants.send>[0]);
    return eventually("it is a dead letter", async () => (await letters(consumer)).find(({ id }) => !before.has(id)));
  }

  test("is shown to staff without its secrets, redriven and discarded, and what was done stays known", async () => {
    const letter = await poison();
    expect(letter).toMatchObject({ code: "INVALID_MESSAGE", attempts: 1, messageType: "payments.v1.captured" });
    expect(JSON.parse(letter.body ?? "")).toEqual({ orderId: "order_1", paymentToken: "[redacted]" });

    const redriven = await handle("redriveDeadLetter", { id: letter.id, reason: "payments was mended" });
    expect(redriven).toMatchObject({ __typename: "DeadLetterSuccess", action: { kind: "REDRIVE", by: "user_staff" } });
    expect(redriven.action?.doneAt).not.toBeNull();
    expect(await handle("redriveDeadLetter", { id: letter.id, reason: "again" })).toEqual(redriven);
    const again = await eventually("it failed again", async () => (await letters(consumer)).find(({ id }) => id !== letter.id));
    expect(await handle("discardDeadLetter", { id: again.id, reason: "was nonsense" })).toMatchObject({ action: { kind: "DISCARD" } });
    expect(await letters(consumer)).toEqual([]);

    const query = "{ deadLetterActions(first: 2) { nodes { kind reason consumer by } } }";
    const { deadLetterActions } = await shop.call<{ deadLetterActions: { nodes: readonly object[] } }>(staff, query);
    expect(deadLetterActions.nodes).toEqual([
      { kind: "DISCARD", reason: "was nonsense", consumer, by: "user_staff" },
      { kind: "REDRIVE", reason: "payments was mended", consumer, by: "user_staff" },
    ]);
  }, 30_000);

  test("is nobody's business but staff's", async () => {
    await expect(shop.call(ada, LETTERS, {})).rejects.toThrow("FORBIDDEN");
    await expect(shop.call(ada, "{ deadLetterActions { nodes { id } } }")).rejects.toThrow("FORBIDDEN");
    await expect(handle("redriveDeadLetter", { id: "1", reason: "x" }, ada)).rejects.toThrow("FORBIDDEN");
    await expect(handle("discardDeadLetter", { id: "1", reason: "x" }, ada)).rejects.toThrow("FORBIDDEN");
    await expect(shop.call(staff, LETTERS, { c: "orders.>" })).rejects.toThrow("INVALID_INPUT");
    const after = Buffer.from("[1.5]").toString("base64url");
    await expect(shop.call(staff, "query($a: String) { deadLetters(after: $a) { nodes { id } } }", { a: after })).rejects.toThrow(
      "INVALID_INPUT",
    );
    expect(await handle("redriveDeadLetter", { id: "4711", reason: "x" })).toMatchObject({ code: "DEAD_LETTER_NOT_FOUND" });
    expect(await handle("redriveDeadLetter", { id: "x", reason: "" })).toMatchObject({ code: "INVALID_INPUT" });
  });
});
