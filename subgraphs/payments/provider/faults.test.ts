import { expect, test } from "bun:test";
import { createFaults } from "@mercato/chassis/faults";
import { withProviderFaults } from "./faults.ts";
import type { AuthorizeRequest, PaymentProvider } from "./provider.ts";

const amount = { amountMinor: 100, currency: "GBP" };
const request: AuthorizeRequest = { key: "k", amount, paymentToken: "sandbox-ok", orderId: "order_1" };
const onAuthorization = { key: "k2", authorizationId: "a", amount };

function setUp(name = "sandbox") {
  const calls: string[] = [];
  const provider = {
    name,
    authorize: async ({ paymentToken }: AuthorizeRequest) => {
      calls.push(`authorize ${paymentToken}`);
      return { kind: "authorized", authorizationId: "a" };
    },
    capture: async () => {
      calls.push("capture");
      return { kind: "captured", amount };
    },
    refund: async () => {
      calls.push("refund");
      return { kind: "refunded" };
    },
  } as unknown as PaymentProvider;
  const faults = createFaults({ service: "payments", randomness: { next: () => 0.4 } });
  return { calls, faults, provider: withProviderFaults(provider, faults) };
}

test("without flags a provider is as it is", async () => {
  const { provider, calls } = setUp();
  expect(await provider.authorize(request)).toEqual({ kind: "authorized", authorizationId: "a" });
  expect([provider.name, calls]).toEqual(["sandbox", ["authorize sandbox-ok"]]);
});

test("provider-decline: a card is asked about that the sandbox declines; no other provider's cards are touched", async () => {
  const { provider, faults, calls } = setUp();
  faults.set("provider-decline", { rate: 1 });
  await provider.authorize(request);
  expect(calls).toEqual(["authorize sandbox-decline"]);
  const real = setUp("another");
  real.faults.set("provider-decline", { rate: 1 });
  await real.provider.authorize(request);
  expect(real.calls).toEqual(["authorize sandbox-ok"]);
});

test("provider-outage: nothing is done, and it says so", async () => {
  const { provider, faults, calls } = setUp();
  faults.set("provider-outage", { rate: 1 });
  await expect(provider.capture(onAuthorization)).rejects.toMatchObject({ code: "PROVIDER_UNAVAILABLE", retryable: true });
  expect(calls).toEqual([]);
  faults.set("provider-outage", { rate: 0.3 });
  expect(await provider.capture(onAuthorization)).toEqual({ kind: "captured", amount });
});

test("provider-timeout-after-charge: it is done, and the answer is lost", async () => {
  const { provider, faults, calls } = setUp();
  faults.set("provider-timeout-after-charge", { rate: 0.5 });
  await expect(provider.refund(onAuthorization)).rejects.toMatchObject({ code: "PROVIDER_TIMEOUT", retryable: true });
  expect(calls).toEqual(["refund"]);
});
