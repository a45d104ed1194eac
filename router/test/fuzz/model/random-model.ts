import type { Choices } from "../choices.ts";
import { localInterfaceFields, localMembers } from "./layout.ts";
import { type FieldModel, homesOf, isEntity, type KeyModel, type Model, type ObjectModel, type Selection } from "./model.ts";
import { addFederation } from "./random-federation.ts";
import { type Draft, named, plainField, randomField } from "./random-fields.ts";

const NAMES = ["a", "b", "c", "d"];
const leafPart = (name: string) => ({ name, args: "", argValues: {}, below: null });
const KEYS: readonly Selection[] = [
  [leafPart("id")],
  [leafPart("code")],
  [leafPart("sku"), leafPart("region")],
  [leafPart("id"), { ...leafPart("org"), below: [leafPart("ref")] }],
  [{ ...leafPart("org"), below: [leafPart("ref")] }, leafPart("region")],
];
const KEY_TYPES: Readonly<Record<string, string>> = { id: "ID", code: "String", sku: "String", region: "Int", org: "Org" };

function keyField(name: string): FieldModel {
  const type = KEY_TYPES[name] ?? "ID";
  return { ...plainField(name, type, []), shape: named(true), identity: true, reliable: true, targets: type === "Org" ? ["Org"] : [] };
}

/** Gives each home keys so that there is a way from each to each, often through others. */
function randomKeys(choices: Choices, homes: readonly string[], isKeyedById: boolean): readonly KeyModel[] {
  const all = isKeyedById ? KEYS.slice(0, 1).concat(choices.some(KEYS.slice(1), 0)) : choices.some(KEYS, 1);
  const keys = all.slice(0, 3);
  const inKey = keys.map((): string[] => []);
  for (const [index, home] of homes.entries()) {
    const known = inKey.flatMap((list, key) => (list.length > 0 ? [key] : []));
    const joint = index === 0 || isKeyedById ? 0 : choices.pick(known);
    const own = new Set([joint, ...choices.some([...keys.keys()], 0).slice(0, 1)]);
    for (const key of own) inKey[key]?.push(home);
  }
  return keys.map((selection, index) => ({ selection, in: inKey[index] ?? [] })).filter((key) => key.in.length > 0);
}

function randomEntity(draft: Draft, name: string): ObjectModel {
  const { choices, model, exclusion } = draft;
  const isMember = exclusion?.types.includes(name) === true;
  const possible = isMember ? model.subgraphs.filter((one) => one !== exclusion.subgraph) : model.subgraphs;
  const first = possible.slice(0, 1);
  const homes = isMember ? [...first, ...choices.some(possible.slice(1), 0)] : choices.some(possible, 1);
  const keys = randomKeys(choices, homes, isMember);
  const names = [...new Set(keys.flatMap(({ selection }) => selection.map((part) => part.name)))];
  return { name, keys, fields: names.map(keyField) };
}

function randomOwners(choices: Choices, homes: readonly string[]): readonly string[] {
  return choices.chance(0.2) ? choices.some(homes, 1) : [choices.pick(homes)];
}

function withFields(draft: Draft, object: ObjectModel): ObjectModel {
  const { choices } = draft;
  if (object.name === "Org") return object;
  const homes = homesOf(object);
  const fields = Array.from({ length: 2 + choices.below(isEntity(object) ? 5 : 3) }, (_field, index) => {
    const owners = isEntity(object) ? randomOwners(choices, homes) : null;
    return randomField(draft, { name: `f${index + 1}`, owners, leafChance: isEntity(object) ? 0.55 : 0.75 });
  });
  return { ...object, fields: [...object.fields, ...fields] };
}

/** Fields that all members have alike, each owned by whichever of the member's subgraphs. */
function shareFields(draft: Draft, interfaceName: string): void {
  const { choices } = draft;
  const members = draft.model.interfaces.find(({ name }) => name === interfaceName)?.members ?? [];
  const names = Array.from({ length: 1 + choices.below(3) }, (_name, index) => `${interfaceName.toLowerCase()}f${index + 1}`);
  const fields = names.map((name) => randomField(draft, { name, owners: null, leafChance: 0.8 }));
  const objects = draft.model.objects.map((object) => {
    if (!members.includes(object.name)) return object;
    const own = fields.map((field) => ({ ...field, owners: isEntity(object) ? randomOwners(choices, homesOf(object)) : null }));
    return { ...object, fields: [...object.fields, ...own] };
  });
  const interfaces = draft.model.interfaces.map((one) =>
    one.name === interfaceName ? { ...one, fields: [...one.fields, ...names] } : one,
  );
  draft.model = { ...draft.model, objects, interfaces };
}

/** Where an interface would have no fields or no members in a subgraph, nothing there may return it. */
function isUsable(draft: Draft, interfaceName: string, subgraphs: readonly string[]): boolean {
  const one = draft.model.interfaces.find(({ name }) => name === interfaceName);
  if (!one) return true;
  return subgraphs.every(
    (subgraph) =>
      one.object?.in === subgraph ||
      (localMembers(draft.model, one, subgraph).length > 0 && localInterfaceFields(draft.model, one, subgraph).length > 0),
  );
}

function dropUnusable(draft: Draft, field: FieldModel): FieldModel {
  return isUsable(draft, field.named, field.owners ?? draft.model.subgraphs) ? field : { ...field, named: "String", targets: [] };
}

function randomUnions(draft: Draft): void {
  const { choices, model, exclusion } = draft;
  const names = model.objects.map(({ name }) => name).filter((name) => name !== "Org");
  const members = Object.fromEntries(
    model.subgraphs.map((subgraph) => {
      const possible = exclusion?.subgraph === subgraph ? names.filter((name) => !exclusion.types.includes(name)) : names;
      return [subgraph, possible.length > 0 ? choices.some(possible, 1).slice(0, 3) : []] as const;
    }),
  );
  draft.model = {
    ...model,
    unions: [{ name: "U1", members: Object.fromEntries(Object.entries(members).filter(([, list]) => list.length > 0)) }],
  };
}

function randomRoots(draft: Draft): void {
  const { choices, model } = draft;
  const queries = model.subgraphs.flatMap((subgraph, index) =>
    Array.from({ length: 1 + choices.below(2) }, (_field, nth) => {
      const owners = choices.chance(0.2) ? [...new Set([subgraph, ...choices.some(model.subgraphs, 1)])] : [subgraph];
      return randomField(draft, { name: `q${index * 2 + nth + 1}`, owners, leafChance: 0.1 });
    }),
  );
  const mutations = Array.from({ length: choices.chance(0.5) ? 1 + choices.below(3) : 0 }, (_field, index) =>
    randomField(draft, { name: `m${index + 1}`, owners: [choices.pick(model.subgraphs)], leafChance: 0.3 }),
  );
  draft.model = {
    ...model,
    queries: queries.map((one) => dropUnusable(draft, one)),
    mutations: mutations.map((one) => dropUnusable(draft, one)),
  };
}

function emptyDraft(choices: Choices): Draft {
  const subgraphs = NAMES.slice(0, 2 + choices.below(3));
  const entities = ["E1", "E2", "E3", "E4"].slice(0, 2 + choices.below(3));
  const types = choices.some(entities, 1).slice(0, 2);
  const exclusion = choices.chance(0.4) ? { subgraph: choices.pick(subgraphs.slice(1)), types, interface: "I1" } : null;
  const values: ObjectModel[] = ["V1", "V2"].slice(0, 1 + choices.below(2)).map((name) => ({ name, keys: [], fields: [] }));
  const org: ObjectModel = {
    name: "Org",
    keys: [],
    fields: [{ ...plainField("ref", "ID", null), shape: named(true), identity: true, reliable: true }],
  };
  const members = exclusion?.types ?? choices.some([...entities, ...values.map(({ name }) => name)], 1).slice(0, 3);
  const second = choices.some([...entities, ...values.map(({ name }) => name)], 1).slice(0, 3);
  const interfaces = [
    { name: "I1", members, fields: exclusion ? ["id"] : [], object: null },
    ...(choices.chance(0.3) ? [{ name: "I2", members: second, fields: [], object: null }] : []),
  ];
  const enums = [{ name: "Kind", values: ["BIG", "SMALL", "ODD"] }];
  const model: Model = {
    dataSeed: choices.below(1_000_000),
    subgraphs,
    objects: [org, ...values],
    interfaces,
    unions: [],
    enums,
    queries: [],
    mutations: [],
  };
  const draft: Draft = { model, choices, exclusion };
  const objects = [...model.objects, ...entities.map((name) => randomEntity(draft, name))];
  draft.model = { ...model, objects };
  return draft;
}

/** Makes a model that most often composes. */
export function randomModel(choices: Choices): Model {
  const draft = emptyDraft(choices);
  randomUnions(draft);
  for (const { name } of draft.model.interfaces) shareFields(draft, name);
  const filled = draft.model.objects.map((object) => withFields(draft, object));
  draft.model = { ...draft.model, objects: filled };
  const usable = filled.map((object) => ({ ...object, fields: object.fields.map((field) => dropUnusable(draft, field)) }));
  draft.model = { ...draft.model, objects: usable };
  randomRoots(draft);
  addFederation(draft);
  return draft.model;
}
