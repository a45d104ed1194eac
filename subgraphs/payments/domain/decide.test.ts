import { describe, expect, test } from "bun:test";
import type { PaymentCommand } from "./command.ts";
import { type Decision, decide, record } from "./decide.ts";
import type { PaymentEvent } from "./event.ts";
import { evolve } from "./evolve.ts";
import type { PaymentState } from "./payment.ts";
import type { SettledCall } from "./provider-call.ts";

const orderId = "ord_1";
const amount = { amountMinor: 1_000, currency: "GBP" };
const authorize: PaymentCommand = { kind: "authorize", orderId, operationId: "a", payerId: "usr_1", amount };
const capture: PaymentCommand = { kind: "capture", orderId, operationId: "c" };
const cancel: PaymentCommand = { kind: "cancel", orderId, operationId: "x" };
const refund = (amountMinor: number, currency = "GBP"): PaymentCommand => {
  return { kind: "refund", orderId, operationId: `r${amountMinor}`, refundId: "ret_1", amount: { amountMinor, currency }, reason: null };
};

/** A payment on which commands are carried out one by one. */
function payment() {
  let state: PaymentState | null = null;
  const apply = (decision: Decision): Decision => {
    state = decision.events.reduce<PaymentState | null>(evolve, state);
    return decision;
  };
  const ask = (command: PaymentCommand) => apply(decide(state, command));
  /** Says what the provider answered to the call that is pending. */
  function told(outcome: SettledCall["outcome"], command: PaymentCommand): Decision {
    const call = state?.pending;
    if (!call || state === null) throw new Error("nothing is pending");
    return apply(record(state, { kind: call.kind, call, outcome } as SettledCall, command));
  }
  return {
    ask,
    told,
    state: () => state!,
    authorized() {
      ask(authorize);
      told({ kind: "authorized", authorizationId: "auth_1" }, authorize);
      return this;
    },
    captured() {
      this.authorized();
      ask(capture);
      told({ kind: "captured", amount }, capture);
      return this;
    },
  };
}

const types = ({ events }: { readonly events: readonly PaymentEvent[] }) => events.map(({ type }) => type);
const answers = (decision: Decision) => decision.answers.map(({ operationId, answer }) => `${operationId} ${answer.type}`);
const code = (decision: Decision) => {
  const [answer] = decision.answers;
  return answer && "code" in answer.answer ? answer.answer.code : null;
};

describe("authorize", () => {
  test("is written down before the provider is called, under a key of order and operation", () => {
    const asked = payment().ask(authorize);
    expect(types(asked)).toEqual(["opened", "authorization-requested"]);
    expect(asked.answers).toEqual([]);
    expect(asked.next).toEqual({ kind: "call", call: { kind: "authorize", operationId: "a", key: "ord_1/a/authorize", amount } });
  });

  test("whose outcome is not known is called again under the same key, with nothing written", () => {
    const one = payment();
    const { next } = one.ask(authorize);
    expect(one.ask(authorize)).toEqual({ events: [], answers: [], next });
  });

  test("of another operation waits for one that is under way, and is declined once there is a payment", () => {
    const one = payment();
    one.ask(authorize);
    expect(one.ask({ ...authorize, operationId: "b" }).next).toEqual({ kind: "busy" });
    one.told({ kind: "authorized", authorizationId: "auth_1" }, authorize);
    expect(code(one.ask({ ...authorize, operationId: "b" }))).toBe("PAYMENT_EXISTS");
    expect(one.state()).toMatchObject({ status: "authorized", failureCode: null });
  });

  test("may be tried with another card after one was declined; the first operation keeps its answer", () => {
    const one = payment();
    one.ask(authorize);
    one.told({ kind: "declined", code: "CARD_DECLINED", message: "" }, authorize);
    expect(one.state()).toMatchObject({ status: "declined", failureCode: "CARD_DECLINED" });
    const again = { ...authorize, operationId: "b" };
    one.ask(again);
    expect(answers(one.told({ kind: "authorized", authorizationId: "auth_2" }, again))).toEqual(["b authorized"]);
    expect(one.state()).toMatchObject({ status: "authorized", failureCode: null });
    expect(answers(one.ask(authorize))).toEqual(["a declined"]);
  });

  test.each([0, -1])("of %d is declined without a call", (amountMinor) => {
    const asked = payment().ask({ ...authorize, amount: { ...amount, amountMinor } });
    expect(code(asked)).toBe("INVALID_AMOUNT");
    expect(asked.next).toEqual({ kind: "answered" });
  });

  test("that arrives after a cancellation is declined, and is shown as such to its payer", () => {
    const one = payment();
    expect(answers(one.ask(cancel))).toEqual(["x cancelled"]);
    expect(one.state().terms).toBeNull();
    expect(code(one.ask(authorize))).toBe("CANCELLED");
    expect(one.state()).toMatchObject({ status: "declined", terms: { payerId: "usr_1" }, pending: null });
  });
});

describe("capture", () => {
  test("takes all that was authorized, once", () => {
    const one = payment().captured();
    expect(one.state()).toMatchObject({ status: "captured", terms: { captured: amount } });
    const again = one.ask({ ...capture, operationId: "c2" });
    expect(types(again)).toEqual(["capture-repeated"]);
    expect(answers(again)).toEqual(["c2 captured"]);
  });

  test("waits while the authorization is in doubt", () => {
    const one = payment();
    one.ask(authorize);
    expect(one.ask(capture)).toEqual({ events: [], answers: [], next: { kind: "busy" } });
  });

  test("carries on a capture of another operation that it finds pending, before it decides for itself", () => {
    const one = payment().authorized();
    one.ask(capture);
    const other: PaymentCommand = { ...capture, operationId: "c2" };
    expect(one.ask(other).next).toMatchObject({ kind: "call", call: { key: "ord_1/c/capture" } });
    const recorded = one.told({ kind: "captured", amount }, other);
    expect(answers(recorded)).toEqual(["c captured"]);
    expect(recorded.next).toEqual({ kind: "again" });
    expect(answers(one.ask(other))).toEqual(["c2 captured"]);
  });

  test("that is refused says why, and leaves the money set aside", () => {
    const one = payment().authorized();
    one.ask(capture);
    expect(code(one.told({ kind: "refused", code: "CAPTURE_REFUSED", message: "" }, capture))).toBe("CAPTURE_REFUSED");
    expect(one.state()).toMatchObject({ status: "authorized", failureCode: "CAPTURE_REFUSED" });
  });
});

describe("cancel", () => {
  test("takes over from an authorization in doubt: settles it by its key, lets go what it came to, and answers both", () => {
    const one = payment();
    one.ask(authorize);
    const taken = one.ask(cancel);
    expect(types(taken)).toEqual(["cancel-requested", "settlement-requested"]);
    expect(taken.next).toMatchObject({ call: { kind: "settle", key: "ord_1/a/authorize" } });
    const settled = one.told({ kind: "authorized", authorizationId: "auth_1" }, cancel);
    expect(types(settled)).toEqual(["authorized", "void-requested"]);
    // What is about to be let go was never announced as authorized.
    expect(settled.answers).toEqual([]);
    expect(answers(one.told({ kind: "voided" }, cancel))).toEqual(["a declined", "x cancelled"]);
    expect(one.state()).toMatchObject({ status: "voided", pending: null });
  });

  test("of an authorization that never was answers both, and leaves it declined", () => {
    const one = payment();
    one.ask(authorize);
    one.ask(cancel);
    expect(answers(one.told({ kind: "never" }, cancel))).toEqual(["a declined", "x cancelled"]);
    expect(one.state()).toMatchObject({ status: "declined", failureCode: "CANCELLED" });
  });

  test("makes what an overtaken authorization still brings in count for nothing", () => {
    const one = payment();
    const asked = one.ask(authorize);
    one.ask(cancel);
    if (asked.next.kind !== "call" || asked.next.call.kind !== "authorize") throw new Error("no call");
    const late: SettledCall = {
      kind: "authorize",
      call: asked.next.call,
      outcome: { kind: "authorized", authorizationId: "auth_1" },
    };
    expect(record(one.state(), late, authorize)).toEqual({ events: [], answers: [], next: { kind: "again" } });
  });

  test("gives back what was captured behind its back", () => {
    const one = payment().authorized();
    one.ask(capture);
    expect(types(one.ask(cancel))).toEqual(["cancel-requested", "void-requested"]);
    const late = one.told({ kind: "already-captured", amount }, cancel);
    expect(types(late)).toEqual(["captured", "refund-requested"]);
    expect(answers(late)).toEqual(["c captured"]);
    const done = one.told({ kind: "refunded" }, cancel);
    expect(done.answers).toEqual([{ kind: "cancel", operationId: "x", answer: { type: "cancelled", refunded: amount } }]);
    expect(one.state().status).toBe("refunded");
  });

  test("that was refused is tried anew under a new key; once it is done it stays done", () => {
    const one = payment().captured();
    expect(one.ask(cancel).next).toMatchObject({ call: { key: "ord_1/x/refund-1" } });
    expect(answers(one.told({ kind: "refused", code: "REFUND_REFUSED", message: "" }, cancel))).toEqual(["x refund-failed"]);
    expect(one.ask(cancel).next).toMatchObject({ call: { key: "ord_1/x/refund-2" } });
    expect(answers(one.told({ kind: "refunded" }, cancel))).toEqual(["x cancelled"]);
    expect(one.ask(cancel)).toMatchObject({ events: [], next: { kind: "answered" } });
  });
});

describe("refund", () => {
  test("never gives back more than is left", () => {
    const one = payment().captured();
    one.ask(refund(600));
    expect(answers(one.told({ kind: "refunded" }, refund(600)))).toEqual(["r600 refunded"]);
    expect(one.state().status).toBe("partially-refunded");
    expect(code(one.ask(refund(401)))).toBe("REFUND_EXCEEDS_CAPTURE");
    one.ask(refund(400));
    one.told({ kind: "refunded" }, refund(400));
    expect(one.state().status).toBe("refunded");
  });

  test.each([
    ["more than nothing", refund(0), "INVALID_AMOUNT"],
    ["more than less than nothing", refund(-5), "INVALID_AMOUNT"],
    ["the payment's currency", refund(5, "EUR"), "CURRENCY_MISMATCH"],
  ])("has to be of %s", (_name, command, expected) => {
    expect(code(payment().captured().ask(command))).toBe(expected);
  });

  test("of what was only authorized is refused", () => {
    expect(code(payment().authorized().ask(refund(5)))).toBe("NOT_CAPTURED");
  });
});

test("a history that does not begin at its beginning is a defect", () => {
  expect(() => evolve(null, { type: "cancelled", operationId: "x", refunded: null })).toThrow("begins with");
});
