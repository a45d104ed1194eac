import type { Clock } from "@mercato/chassis/clock";
import { ProviderTimeoutError } from "./errors.ts";
import type { PaymentProvider } from "./provider.ts";

/** Rejects when the signal aborts, also when the provider's adapter does not listen to it. */
async function inTime<T>(operation: string, signal: AbortSignal, call: Promise<T>): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const onAbort = () => aborted.reject(new ProviderTimeoutError(operation, { cause: signal.reason }));
  if (signal.aborted) onAbort();
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([call, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}

export interface TimeoutOptions {
  /** What one call may take, in milliseconds. */
  readonly timeoutMs: number;
  readonly clock: Clock;
}

/** Gives every call to a provider its own time. One that takes longer is given up on with ProviderTimeoutError. */
export function withTimeout(provider: PaymentProvider, { timeoutMs, clock }: TimeoutOptions): PaymentProvider {
  function timed<Request, Outcome>(operation: string, call: (request: Request, signal: AbortSignal) => Promise<Outcome>) {
    return (request: Request, outer?: AbortSignal): Promise<Outcome> => {
      const limit = new AbortController();
      const over = new AbortController();
      void clock.sleep(timeoutMs, over.signal).then(() => {
        if (!over.signal.aborted) limit.abort(new DOMException("The time is over.", "TimeoutError"));
      });
      const signal = outer === undefined ? limit.signal : AbortSignal.any([outer, limit.signal]);
      return inTime(operation, signal, call(request, signal)).finally(() => over.abort());
    };
  }
  return {
    name: provider.name,
    authorize: timed("authorize", (request: Parameters<PaymentProvider["authorize"]>[0], signal) => provider.authorize(request, signal)),
    settle: timed("settle", (request: Parameters<PaymentProvider["settle"]>[0], signal) => provider.settle(request, signal)),
    capture: timed("capture", (request: Parameters<PaymentProvider["capture"]>[0], signal) => provider.capture(request, signal)),
    void: timed("void", (request: Parameters<PaymentProvider["void"]>[0], signal) => provider.void(request, signal)),
    refund: timed("refund", (request: Parameters<PaymentProvider["refund"]>[0], signal) => provider.refund(request, signal)),
    transactions: timed("transactions", (request: Parameters<PaymentProvider["transactions"]>[0], signal) =>
      provider.transactions(request, signal),
    ),
  };
}
