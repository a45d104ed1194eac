import type { PlanNode } from "../planner/planner.ts";
import { type Analysis, analyse, closure, push } from "./defer-analysis.ts";
import type { Atom, Fetch } from "./defer-atoms.ts";
import { type SeparationOptions, separateEntities } from "./defer-entities.ts";
import { needsOf, TYPE_NAME } from "./defer-needs.ts";
import { type Kept, pruneFetch } from "./defer-prune.ts";
import { type DeferredFragment, type SplitOperation, type SplitSource, splitDefers } from "./defer-split.ts";

/** A fetch of a deferred plan. */
export interface Step {
  readonly fetch: Fetch;
  /** Positions of the steps that are done before it. */
  readonly after: readonly number[];
}

/** A part of the answer: what it is made of is there when its steps are done. */
export interface Part<T> {
  readonly content: T;
  /** Positions. */
  readonly steps: readonly number[];
}

/**
 * How an operation with `@defer` is answered: the plan of the same operation without it, taken apart into steps, so that what the first payload needs does not
 * wait for the rest. Whoever planned it; all parts together have exactly what the operation without `@defer` has.
 */
export interface DeferPlan {
  readonly steps: readonly Step[];
  readonly primary: Part<SplitOperation["primary"]>;
  /** A fragment comes before those inside it. */
  readonly deferred: readonly Part<DeferredFragment>[];
}

/** Who a step works for: 0 is the first payload, others are fragments by id + 1. */
type Audience = ReadonlySet<number>;

const PRIMARY = 0;

interface Demand {
  /** By atom. */
  readonly audiences: readonly Audience[];
}

function demandOf(analysis: Analysis, split: SplitOperation, planKeys: SplitSource["planKeys"]): Demand {
  const mutating = analysis.atoms.flatMap(({ fetch }, position) =>
    analysis.fetches[fetch]?.fetch.operation.kind === "mutation" ? [position] : [],
  );
  const wanted = [
    { id: PRIMARY, atoms: closure(analysis, needsOf({ place: [], selectionSet: split.primary }, planKeys), mutating) },
    ...split.deferred.map((fragment) => ({ id: fragment.id + 1, atoms: closure(analysis, needsOf(fragment, planKeys), []) })),
  ];
  const audiences = analysis.atoms.map((_atom, position) => {
    const all = wanted.flatMap(({ id, atoms }) => (atoms.has(position) ? [id] : []));
    return new Set(all.includes(PRIMARY) ? [PRIMARY] : withoutInner(all, split.deferred));
  });
  return { audiences };
}

/** Fragments come after those around them: what these wait for, they need not wait for once more. */
function withoutInner(ids: readonly number[], deferred: readonly DeferredFragment[]): readonly number[] {
  const parents = new Map(deferred.map(({ id, parent }) => [id + 1, parent === null ? null : parent + 1]));
  return ids.filter((id) => {
    for (let outer = parents.get(id) ?? null; outer !== null; outer = parents.get(outer) ?? null) if (ids.includes(outer)) return false;
    return true;
  });
}

/** What of a fetch is for one audience. */
interface Piece {
  readonly audience: Audience;
  readonly atoms: readonly number[];
  readonly kept: Kept | "all";
}

/** The paths of a batch by what is asked for there: usually the same everywhere. */
function variantsOf(atoms: readonly Atom[]): readonly { readonly paths: readonly number[]; readonly keys: ReadonlySet<string> }[] {
  const byPath = new Map<number, Set<string>>();
  for (const { path, key } of atoms) byPath.set(path, (byPath.get(path) ?? new Set()).add(key));
  const variants = new Map<string, { readonly paths: number[]; readonly keys: ReadonlySet<string> }>();
  for (const [path, keys] of byPath) {
    const name = [...keys].sort().join();
    const known = variants.get(name) ?? { paths: [], keys };
    known.paths.push(path);
    variants.set(name, known);
  }
  return [...variants.values()];
}

/** What is asked for, as fetches that have each batch once at most. */
function keptOf(atoms: readonly Atom[]): readonly Kept[] {
  const byBatch = new Map<number, Atom[]>();
  for (const atom of atoms) push(byBatch, atom.batch, atom);
  const batches = [...byBatch].map(([batch, own]) => variantsOf(own).map((variant) => ({ batch, ...variant })));
  const rounds = Math.max(...batches.map(({ length }) => length));
  return Array.from({ length: rounds }, (_none, round) => batches.flatMap((variants) => variants[round] ?? []));
}

function nameOf(audience: Audience): string {
  return [...audience].sort((a, b) => a - b).join();
}

/** Divides a fetch among those that it works for. What nobody waits for goes along with the rest when it is the name of a type, and is not asked for otherwise. */
function piecesOf(analysis: Analysis, demand: Demand, position: number): readonly Piece[] {
  const own = analysis.atoms.flatMap((atom, index) => (atom.fetch === position ? [index] : []));
  const groups = new Map<string, number[]>();
  for (const index of own) {
    const audience = demand.audiences[index];
    if (audience && audience.size > 0) push(groups, nameOf(audience), index);
  }
  const fetch = analysis.fetches[position]?.fetch;
  if (fetch === undefined || groups.size === 0) return [];
  if (groups.size === 1 || fetch.operation.kind === "mutation") return [{ audience: unite(demand, own), atoms: own, kept: "all" }];
  const riders = own.filter((index) => demand.audiences[index]?.size === 0 && analysis.atoms[index]?.key === TYPE_NAME);
  return [...groups.values()].flatMap((group) => {
    const atoms = [...group, ...riders].flatMap((index) => analysis.atoms[index] ?? []);
    return keptOf(atoms).map((kept) => ({ audience: unite(demand, group), atoms: group, kept }));
  });
}

function unite(demand: Demand, atoms: readonly number[]): Audience {
  const all = new Set(atoms.flatMap((index) => [...(demand.audiences[index] ?? [])]));
  return all.has(PRIMARY) ? new Set([PRIMARY]) : all;
}

interface DraftStep extends Piece {
  readonly position: number;
}

function isMutation(analysis: Analysis, position: number): boolean {
  return analysis.fetches[position]?.fetch.operation.kind === "mutation";
}

/** Mutations come after everything before them that the first payload has: one after the other, each with what hangs on it. */
function stepsBefore(analysis: Analysis, drafts: readonly DraftStep[], { position, atoms }: DraftStep): readonly number[] {
  const needed = new Set(atoms.flatMap((index) => [...analysis.dependenciesOf(index)]));
  const isSerial = isMutation(analysis, position);
  return drafts.flatMap((other, index) => {
    const isBefore = isSerial && other.position < position && other.audience.has(PRIMARY);
    return isBefore || other.atoms.some((atom) => needed.has(atom)) ? [index] : [];
  });
}

function stepsFor(drafts: readonly DraftStep[], id: number): readonly number[] {
  return drafts.flatMap(({ audience }, index) => (audience.has(id) ? [index] : []));
}

function build(analysis: Analysis, split: SplitOperation, planKeys: SplitSource["planKeys"]): DeferPlan {
  const demand = demandOf(analysis, split, planKeys);
  const drafts = analysis.fetches.flatMap((_fetch, position) =>
    piecesOf(analysis, demand, position).map((piece): DraftStep => ({ ...piece, position })),
  );
  const steps = drafts.flatMap((draft): readonly Step[] => {
    const planned = analysis.fetches[draft.position];
    if (planned === undefined) return [];
    const fetch = draft.kept === "all" ? planned.fetch : pruneFetch(planned.fetch, draft.kept);
    return [{ fetch, after: stepsBefore(analysis, drafts, draft) }];
  });
  return {
    steps,
    primary: { content: split.primary, steps: stepsFor(drafts, PRIMARY) },
    deferred: split.deferred.map((content) => ({ content, steps: stepsFor(drafts, content.id + 1) })),
  };
}

export interface DeferOptions extends Omit<SeparationOptions, "planKeys" | "entities"> {
  /** By what fields of entities are fetched apart from them; null to leave them with the entities. */
  readonly entities: SeparationOptions["entities"] | null;
}

/** Fragments beyond these stay in the payload around them: taking a plan apart costs time for each, and blocks everybody. */
const MOST_FRAGMENTS = 50;

/**
 * Takes a plan apart for the deferred fragments of its operation. A fragment that waits for nothing stays in the payload around it; null when that is so
 * for all of them.
 */
export function deferPlan(plan: PlanNode, source: SplitSource, options: DeferOptions): DeferPlan | null {
  const { planKeys } = source;
  const split = splitDefers(source, (id) => id < MOST_FRAGMENTS);
  const { entities, ...rest } = options;
  const separated = entities === null ? plan : separateEntities(plan, split, { ...rest, entities, planKeys });
  const analysis = analyse(separated, options.types);
  const all = build(analysis, split, planKeys);
  const waiting = new Set(all.deferred.flatMap(({ content, steps }) => (steps.length > 0 ? [content.id] : [])));
  if (waiting.size === 0) return null;
  if (waiting.size === all.deferred.length) return all;
  const kept = splitDefers(source, (id) => waiting.has(id));
  return build(analysis, kept, planKeys);
}
