import type { Choices } from "../choices.ts";
import { localMembers } from "./layout.ts";
import { type ArgumentModel, type FieldModel, isEntity, type Model, objectNamed, SCALARS, type Shape } from "./model.ts";

/** A model that is being made. */
export interface Draft {
  model: Model;
  readonly choices: Choices;
  /** The subgraph that knows an interface as one type must not know its members. */
  readonly exclusion: { readonly subgraph: string; readonly types: readonly string[]; readonly interface: string } | null;
}

/** Arguments that fields may have, with the texts that a `@requires` may give them. */
export const ARGUMENTS: readonly (ArgumentModel & { readonly given: readonly { readonly text: string; readonly value: unknown }[] })[] = [
  {
    name: "n",
    type: "Int",
    byDefault: null,
    inaccessible: false,
    given: [
      { text: "1", value: 1 },
      { text: "2", value: 2 },
    ],
  },
  { name: "text", type: "String", byDefault: { text: '"x"', value: "x" }, inaccessible: false, given: [{ text: '"a\\"b"', value: 'a"b' }] },
  {
    name: "on",
    type: "Boolean!",
    byDefault: null,
    inaccessible: false,
    given: [
      { text: "true", value: true },
      { text: "false", value: false },
    ],
  },
  { name: "kind", type: "Kind", byDefault: { text: "BIG", value: "BIG" }, inaccessible: false, given: [{ text: "SMALL", value: "SMALL" }] },
  { name: "ids", type: "[ID!]", byDefault: null, inaccessible: false, given: [{ text: '["1", "2"]', value: ["1", "2"] }] },
  {
    name: "filter",
    type: "Filter",
    byDefault: null,
    inaccessible: false,
    given: [{ text: '{ tag: "t", kinds: [BIG] }', value: { tag: "t", limit: 3, kinds: ["BIG"] } }],
  },
];

export function named(nonNull: boolean): Shape {
  return { kind: "named", nonNull };
}

function listOf(choices: Choices, of: Shape): Shape {
  return { kind: "list", nonNull: choices.chance(0.3), of };
}

function randomShape(choices: Choices, isLeaf: boolean): Shape {
  const one = named(choices.chance(0.3));
  if (!choices.chance(isLeaf ? 0.2 : 0.5)) return one;
  const list = listOf(choices, one);
  return choices.chance(0.2) ? listOf(choices, list) : list;
}

function randomArguments(choices: Choices): readonly ArgumentModel[] {
  if (!choices.chance(0.25)) return [];
  return choices
    .some(ARGUMENTS, 1)
    .slice(0, 2)
    .map(({ name, type, byDefault }) => {
      const inaccessible = type !== "Boolean!" && choices.chance(0.08);
      return { name, type, byDefault, inaccessible };
    });
}

function targetsAt({ model, exclusion }: Draft, typeName: string, subgraph: string): readonly string[] {
  const excluded = exclusion?.subgraph === subgraph ? exclusion : null;
  if (excluded?.interface === typeName) return excluded.types;
  if (objectNamed(model, typeName)) return excluded?.types.includes(typeName) ? [] : [typeName];
  const one = model.interfaces.find(({ name }) => name === typeName);
  if (one) return localMembers(model, one, subgraph);
  return model.unions.find(({ name }) => name === typeName)?.members[subgraph] ?? [];
}

/** Object types that a field may return, whichever of its owners resolves it. Empty when one of them cannot have the type. */
export function targetsIn(draft: Draft, typeName: string, owners: readonly string[] | null): readonly string[] {
  const [first = [], ...rest] = (owners ?? draft.model.subgraphs).map((subgraph) => targetsAt(draft, typeName, subgraph));
  return first.filter((type) => rest.every((set) => set.includes(type)));
}

interface Wish {
  readonly name: string;
  readonly owners: readonly string[] | null;
  /** How likely it is a scalar or enum. */
  readonly leafChance: number;
}

function randomType(draft: Draft, { owners, leafChance }: Wish): { readonly name: string; readonly targets: readonly string[] } {
  const { model, choices } = draft;
  const leafName = () => choices.pick([...SCALARS, ...model.enums.map(({ name }) => name)]);
  if (choices.chance(leafChance)) return { name: leafName(), targets: [] };
  const entities = model.objects.filter(isEntity).map(({ name }) => name);
  const values = model.objects.filter((one) => !isEntity(one)).map(({ name }) => name);
  const abstract = [...model.interfaces, ...model.unions].map(({ name }) => name);
  const kinds = owners === null ? [entities, values] : [entities, entities, values, abstract, abstract];
  const wanted = kinds.flatMap((names) => (names.length > 0 ? [choices.pick(names)] : []));
  const possible = wanted.map((name) => ({ name, targets: targetsIn(draft, name, owners) })).filter(({ targets }) => targets.length > 0);
  return possible.length > 0 ? choices.pick(possible) : { name: leafName(), targets: [] };
}

export function plainField(name: string, type: string, owners: readonly string[] | null): FieldModel {
  return {
    name,
    named: type,
    shape: named(false),
    args: [],
    owners,
    shareable: false,
    override: null,
    requires: null,
    provides: {},
    inaccessible: false,
    identity: false,
    reliable: false,
    targets: [],
  };
}

export function randomField(draft: Draft, wish: Wish): FieldModel {
  const { name, targets } = randomType(draft, wish);
  const shape = randomShape(draft.choices, targets.length === 0);
  return { ...plainField(wish.name, name, wish.owners), shape, targets, args: randomArguments(draft.choices) };
}
