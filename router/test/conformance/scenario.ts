import type { SubgraphDefinition } from "../kit/subgraph.ts";

/** A small supergraph, and what it has to answer. */
export interface Scenario {
  /** What of federation it is about. */
  readonly name: string;
  readonly subgraphs: readonly SubgraphDefinition[];
  /** Of the router. @default none besides what the suite sets */
  readonly environment?: Readonly<Record<string, string>>;
  readonly cases: readonly Case[];
}

export interface Case {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly data: unknown;
  /** Paths of the errors, joined by dots; an error without a path is "". @default none */
  readonly errors?: readonly string[];
  /** Why a planner makes another answer of it. The case then fails when it does not. */
  readonly apolloDiffers?: string;
  readonly hiveDiffers?: string;
}

type Row = Readonly<Record<string, unknown>>;

/** Resolves references among rows: the first one that agrees with all that the reference says of itself. Keeps the rest of the reference (`@requires`). */
export function among(rows: readonly Row[], ...keys: readonly string[]) {
  return (reference: Row): Row | null => {
    const given = keys.filter((key) => key in reference);
    const row = rows.find((one) => given.every((key) => Bun.deepEquals(one[key], reference[key])));
    return row ? { ...row, ...reference } : null;
  };
}

/** Resolves a root field to a value. */
export const always = (value: unknown) => () => value;
