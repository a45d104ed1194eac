import { type EnvironmentSource, readEnvironment, subgraphVariables } from "@mercato/chassis/env";
import { z } from "zod";

const milliseconds = z.coerce.number().int().positive();

/** What the inventory reads from its environment. */
export const inventoryVariables = {
  ...subgraphVariables({ port: 4003, database: "mercato_inventory" }),
  AVAILABILITY_INTERVAL_MS: milliseconds
    .default(250)
    .describe("Pause between two rounds of announcing what can be bought, in milliseconds"),
  SETTLE_INTERVAL_MS: milliseconds
    .default(500)
    .describe("Pause between two looks for expired reservations and abandoned work, in milliseconds"),
  SETTLE_AFTER_MS: milliseconds
    .default(5_000)
    .describe("How long work may take before others take it for abandoned and finish it, in milliseconds"),
} as const;

export type InventoryEnvironment = z.infer<z.ZodObject<typeof inventoryVariables>>;

/** @throws EnvironmentError naming every variable that is wrong. */
export function readInventoryEnvironment(source: EnvironmentSource): InventoryEnvironment {
  return readEnvironment("inventory", inventoryVariables, source);
}
