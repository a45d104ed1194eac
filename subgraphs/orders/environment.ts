import { type EnvironmentSource, readEnvironment, subgraphVariables } from "@mercato/chassis/env";
import { z } from "zod";

export const ordersVariables = {
  ...subgraphVariables({ port: 4004, database: "mercato_orders" }),
  SAGA_STEP_TIMEOUT_MS: z.coerce
    .number()
    .int()
    .positive()
    .default(10_000)
    .describe("Patience with the first asking of a saga's participant; doubles with every asking"),
  SAGA_STEP_ATTEMPTS: z.coerce.number().int().min(1).default(3).describe("How often a participant is asked before the order is called off"),
  RESERVATION_TTL_SECONDS: z.coerce
    .number()
    .int()
    .positive()
    .default(900)
    .describe("How long stock stays reserved for an order that is not through"),
} as const;

export type OrdersEnvironment = ReturnType<typeof readOrdersEnvironment>;

/** @throws EnvironmentError naming every variable that is missing or wrong. */
export function readOrdersEnvironment(source: EnvironmentSource) {
  return readEnvironment("orders", ordersVariables, source);
}
