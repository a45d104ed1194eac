import type { Faults } from "@mercato/chassis/faults";
import { ProviderTimeoutError, ProviderUnavailableError } from "./errors.ts";
import type { PaymentProvider } from "./provider.ts";
import { sandboxTokens } from "./sandbox/scenario.ts";

/** What a card is told apart by that the sandbox declines. Only the sandbox has such a card, so only its cards can be declined on purpose. */
const DECLINED = sandboxTokens.find((token) => token === "sandbox-decline");

/**
 * A provider that fails as flags say. It fails as an outside company does: what it says is in its books, and what it does not say may be, so that
 * the same call again finds out.
 */
export function withProviderFaults(provider: PaymentProvider, faults: Faults): PaymentProvider {
  function failing<Request, Outcome>(operation: string, call: (request: Request, signal?: AbortSignal) => Promise<Outcome>) {
    return async (request: Request, signal?: AbortSignal): Promise<Outcome> => {
      if (faults.strikes("provider-outage") !== null) throw new ProviderUnavailableError(operation);
      const outcome = await call(request, signal);
      if (faults.strikes("provider-timeout-after-charge") !== null) throw new ProviderTimeoutError(operation);
      return outcome;
    };
  }

  type Authorize = PaymentProvider["authorize"];
  const authorize: Authorize = (request, signal) => {
    const isDeclined = DECLINED !== undefined && provider.name === "sandbox" && faults.strikes("provider-decline") !== null;
    return provider.authorize(isDeclined ? { ...request, paymentToken: DECLINED } : request, signal);
  };

  return {
    name: provider.name,
    authorize: failing<Parameters<Authorize>[0], Awaited<ReturnType<Authorize>>>("authorize", authorize),
    settle: failing("settle", (request: Parameters<PaymentProvider["settle"]>[0], signal) => provider.settle(request, signal)),
    capture: failing("capture", (request: Parameters<PaymentProvider["capture"]>[0], signal) => provider.capture(request, signal)),
    void: failing("void", (request: Parameters<PaymentProvider["void"]>[0], signal) => provider.void(request, signal)),
    refund: failing("refund", (request: Parameters<PaymentProvider["refund"]>[0], signal) => provider.refund(request, signal)),
    transactions: failing("transactions", (request: Parameters<PaymentProvider["transactions"]>[0], signal) =>
      provider.transactions(request, signal),
    ),
  };
}
