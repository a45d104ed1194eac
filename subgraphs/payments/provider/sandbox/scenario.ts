/** How the sandbox behaves towards an authorization, as its payment token asked for. */
export type Scenario =
  | "ok"
  | "decline"
  | "insufficient-funds"
  | "timeout-after-charge"
  | "capture-timeout"
  | "capture-fails"
  | "outage"
  | "outage-once"
  | "refund-fails"
  | "unknown-token";

const SCENARIOS: ReadonlyMap<string, Scenario> = new Map([
  ["sandbox-ok", "ok"],
  ["sandbox-decline", "decline"],
  ["sandbox-insufficient-funds", "insufficient-funds"],
  ["sandbox-timeout-after-charge", "timeout-after-charge"],
  ["sandbox-capture-timeout", "capture-timeout"],
  ["sandbox-capture-fails", "capture-fails"],
  ["sandbox-outage", "outage"],
  ["sandbox-outage-once", "outage-once"],
  ["sandbox-refund-fails", "refund-fails"],
]);

/** The tokens that the sandbox knows. */
export const sandboxTokens: readonly string[] = [...SCENARIOS.keys()];

/** What a payment token asks for. The books keep the scenario, not the token: to the sandbox, as to any provider, a token is a secret. */
export function scenarioOf(paymentToken: string): Scenario {
  return SCENARIOS.get(paymentToken) ?? "unknown-token";
}

/** Why a scenario's authorization is declined; null when it is not. */
export function declineOf(scenario: Scenario): { readonly code: string; readonly message: string } | null {
  switch (scenario) {
    case "decline":
      return { code: "CARD_DECLINED", message: "The card was declined." };
    case "insufficient-funds":
      return { code: "INSUFFICIENT_FUNDS", message: "There is not enough money on the account." };
    case "unknown-token":
      return { code: "INVALID_PAYMENT_TOKEN", message: "The payment token is not valid." };
    default:
      return null;
  }
}
