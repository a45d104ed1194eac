import type { OperationName } from "./operations.ts";
import { settings } from "./settings.ts";

/** What 95 of 100 answers may take, in milliseconds, on a machine of its own. */
export const budgets: Record<OperationName, number> = {
  ProductSearch: 300,
  ProductPage: 300,
  VariantStock: 200,
  // Hashing a password is meant to be slow.
  Register: 1500,
  Login: 1500,
  StartGuestSession: 200,
  CreateCart: 300,
  AddCartLine: 400,
  PlaceOrder: 600,
  OrderStatus: 250,
  MyOrders: 500,
  CancelOrder: 600,
};

type Threshold = string | { threshold: string; abortOnFail: boolean; delayAbortEval: string };
export type Thresholds = Record<string, Threshold[]>;

export interface ThresholdOptions {
  /** Failed operations that are let pass, of all. @default 0 */
  failedShare?: number;
  /** Multiplies the budgets of this scenario. @default 1 */
  patience?: number;
  /** Ends the run when one breaks, after it was watched for this long: "10s". @default the run goes on */
  abortAfter?: string;
}

/** Thresholds on failures and on the latency of each operation. An operation that was not sent breaks none. */
export function thresholds(operations: OperationName[], { failedShare = 0, patience = 1, abortAfter }: ThresholdOptions = {}): Thresholds {
  const arm = (threshold: string): Threshold =>
    abortAfter === undefined ? threshold : { threshold, abortOnFail: true, delayAbortEval: abortAfter };
  const latencies = operations.map((name) => [
    `http_req_duration{operation:${name}}`,
    [arm(`p(95)<${budgets[name] * patience * settings.budgetFactor}`)],
  ]);
  return { graphql_failed: [arm(`rate<=${failedShare}`)], ...Object.fromEntries(latencies) };
}
