import type { Clock } from "@mercato/chassis/clock";
import type { AuthorizeOutcome, CaptureOutcome, RefundOutcome, VoidOutcome } from "../../domain/provider-call.ts";
import { ProviderRequestError, ProviderTimeoutError, ProviderUnavailableError } from "../errors.ts";
import type { AuthorizeRequest, PaymentProvider } from "../provider.ts";
import { type Account, type Books, bookedUnder, type Move } from "./books.ts";
import { declineOf, scenarioOf } from "./scenario.ts";

const REFUSALS = {
  voided: { kind: "refused", code: "AUTHORIZATION_VOIDED", message: "The authorization was let go." },
  captured: { kind: "refused", code: "ALREADY_CAPTURED", message: "The authorization was captured before." },
  capture: { kind: "refused", code: "CAPTURE_REFUSED", message: "The bank refused to pay out the authorized money." },
  exceeds: { kind: "refused", code: "AMOUNT_EXCEEDS_AUTHORIZATION", message: "That is more than was authorized." },
  refund: { kind: "refused", code: "REFUND_REFUSED", message: "The bank refused to take the money back." },
  refundExceeds: { kind: "refused", code: "REFUND_EXCEEDS_CAPTURE", message: "That is more than is left of the captured money." },
} as const;

/** How long a call that times out keeps its caller waiting, when the caller's own patience does not end sooner. */
const HANG_MS = 1_000;

export interface SandboxOptions {
  readonly books: Books;
  readonly clock: Clock;
}

function authorizationOf(account: Account): AuthorizeOutcome {
  if (account.status === "declined" && account.decline !== null) return { kind: "declined", ...account.decline };
  if (account.status === "sealed")
    return { kind: "declined", code: "KEY_SPENT", message: "The authorization was given up before it was made." };
  return { kind: "authorized", authorizationId: account.authorizationId };
}

function refusedCapture({ status }: Account): CaptureOutcome {
  if (status === "authorized") return REFUSALS.exceeds;
  return status === "captured" ? REFUSALS.captured : REFUSALS.voided;
}

function voidOutcomeOf({ status, capturedMinor, currency }: Account): VoidOutcome {
  if (status !== "captured") return { kind: "voided" };
  return { kind: "already-captured", amount: { amountMinor: capturedMinor, currency } };
}

async function refund(books: Books, move: Move): Promise<RefundOutcome> {
  const before = await books.account("refund", move.authorizationId);
  if (before.scenario === "refund-fails") return REFUSALS.refund;
  const account = await books.refund(move);
  return bookedUnder(account, "REFUND", move.key) === null ? REFUSALS.refundExceeds : { kind: "refunded" };
}

/** The company's database is its own affair: when it fails, the caller only sees that no answer came, and that the call may have been booked. */
async function reachable<Outcome>(operation: string, work: Promise<Outcome>): Promise<Outcome> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Error && error.name.startsWith("Mongo")) throw new ProviderTimeoutError(operation, { cause: error });
    throw error;
  }
}

/**
 * A provider for development and tests that acts as an outside company would: it keeps its own books in its own database, knows calls again by
 * their keys, and fails in the ways that payment tokens ask for. No money moves.
 */
export function createSandboxProvider({ books, clock }: SandboxOptions): PaymentProvider {
  /** As a call whose answer is lost: the caller learns nothing but that it waited. */
  async function hang(operation: string, signal: AbortSignal | undefined): Promise<never> {
    await clock.sleep(HANG_MS, signal);
    throw new ProviderTimeoutError(operation);
  }

  async function refuseToWork(scenario: string, key: string): Promise<void> {
    const isOut = scenario === "outage" || (scenario === "outage-once" && (await books.isToShow(`outage ${key}`, 1)));
    if (isOut) throw new ProviderUnavailableError("authorize");
  }

  async function authorize({ key, amount, paymentToken, orderId }: AuthorizeRequest, signal?: AbortSignal): Promise<AuthorizeOutcome> {
    const scenario = scenarioOf(paymentToken);
    await refuseToWork(scenario, key);
    const decline = declineOf(scenario);
    const account = await books.open({ key, orderId, amount, scenario, decline, status: decline === null ? "authorized" : "declined" });
    const isOther = account.amountMinor !== amount.amountMinor || account.currency !== amount.currency;
    if (account.status !== "sealed" && isOther) throw new ProviderRequestError("authorize", "the key was used for another amount");
    const isLost = account.scenario === "timeout-after-charge" && (await books.isToShow(`timeout ${key}`, 1));
    return isLost ? hang("authorize", signal) : authorizationOf(account);
  }

  /** What the account says about a capture after it was tried. */
  async function capture(move: Move, signal?: AbortSignal): Promise<CaptureOutcome> {
    const before = await books.account("capture", move.authorizationId);
    if (before.scenario === "capture-fails" && before.status === "authorized") return REFUSALS.capture;
    const account = await books.capture(move);
    const amountMinor = bookedUnder(account, "CAPTURE", move.key);
    if (amountMinor === null) return refusedCapture(account);
    const isLost = account.scenario === "capture-timeout" && (await books.isToShow(`capture ${move.key}`, 1));
    return isLost ? hang("capture", signal) : { kind: "captured", amount: { amountMinor, currency: account.currency } };
  }

  return {
    name: "sandbox",
    authorize: (request, signal) => reachable("authorize", authorize(request, signal)),
    capture: (move, signal) => reachable("capture", capture(move, signal)),
    settle: ({ key, orderId }) =>
      reachable(
        "settle",
        books
          .open({ key, orderId, amount: null, scenario: "ok", decline: null, status: "sealed" })
          .then((account) => (account.status === "sealed" ? { kind: "never" } : authorizationOf(account))),
      ),
    void: (move) => reachable("void", books.void(move).then(voidOutcomeOf)),
    refund: (move) => reachable("refund", refund(books, move)),
    transactions: ({ orderId }) => reachable("transactions", books.transactions(orderId)),
  };
}
