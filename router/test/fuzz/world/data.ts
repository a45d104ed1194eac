import { type FieldModel, fieldOf, type Model, objectNamed, type Selection, type Shape } from "../model/model.ts";

/** An object of the data: its type and a number that tells it apart. Everything else follows from these. */
export interface Thing {
  readonly type: string;
  readonly n: number;
}

export type Values = Readonly<Record<string, unknown>>;

/** One request, as far as the data depends on it. */
export interface World {
  readonly model: Model;
  /** Root fields of mutations that were executed so far. What later ones answer depends on it, so their order is seen. */
  mutations: number;
}

/** Entities of each type. Few, so that one turns up in several places. */
export const ENTITIES_PER_TYPE = 4;
const FAILS_PERCENT = 3;
const NULL_PERCENT = 12;
/** Null in a place where none may be. */
const BROKEN_PERCENT = 1;
const LONGEST_LIST = 3;

/** A number from 0 up to `limit` - 1 that always is the same for the same text. */
function dice(text: string, limit: number): number {
  return Bun.hash.xxHash32(text) % limit;
}

/** With the keys of objects in a fixed order. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

function withDefaults(field: FieldModel, args: Values): Values {
  const defaults = field.args.flatMap(({ name, byDefault }) =>
    byDefault === null || name in args ? [] : [[name, byDefault.value] as const],
  );
  return { ...Object.fromEntries(defaults), ...args };
}

function leaf(model: Model, { named, text }: { readonly named: string; readonly text: string }): unknown {
  const number = dice(`leaf ${text}`, 1_000);
  switch (named) {
    case "Int":
      return number;
    case "Float":
      return number / 4;
    case "Boolean":
      return number % 2 === 0;
    case "ID":
      return `id-${number}`;
    case "String":
      return `text ${number}`;
    case "Json":
      return { id: number, list: [number, { __typename: "E1", id: null }], __typename: "Json" };
    default: {
      const values = model.enums.find(({ name }) => name === named)?.values ?? [];
      return values[number % values.length];
    }
  }
}

/** Different for all objects of a type. */
function identity({ named, name }: FieldModel, { type, n }: Thing): unknown {
  return named === "Int" ? n * 10 + name.length : `${name}-${type}-${n}`;
}

interface Making {
  readonly world: World;
  readonly field: FieldModel;
  readonly parent: Thing;
}

function thing({ world: { model }, field, parent }: Making, text: string): Thing {
  const type = field.targets[dice(`type ${text}`, field.targets.length)] ?? field.named;
  if (field.identity) return { type, n: parent.n };
  const isEntity = (objectNamed(model, type)?.keys.length ?? 0) > 0;
  return { type, n: dice(`object ${text}`, isEntity ? ENTITIES_PER_TYPE : 1_000_000) };
}

function make(making: Making, shape: Shape, text: string): unknown {
  const { field, world, parent } = making;
  if (!field.identity && !(shape.nonNull && field.reliable)) {
    if (dice(`null ${text}`, 100) < (shape.nonNull ? BROKEN_PERCENT : NULL_PERCENT)) return null;
  }
  if (shape.kind === "list") {
    const length = dice(`length ${text}`, LONGEST_LIST + 1);
    return Array.from({ length }, (_item, index) => make(making, shape.of, `${text}[${index}]`));
  }
  if (field.targets.length > 0) return thing(making, text);
  return field.identity ? identity(field, parent) : leaf(world.model, { named: field.named, text });
}

/**
 * The value of a field, the same for whoever resolves it. `required` is what its `@requires` brought.
 * @throws Error where the data says that the field fails.
 */
export function resolveValue(making: Making, args: Values, required: unknown = null): unknown {
  const { world, field, parent } = making;
  const given = canonical([withDefaults(field, args), required]);
  const text = `${world.model.dataSeed} ${parent.type} ${parent.n} ${field.name} ${given} ${world.mutations}`;
  const mayFail = !field.identity && !(field.reliable && field.shape.nonNull);
  if (mayFail && dice(`fails ${text}`, 100) < FAILS_PERCENT) {
    throw new Error(`${parent.type}.${field.name} of ${parent.n} fails`);
  }
  return make(making, field.shape, text);
}

function isThing(value: unknown): value is Thing {
  return typeof value === "object" && value !== null && "n" in value;
}

function below(world: World, value: unknown, selection: Selection | null): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => below(world, item, selection));
  return selection !== null && isThing(value) ? partsOf(world, value, selection) : value;
}

/** Null where the field fails: that is what others get to see of it. */
function valueOrNull(making: Making, args: Values): unknown {
  const { world, field, parent } = making;
  try {
    return resolveValue(making, args, field.requires === null ? null : partsOf(world, parent, field.requires));
  } catch {
    return null;
  }
}

/** What a selection takes of an object: a key, or what a `@requires` needs. */
export function partsOf(world: World, parent: Thing, selection: Selection): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    selection.map(({ name, argValues, below: inner }) => {
      const field = fieldOf(world.model, parent.type, name);
      return [name, field ? below(world, valueOrNull({ world, field, parent }, argValues), inner) : undefined];
    }),
  );
}

/** The entity that a representation names, by any of the keys. Undefined when it names none. */
export function entityNamed(
  world: World,
  types: readonly string[],
  { keys, representation }: { readonly keys: readonly Selection[]; readonly representation: Values },
): Thing | undefined {
  const given = keys.filter((key) => key.every(({ name }) => representation[name] !== undefined));
  if (given.length === 0) return undefined;
  for (const type of types) {
    for (let n = 0; n < ENTITIES_PER_TYPE; n += 1) {
      const parent = { type, n };
      const agrees = given.every((key) => canonical(partsOf(world, parent, key)) === canonical(onlyParts(representation, key)));
      if (agrees) return parent;
    }
  }
  return undefined;
}

/** Of a representation, what a selection takes: anything more that came along is left out. Values change nothing here: they were applied elsewhere. */
export function onlyParts(representation: Values, selection: Selection): Readonly<Record<string, unknown>> {
  return Object.fromEntries(selection.map(({ name, below: inner }) => [name, onlyBelow(representation[name], inner)]));
}

function onlyBelow(value: unknown, selection: Selection | null): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => onlyBelow(item, selection));
  return selection !== null && typeof value === "object" && value !== null ? onlyParts(value as Values, selection) : value;
}
