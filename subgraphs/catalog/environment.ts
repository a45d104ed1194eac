import { type EnvironmentSource, readEnvironment, subgraphVariables } from "@mercato/chassis/env";

export const catalogVariables = subgraphVariables({ port: 4002, database: "mercato_catalog" });

export type CatalogEnvironment = ReturnType<typeof readCatalogEnvironment>;

/** @throws EnvironmentError naming every variable that is missing or wrong. */
export function readCatalogEnvironment(source: EnvironmentSource) {
  return readEnvironment("catalog", catalogVariables, source);
}
