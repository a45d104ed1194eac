import type { Choices } from "../choices.ts";
import {
  type FieldModel,
  homesOf,
  isEntity,
  isLeaf,
  type Model,
  type ObjectModel,
  objectNamed,
  type SelectedField,
  type Selection,
} from "./model.ts";
import { ARGUMENTS, type Draft, named, plainField, randomField } from "./random-fields.ts";

function changeField(
  model: Model,
  place: { readonly type: string; readonly field: string },
  change: (field: FieldModel) => FieldModel,
): Model {
  const inList = (fields: readonly FieldModel[]) => fields.map((field) => (field.name === place.field ? change(field) : field));
  return {
    ...model,
    objects: model.objects.map((object) => (object.name === place.type ? { ...object, fields: inList(object.fields) } : object)),
    queries: place.type === "Query" ? inList(model.queries) : model.queries,
  };
}

function isInInterface(model: Model, type: string, field: string): boolean {
  return model.interfaces.some(({ members, fields }) => members.includes(type) && fields.includes(field));
}

/** Whether nothing of federation is said of a field yet. */
function isPlain({ identity, override, requires, reliable }: FieldModel): boolean {
  return !identity && override === null && requires === null && !reliable;
}

const ownersOf = ({ owners }: FieldModel): readonly string[] => owners ?? [];

function addInterfaceObject(draft: Draft): void {
  const { exclusion, model, choices } = draft;
  if (exclusion === null) return;
  const [home] = model.subgraphs.filter((one) => one !== exclusion.subgraph);
  if (home === undefined) return;
  const fields = Array.from({ length: 1 + choices.below(2) }, (_field, index) =>
    randomField(draft, { name: `o${index + 1}`, owners: [exclusion.subgraph], leafChance: 0.7 }),
  );
  const object = { in: exclusion.subgraph, keyedIn: [home], fields };
  draft.model = { ...model, interfaces: model.interfaces.map((one) => (one.name === exclusion.interface ? { ...one, object } : one)) };
}

function argumentsFor(choices: Choices, { args }: FieldModel): Pick<SelectedField, "args" | "argValues"> | null {
  const given = args.filter(({ type }) => type === "Boolean!" || choices.chance(0.7));
  if (args.some(({ inaccessible }) => inaccessible)) return null;
  const values = given.map(({ name }) => ({ name, value: choices.pick(ARGUMENTS.find((one) => one.name === name)?.given ?? []) }));
  return {
    args: values.map(({ name, value }) => `${name}: ${value.text}`).join(", "),
    argValues: Object.fromEntries(values.map(({ name, value }) => [name, value.value])),
  };
}

/** A field as something that another subgraph may need; null when it cannot be. Objects are needed for one of their leaves. */
function neededPart({ model, choices }: Draft, field: FieldModel, subgraph: string): SelectedField | null {
  const given = argumentsFor(choices, field);
  if (given === null) return null;
  if (isLeaf(model, field.named)) return { name: field.name, ...given, below: null };
  const object = objectNamed(model, field.named);
  const isClosed = object === undefined || (isEntity(object) && homesOf(object).includes(subgraph));
  if (isClosed) return null;
  const leaves = object.fields.filter((one) => {
    const isOpen = isEntity(object) ? one.identity : isPlain(one) || one.reliable;
    return isOpen && one.requires === null && isLeaf(model, one.named) && one.args.length === 0;
  });
  const stubKey = object.keys[0]?.selection.map(({ name }) => name);
  const known = stubKey ? leaves.filter(({ name }) => stubKey.includes(name)) : leaves;
  return known.length > 0
    ? {
        name: field.name,
        ...given,
        below: choices
          .some(known, 1)
          .slice(0, 2)
          .map(({ name }) => ({ name, args: "", argValues: {}, below: null })),
      }
    : null;
}

/**
 * A null that goes up from a non-null field takes along what a `@requires` needs of the same object, where one fetch brings both: then what is computed from it
 * is another value than in one process, rightly so. So whatever must not be null below what is needed is not.
 */
function makeSound(model: Model, type: string, seen: Set<string>): Model {
  if (seen.has(type)) return model;
  seen.add(type);
  let changed = model;
  for (const { name, named: inner, shape, targets } of objectNamed(model, type)?.fields ?? []) {
    if (!shape.nonNull) continue;
    changed = changeField(changed, { type, field: name }, (field) => ({ ...field, reliable: true }));
    for (const target of targets.length > 0 ? targets : [inner]) changed = makeSound(changed, target, seen);
  }
  return changed;
}

function makeReliable(model: Model, type: string, selection: Selection): Model {
  let changed = model;
  for (const { name, below } of selection) {
    changed = changeField(changed, { type, field: name }, (field) => ({ ...field, reliable: true }));
    const inner = objectNamed(model, type)?.fields.find((field) => field.name === name)?.named;
    if (below !== null && inner !== undefined) changed = makeReliable(makeSound(changed, inner, new Set()), inner, below);
  }
  return changed;
}

function addRequires(draft: Draft, object: ObjectModel, index: number): void {
  const { choices } = draft;
  const homes = homesOf(object);
  if (homes.length < 2) return;
  const home = choices.pick(homes);
  const current = objectNamed(draft.model, object.name)?.fields ?? [];
  const possible = current.filter(
    (field) => !field.identity && field.override === null && !ownersOf(field).includes(home) && Object.keys(field.provides).length === 0,
  );
  const wanted = choices.some(possible, 0).slice(0, 2);
  const selection = wanted.flatMap((field) => neededPart(draft, field, home) ?? []);
  if (selection.length === 0) return;
  const model = makeReliable(draft.model, object.name, selection);
  const type = choices.pick(["String", "Int", "Kind", "Json"]);
  const field: FieldModel = { ...plainField(`r${index}`, type, [home]), shape: named(choices.chance(0.2)), requires: selection };
  const withArgs = choices.chance(0.2)
    ? {
        ...field,
        args: ARGUMENTS.slice(0, 1).map(({ name, type: t, byDefault, inaccessible }) => ({ name, type: t, byDefault, inaccessible })),
      }
    : field;
  draft.model = {
    ...model,
    objects: model.objects.map((one) => (one.name === object.name ? { ...one, fields: [...one.fields, withArgs] } : one)),
  };
}

/** Lets a field's owner resolve a leaf of the entity below, which others own. */
function addProvides(draft: Draft, place: { readonly type: string; readonly field: FieldModel }): void {
  const { choices, model } = draft;
  const entity = objectNamed(model, place.field.named);
  const [owner] = ownersOf(place.field);
  if (!entity || !isEntity(entity) || owner === undefined || place.field.override !== null) return;
  const leaves = entity.fields.filter(
    (field) =>
      !field.identity &&
      field.override === null &&
      field.requires === null &&
      isLeaf(model, field.named) &&
      field.args.length === 0 &&
      !ownersOf(field).includes(owner),
  );
  if (leaves.length === 0) return;
  const { name } = choices.pick(leaves);
  const shared = changeField(model, { type: entity.name, field: name }, (field) => ({ ...field, shareable: true }));
  const provides = { [owner]: [{ name, args: "", argValues: {}, below: null }] };
  draft.model = changeField(shared, { type: place.type, field: place.field.name }, (field) => ({ ...field, provides }));
}

function isProvidedOrNeeded(model: Model, type: string, name: string): boolean {
  const mentions = (selection: Selection | null): boolean => selection?.some((part) => part.name === name) === true;
  const all = [...model.queries, ...model.objects.flatMap(({ fields }) => fields)];
  return (
    all.some((field) => field.named === type && Object.values(field.provides).some(mentions)) ||
    objectNamed(model, type)?.fields.some(({ requires }) => mentions(requires)) === true
  );
}

function addOverride(draft: Draft, object: ObjectModel, field: FieldModel): void {
  const { choices, model } = draft;
  const [owner, second] = ownersOf(field);
  const others = homesOf(object).filter((home) => home !== owner);
  if (owner === undefined || second !== undefined || others.length === 0 || !isPlain(field) || field.shareable) return;
  if (
    Object.keys(field.provides).length > 0 ||
    isProvidedOrNeeded(model, object.name, field.name) ||
    isInInterface(model, object.name, field.name)
  )
    return;
  // Who takes it over can have its type, as far as that is an entity, a value type or a leaf.
  if (!isLeaf(model, field.named) && !objectNamed(model, field.named)) return;
  const taker = choices.pick(others);
  if (draft.exclusion?.subgraph === taker && draft.exclusion.types.includes(field.named)) return;
  const label = choices.chance(0.3) ? "percent(50)" : null;
  draft.model = changeField(model, { type: object.name, field: field.name }, (one) => ({
    ...one,
    owners: [taker],
    override: { from: owner, label },
  }));
}

function hide(draft: Draft, type: string, field: FieldModel): void {
  if (isInInterface(draft.model, type, field.name)) return;
  draft.model = changeField(draft.model, { type, field: field.name }, (one) => ({ ...one, inaccessible: true }));
}

const fieldsOf = ({ model }: Draft, type: string): readonly FieldModel[] => objectNamed(model, type)?.fields ?? [];

function hideSome(draft: Draft): void {
  for (const { name } of draft.model.objects) {
    // The last field stays, so that something of each type can be seen.
    for (const field of fieldsOf(draft, name).slice(0, -1)) if (draft.choices.chance(0.06)) hide(draft, name, field);
  }
  for (const field of draft.model.queries.slice(1)) if (draft.choices.chance(0.05)) hide(draft, "Query", field);
}

/** Says things of federation about what is there: each as often as leaves most models composable. */
export function addFederation(draft: Draft): void {
  const { choices } = draft;
  addInterfaceObject(draft);
  const entities = draft.model.objects.filter(isEntity);
  const eachField = (probability: number, add: (object: ObjectModel, field: FieldModel) => void) => {
    for (const object of entities) for (const field of fieldsOf(draft, object.name)) if (choices.chance(probability)) add(object, field);
  };
  eachField(0.3, ({ name }, field) => addProvides(draft, { type: name, field }));
  for (const field of draft.model.queries) if (choices.chance(0.4)) addProvides(draft, { type: "Query", field });
  for (const object of entities) for (const index of [1, 2]) if (choices.chance(0.6)) addRequires(draft, object, index);
  eachField(0.15, (object, field) => addOverride(draft, object, field));
  hideSome(draft);
}
