import { expect, test } from "bun:test";
import { systemClock } from "@mercato/chassis/clock";
import { ProviderTimeoutError, ProviderUnavailableError } from "./errors.ts";
import type { PaymentProvider } from "./provider.ts";
import { withTimeout } from "./timeout.ts";

const call = { key: "k", authorizationId: "auth_1", amount: { amountMinor: 1, currency: "GBP" } };

/** A provider whose voids do as told; its other calls are not made here. */
function voiding(work: (signal: AbortSignal | undefined) => ReturnType<PaymentProvider["void"]>): PaymentProvider {
  const never = () => Promise.reject(new Error("not called"));
  return {
    name: "fake",
    authorize: never,
    settle: never,
    capture: never,
    refund: never,
    transactions: never,
    void: (_move, signal) => work(signal),
  };
}

const failure = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

test("a provider that never answers and does not listen is given up on", async () => {
  const deaf = withTimeout(
    voiding(() => new Promise(() => {})),
    { timeoutMs: 10, clock: systemClock },
  );
  const error = await failure(deaf.void(call));
  expect(error).toBeInstanceOf(ProviderTimeoutError);
  expect(error).toMatchObject({ code: "PROVIDER_TIMEOUT", retryable: true, operation: "void" });
});

test("the adapter's own signal ends with the time, and with the caller's patience", async () => {
  const seen: AbortSignal[] = [];
  const listening = withTimeout(
    voiding((signal) => {
      if (signal) seen.push(signal);
      return new Promise(() => {});
    }),
    { timeoutMs: 60_000, clock: systemClock },
  );
  const caller = new AbortController();
  const pending = failure(listening.void(call, caller.signal));
  caller.abort();
  expect(await pending).toBeInstanceOf(ProviderTimeoutError);
  expect(seen[0]?.aborted).toBe(true);
});

test("what comes in time passes as it is, errors too", async () => {
  const outcome = { kind: "voided" } as const;
  expect(
    await withTimeout(
      voiding(() => Promise.resolve(outcome)),
      { timeoutMs: 1_000, clock: systemClock },
    ).void(call),
  ).toBe(outcome);
  const down = new ProviderUnavailableError("void");
  expect(
    await failure(
      withTimeout(
        voiding(() => Promise.reject(down)),
        { timeoutMs: 1_000, clock: systemClock },
      ).void(call),
    ),
  ).toBe(down);
});
