import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

function read(name: string): string {
  return readFileSync(fileURLToPath(new URL(`${name}.graphql`, import.meta.url)), "utf8");
}

export const SUBGRAPHS = ["accounts", "inventory", "products", "reviews"] as const;
export type SubgraphName = (typeof SUBGRAPHS)[number];

export function isSubgraph(name: string): name is SubgraphName {
  return SUBGRAPHS.some((subgraph) => subgraph === name);
}

export function subgraphSdl(name: SubgraphName): string {
  return read(name);
}

/** The same as one schema, for one process. */
export function mergedSdl(): string {
  return read("merged");
}

/** What is asked in the benchmark. */
export interface Operation {
  readonly operationName: string;
  readonly query: string;
}

/** Everything about users, their reviews, the products, their reviews, and so on: all subgraphs, several levels down. */
export function deepOperation(): Operation {
  return { operationName: "Deep", query: read("deep") };
}

/** Reviews: one subgraph knows all of it. */
export function passThroughOperation(): Operation {
  return { operationName: "PassThrough", query: read("pass-through") };
}
