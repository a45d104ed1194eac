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
  /** The atoms that have to be there before one can be asked for, by their positions. */
  dependenciesOf(position: number): ReadonlySet<number>;
}

export function analyse(plan: PlanNode, types: TypeSystem): Analysis {
  const fetches = fetchesOf(plan);
  const atoms = atomsOf(fetches, types);
  const bringers = new Map<KeyPath, number[]>();
  for (const [position, { brings }] of atoms.entries()) for (const path of brings) push(bringers, path, position);
  /** What the atoms of one place need is one set. */
  const known = new Map<Atom["needs"], ReadonlySet<number>>();

  function find({ fetch, needs }: Atom): ReadonlySet<number> {
    const before = new Set(fetches[fetch]?.before);
    return new Set([...needs].flatMap((path) => bringers.get(path) ?? []).filter((other) => before.has(atoms[other]?.fetch ?? -1)));
  }

  return {
    fetches,
    atoms,
    bringers,
    dependenciesOf(position) {
      const atom = atoms[position];
      if (atom === undefined) return new Set();
      const found = known.get(atom.needs) ?? find(atom);
      known.set(atom.needs, found);
      return found;
    },
  };
}

/** The atoms that bring some paths, with all that they hang on. */
export function closure(analysis: Analysis, needs: Iterable<KeyPath>, always: readonly number[]): ReadonlySet<number> {
  const reached = new Set<number>(always);
  for (const path of needs) for (const position of analysis.bringers.get(path) ?? []) reached.add(position);
  // A set that grows while it is walked through is walked to its end.
  for (const position of reached) for (const other of analysis.dependenciesOf(position)) reached.add(other);
  return reached;
}
