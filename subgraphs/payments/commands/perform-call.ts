import type { ProviderCall, SettledCall } from "../domain/provider-call.ts";
import type { PaymentProvider } from "../provider/provider.ts";
import { MissingTokenError } from "./errors.ts";

export interface CallContext {
  readonly orderId: string;
  /** Null for every command but the one that authorizes. */
  readonly paymentToken: string | null;
}

/**
 * Makes a call that was recorded before.
 * @throws ProviderTimeoutError, ProviderUnavailableError: the call stays pending, and is made again under the same key.
 */
export async function performCall(provider: PaymentProvider, call: ProviderCall, context: CallContext): Promise<SettledCall> {
  const { orderId, paymentToken } = context;
  switch (call.kind) {
    case "authorize": {
      if (paymentToken === null) throw new MissingTokenError(orderId);
      const { key, amount } = call;
      return { kind: "authorize", call, outcome: await provider.authorize({ key, amount, orderId, paymentToken }) };
    }
    case "settle":
      return { kind: "settle", call, outcome: await provider.settle({ key: call.key, orderId }) };
    case "capture":
      return { kind: "capture", call, outcome: await provider.capture(call) };
    case "void":
      return { kind: "void", call, outcome: await provider.void(call) };
    case "refund":
      return { kind: "refund", call, outcome: await provider.refund(call) };
  }
}
