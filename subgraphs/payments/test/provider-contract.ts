import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { ProviderRequestError, ProviderTimeoutError, ProviderUnavailableError } from "../provider/errors.ts";
import type { PaymentProvider } from "../provider/provider.ts";

/** An adapter under test. Each token asks for one behaviour; null where the provider's test mode cannot show it. */
export interface ProviderUnderTest {
  readonly provider: PaymentProvider;
  readonly tokens: {
    readonly ok: string;
    readonly declined: string;
    readonly unknown: string;
    readonly timeoutAfterCharge: string | null;
    readonly outage: string | null;
    readonly captureRefused: string | null;
    readonly refundRefused: string | null;
  };
  stop(): Promise<void>;
}

const LIMIT = 60_000;

/** What the port promises, to be run over every adapter. */
export function describeProvider(name: string, open: () => Promise<ProviderUnderTest>): void {
  describe(`payment provider: ${name}`, () => {
    let under: ProviderUnderTest;
    beforeAll(async () => {
      under = await open();
    }, LIMIT);
    afterAll(() => under.stop(), LIMIT);

    const amount = { amountMinor: 2_000, currency: "EUR" };
    const newOrder = () => `ord_${crypto.randomUUID()}`;
    const booked = async (orderId: string) =>
      (await under.provider.transactions({ orderId })).map((entry) => `${entry.kind} ${entry.amount.amountMinor}`);

    async function authorized(paymentToken = under.tokens.ok) {
      const orderId = newOrder();
      const key = `${orderId}/authorize`;
      const outcome = await under.provider.authorize({ key, amount, paymentToken, orderId });
      if (outcome.kind !== "authorized") throw new Error(`not authorized: ${outcome.code}`);
      return { orderId, key, authorizationId: outcome.authorizationId };
    }

    async function captured(paymentToken = under.tokens.ok) {
      const held = await authorized(paymentToken);
      const outcome = await under.provider.capture({ key: `${held.orderId}/capture`, authorizationId: held.authorizationId, amount });
      expect(outcome).toEqual({ kind: "captured", amount });
      return held;
    }

    test("the same key is the same authorization, also when asked at the same time", async () => {
      const orderId = newOrder();
      const request = { key: `${orderId}/authorize`, amount, paymentToken: under.tokens.ok, orderId };
      const outcomes = await Promise.all(Array.from({ length: 8 }, () => under.provider.authorize(request)));
      expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome))).size).toBe(1);
      expect(outcomes[0]?.kind).toBe("authorized");
      expect(await booked(orderId)).toEqual(["AUTHORIZATION 2000"]);
    });

    test("a key that is used again for another amount is refused as a defect", async () => {
      const { orderId, key } = await authorized();
      const other = under.provider.authorize({ key, amount: { ...amount, amountMinor: 2_001 }, paymentToken: under.tokens.ok, orderId });
      expect(other).rejects.toBeInstanceOf(ProviderRequestError);
      await other.catch(() => {});
    });

    test("a card that says no, and a token that is none, are declined with stable codes", async () => {
      const orderId = newOrder();
      const ask = (paymentToken: string) => under.provider.authorize({ key: `${orderId}/${paymentToken}`, amount, paymentToken, orderId });
      expect(await ask(under.tokens.declined)).toMatchObject({ kind: "declined", code: "CARD_DECLINED" });
      expect(await ask(under.tokens.unknown)).toMatchObject({ kind: "declined", code: "INVALID_PAYMENT_TOKEN" });
      expect(await booked(orderId)).toEqual([]);
    });

    test("settling an authorization tells what it came to", async () => {
      const { orderId, key, authorizationId } = await authorized();
      expect(await under.provider.settle({ key, orderId })).toEqual({ kind: "authorized", authorizationId });
      const declinedKey = `${orderId}/declined`;
      await under.provider.authorize({ key: declinedKey, amount, paymentToken: under.tokens.declined, orderId });
      expect(await under.provider.settle({ key: declinedKey, orderId })).toMatchObject({ kind: "declined", code: "CARD_DECLINED" });
    });

    test("settling a key that was never used spends it: an authorization that comes later sets nothing aside", async () => {
      const orderId = newOrder();
      const key = `${orderId}/authorize`;
      expect(await under.provider.settle({ key, orderId })).toEqual({ kind: "never" });
      expect(await under.provider.authorize({ key, amount, paymentToken: under.tokens.ok, orderId })).toMatchObject({ kind: "declined" });
      expect(await under.provider.settle({ key, orderId })).toEqual({ kind: "never" });
      expect(await booked(orderId)).toEqual([]);
    });

    test("settling and authorizing at the same time agree", async () => {
      for (let round = 0; round < 10; round += 1) {
        const orderId = newOrder();
        const key = `${orderId}/authorize`;
        const [settled, outcome] = await Promise.all([
          under.provider.settle({ key, orderId }),
          under.provider.authorize({ key, amount, paymentToken: under.tokens.ok, orderId }),
        ]);
        expect(outcome.kind === "authorized").toBe(settled.kind === "authorized");
        expect(await booked(orderId)).toEqual(outcome.kind === "authorized" ? ["AUTHORIZATION 2000"] : []);
      }
    });

    test("an authorization is captured once, under one key or many", async () => {
      const { orderId, authorizationId } = await authorized();
      const capture = (key: string) => under.provider.capture({ key: `${orderId}/${key}`, authorizationId, amount });
      const outcomes = await Promise.all(["a", "a", "b", "c"].map(capture));
      expect(await booked(orderId)).toEqual(["AUTHORIZATION 2000", "CAPTURE 2000"]);
      expect(outcomes.some(({ kind }) => kind === "captured")).toBe(true);
      expect(await Promise.all(["a", "b", "c"].map(capture))).toEqual([outcomes[0]!, outcomes[2]!, outcomes[3]!]);
    });

    test("more than was authorized is not captured", async () => {
      const { orderId, authorizationId } = await authorized();
      const outcome = await under.provider.capture({ key: `${orderId}/c`, authorizationId, amount: { ...amount, amountMinor: 2_001 } });
      expect(outcome).toMatchObject({ kind: "refused" });
      expect(await booked(orderId)).toEqual(["AUTHORIZATION 2000"]);
    });

    test("of a capture and a void exactly one happens", async () => {
      for (let round = 0; round < 10; round += 1) {
        const { orderId, authorizationId } = await authorized();
        const [taken, let_go] = await Promise.all([
          under.provider.capture({ key: `${orderId}/capture`, authorizationId, amount }),
          under.provider.void({ key: `${orderId}/void`, authorizationId, amount }),
        ]);
        expect(let_go).toEqual(taken.kind === "captured" ? { kind: "already-captured", amount } : { kind: "voided" });
        expect((await booked(orderId)).length).toBe(2);
      }
    });

    test("letting go twice is letting go once", async () => {
      const { orderId, authorizationId } = await authorized();
      for (const key of ["a", "a", "b"]) {
        expect(await under.provider.void({ key: `${orderId}/${key}`, authorizationId, amount })).toEqual({ kind: "voided" });
      }
      expect(await booked(orderId)).toEqual(["AUTHORIZATION 2000", "VOID 2000"]);
    });

    test("parts are refunded, each key once, never more than is left", async () => {
      const { orderId, authorizationId } = await captured();
      const refund = (key: string, amountMinor: number) =>
        under.provider.refund({ key: `${orderId}/${key}`, authorizationId, amount: { ...amount, amountMinor } });
      const first = await Promise.all(Array.from({ length: 5 }, () => refund("first", 1_500)));
      expect(first).toEqual(Array.from({ length: 5 }, () => ({ kind: "refunded" }) as const));
      expect(await refund("second", 501)).toMatchObject({ kind: "refused", code: "REFUND_EXCEEDS_CAPTURE" });
      expect(await refund("third", 500)).toEqual({ kind: "refunded" });
      expect(await refund("first", 1_500)).toEqual({ kind: "refunded" });
      expect(await booked(orderId)).toEqual(["AUTHORIZATION 2000", "CAPTURE 2000", "REFUND 1500", "REFUND 500"]);
    });

    test("what was not captured is not refunded", async () => {
      const { orderId, authorizationId } = await authorized();
      expect(await under.provider.refund({ key: `${orderId}/r`, authorizationId, amount })).toMatchObject({ kind: "refused" });
    });

    test("an authorization that the provider does not know is a defect of the caller", async () => {
      const outcome = await under.provider.void({ key: "x", authorizationId: "auth_unknown", amount }).catch((error: unknown) => error);
      expect(outcome).toBeInstanceOf(ProviderRequestError);
    });

    test("a call whose answer was lost is answered when it is made again, and is booked once", async () => {
      const { timeoutAfterCharge: paymentToken } = under.tokens;
      if (paymentToken === null) return;
      const orderId = newOrder();
      const request = { key: `${orderId}/authorize`, amount, paymentToken, orderId };
      const lost = await under.provider.authorize(request, AbortSignal.timeout(100)).catch((error: unknown) => error);
      expect(lost).toBeInstanceOf(ProviderTimeoutError);
      expect(await booked(orderId)).toEqual(["AUTHORIZATION 2000"]);
      expect(await under.provider.authorize(request)).toMatchObject({ kind: "authorized" });
      expect(await booked(orderId)).toEqual(["AUTHORIZATION 2000"]);
    });

    test("an outage is thrown, and nothing is booked", async () => {
      const { outage: paymentToken } = under.tokens;
      if (paymentToken === null) return;
      const orderId = newOrder();
      const down = await under.provider.authorize({ key: orderId, amount, paymentToken, orderId }).catch((error: unknown) => error);
      expect(down).toBeInstanceOf(ProviderUnavailableError);
      expect(await booked(orderId)).toEqual([]);
    });

    test("a refused capture leaves the money set aside; a refused refund leaves it with us", async () => {
      const { captureRefused, refundRefused } = under.tokens;
      if (captureRefused !== null) {
        const { orderId, authorizationId } = await authorized(captureRefused);
        expect(await under.provider.capture({ key: `${orderId}/c`, authorizationId, amount })).toMatchObject({ kind: "refused" });
        expect(await under.provider.void({ key: `${orderId}/v`, authorizationId, amount })).toEqual({ kind: "voided" });
      }
      if (refundRefused !== null) {
        const { orderId, authorizationId } = await captured(refundRefused);
        expect(await under.provider.refund({ key: `${orderId}/r`, authorizationId, amount })).toMatchObject({ kind: "refused" });
        expect(await booked(orderId)).toEqual(["AUTHORIZATION 2000", "CAPTURE 2000"]);
      }
    });
  });
}
