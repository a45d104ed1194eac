import { type EnvironmentSource, readEnvironment, subgraphVariables } from "@mercato/chassis/env";
import { z } from "zod";

const DATABASE = "mercato_payments";

const provider = z.enum(["sandbox"]);

export const paymentsVariables = {
  ...subgraphVariables({ port: 4005, database: DATABASE }),
  MONGO_DATABASE: z
    .string()
    .min(1)
    // Leaves room for "_sandbox" in what MongoDB takes for a name.
    .max(54)
    .default(DATABASE)
    .describe("Database of this subgraph, and of no other; the sandbox keeps its books in one of this name with `_sandbox` after it"),
  NODE_ENV: z.string().optional().describe("`production` takes the default of PAYMENT_PROVIDER away"),
  PAYMENT_PROVIDER: provider
    .default("sandbox")
    .describe("Who moves the money. `sandbox` moves none. In production it has no default: play money has to be chosen knowingly"),
  PROVIDER_TIMEOUT_MS: z.coerce
    .number()
    .int()
    .min(10)
    .max(120_000)
    .default(5_000)
    .describe("How long one call to the provider may take, in milliseconds"),
} as const;

export type PaymentsEnvironment = z.infer<z.ZodObject<typeof paymentsVariables>>;

/** Reads the environment of the payments process. @throws EnvironmentError naming every variable that is wrong. */
export function readPaymentsEnvironment(source: EnvironmentSource): PaymentsEnvironment {
  const isProduction = source["NODE_ENV"] === "production";
  return readEnvironment("payments", isProduction ? { ...paymentsVariables, PAYMENT_PROVIDER: provider } : paymentsVariables, source);
}
