import type { PlanNode } from "../planner/planner.ts";
import type { TypeSystem } from "../supergraph/supergraph.ts";
import { type Atom, atomsOf, fetchesOf, type PlannedFetch } from "./defer-atoms.ts";
import type { KeyPath } from "./defer-needs.ts";

/** Adds to the list under a key. */
export function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}

/** What the fetches of a plan bring, and what hangs on what. */
export interface Analysis {
  readonly fetches: readonly PlannedFetch[];
  readonly atoms: readonly Atom[];
  /** Positions of the atoms that bring something. */
  readonly bringers: ReadonlyMap<KeyPath, readonly number[]>;
}

export function analyse(plan: PlanNode, types: TypeSystem): Analysis {
  const fetches = fetchesOf(plan);
  const atoms = atomsOf(fetches, types);
  const bringers = new Map<KeyPath, number[]>();
  for (const [position, { brings }] of atoms.entries()) for (const path of brings) push(bringers, path, position);
  return { fetches, atoms, bringers };
}

/** The atoms that have to be there before one can be asked for. */
export function dependencies({ fetches, atoms, bringers }: Analysis, atom: Atom): readonly number[] {
  const before = fetches[atom.fetch]?.before ?? [];
  return [...atom.needs].flatMap((path) => bringers.get(path) ?? []).filter((other) => before.includes(atoms[other]?.fetch ?? -1));
}

/** The atoms that bring some paths, with all that they hang on. */
export function closure(analysis: Analysis, needs: ReadonlySet<KeyPath>, always: readonly number[]): ReadonlySet<number> {
  const reached = new Set<number>(always);
  for (const path of needs) for (const position of analysis.bringers.get(path) ?? []) reached.add(position);
  // A set that grows while it is walked through is walked to its end.
  for (const position of reached) {
    const atom = analysis.atoms[position];
    for (const other of atom ? dependencies(analysis, atom) : []) reached.add(other);
  }
  return reached;
}
