import {
  type FieldModel,
  fieldOf,
  homesOf,
  type InterfaceModel,
  interfaceNamed,
  isEntity,
  type KeyModel,
  type Model,
  type ObjectModel,
  objectNamed,
  type Selection,
} from "./model.ts";

/** How a subgraph has a field. */
export type Holding =
  | "owned"
  /** Only mentioned: for a `@requires` or a `@provides`. */
  | "external"
  /** Taken over by another subgraph: still in the schema, never to be asked for. */
  | "lost";

export interface LocalObject {
  readonly keys: readonly KeyModel[];
  /** Only a reference: it cannot be entered here. */
  readonly isStub: boolean;
  readonly fields: Map<string, Holding>;
}

export interface LocalInterface {
  readonly members: readonly string[];
  readonly fields: readonly string[];
  readonly isKeyed: boolean;
}

/** What of a model a subgraph has. */
export interface Layout {
  readonly subgraph: string;
  readonly objects: Map<string, LocalObject>;
  readonly interfaces: Map<string, LocalInterface>;
  /** Interfaces that are one type here. */
  readonly interfaceObjects: Set<string>;
  readonly unions: Map<string, readonly string[]>;
}

export function ownsKeyField(object: ObjectModel, field: FieldModel, subgraph: string): boolean {
  return object.keys.some((key) => key.in.includes(subgraph) && key.selection.some(({ name }) => name === field.name));
}

function holdingOf(object: ObjectModel, field: FieldModel, subgraph: string): Holding | null {
  if (field.owners === null || ownsKeyField(object, field, subgraph)) return "owned";
  if (field.owners.includes(subgraph)) return "owned";
  if (field.override?.from !== subgraph) return null;
  return field.override.label === null ? "lost" : "owned";
}

/** Members that are more than references in a subgraph. */
export function localMembers(model: Model, { members }: Pick<InterfaceModel, "members">, subgraph: string): readonly string[] {
  return members.filter((name) => {
    const object = objectNamed(model, name);
    return object !== undefined && (!isEntity(object) || homesOf(object).includes(subgraph));
  });
}

/** Of the fields of an interface, those that all its members in a subgraph have there. */
export function localInterfaceFields(model: Model, one: Pick<InterfaceModel, "members" | "fields">, subgraph: string): readonly string[] {
  const members = localMembers(model, one, subgraph);
  return one.fields.filter((name) =>
    members.every((member) => {
      const object = objectNamed(model, member);
      const field = object?.fields.find((each) => each.name === name);
      return object !== undefined && field !== undefined && holdingOf(object, field, subgraph) === "owned";
    }),
  );
}

interface Survey {
  readonly model: Model;
  readonly layout: Layout;
}

function stubOf({ keys }: ObjectModel): LocalObject {
  const [key] = keys;
  return { keys: key ? [key] : [], isStub: true, fields: new Map(key?.selection.map(({ name }) => [name, "owned"])) };
}

function localObject(object: ObjectModel, subgraph: string): LocalObject {
  if (isEntity(object) && !homesOf(object).includes(subgraph)) return stubOf(object);
  const fields = new Map<string, Holding>();
  for (const field of object.fields) {
    const holding = holdingOf(object, field, subgraph);
    if (holding !== null) fields.set(field.name, holding);
  }
  return { keys: object.keys.filter((key) => key.in.includes(subgraph)), isStub: false, fields };
}

function includeObject(survey: Survey, object: ObjectModel): LocalObject {
  const { layout } = survey;
  const known = layout.objects.get(object.name);
  if (known) return known;
  const local = localObject(object, layout.subgraph);
  layout.objects.set(object.name, local);
  for (const field of object.fields) if (local.fields.has(field.name)) include(survey, field.named);
  return local;
}

function includeInterface(survey: Survey, one: InterfaceModel): void {
  const { layout, model } = survey;
  if (layout.interfaces.has(one.name)) return;
  if (one.object?.in === layout.subgraph) {
    if (layout.interfaceObjects.has(one.name)) return;
    layout.interfaceObjects.add(one.name);
    for (const field of one.object.fields) include(survey, field.named);
    return;
  }
  const members = localMembers(model, one, layout.subgraph);
  const fields = localInterfaceFields(model, one, layout.subgraph);
  layout.interfaces.set(one.name, { members, fields, isKeyed: one.object?.keyedIn.includes(layout.subgraph) === true });
  for (const member of members) include(survey, member);
}

function include(survey: Survey, typeName: string): void {
  const { model, layout } = survey;
  const object = objectNamed(model, typeName);
  if (object) return void includeObject(survey, object);
  const one = interfaceNamed(model, typeName);
  if (one) return includeInterface(survey, one);
  const members = model.unions.find(({ name }) => name === typeName)?.members[layout.subgraph];
  if (members === undefined || layout.unions.has(typeName)) return;
  layout.unions.set(typeName, members);
  for (const member of members) include(survey, member);
}

/** What a field's `@requires` and `@provides` mention is there, too, as external fields where others own it. */
function includeMentioned(survey: Survey, field: FieldModel, parent?: string): void {
  const { subgraph } = survey.layout;
  if (field.owners !== null && !field.owners.includes(subgraph)) return;
  if (field.requires !== null && parent !== undefined) mention(survey, parent, field.requires);
  const provided = field.provides[subgraph];
  if (provided) mention(survey, field.named, provided);
}

function mention(survey: Survey, typeName: string, selection: Selection): void {
  const object = objectNamed(survey.model, typeName);
  if (!object) return;
  const local = includeObject(survey, object);
  for (const { name, below } of selection) {
    const field = fieldOf(survey.model, typeName, name);
    if (!field) continue;
    if (!local.fields.has(name)) local.fields.set(name, "external");
    include(survey, field.named);
    if (below !== null) mention(survey, field.named, below);
  }
}

function includeRoots(survey: Survey): void {
  const { model, layout } = survey;
  for (const root of [...model.queries, ...model.mutations]) {
    if (!root.owners?.includes(layout.subgraph)) continue;
    include(survey, root.named);
    includeMentioned(survey, root);
  }
}

function includeKeyedInterfaces(survey: Survey): void {
  const { model, layout } = survey;
  for (const one of model.interfaces) {
    if (one.object && [one.object.in, ...one.object.keyedIn].includes(layout.subgraph)) includeInterface(survey, one);
  }
}

/** Says what a subgraph has to define: what it owns, and all that this mentions. */
export function layOut(model: Model, subgraph: string): Layout {
  const layout: Layout = { subgraph, objects: new Map(), interfaces: new Map(), interfaceObjects: new Set(), unions: new Map() };
  const survey: Survey = { model, layout };
  for (const object of model.objects) if (homesOf(object).includes(subgraph)) includeObject(survey, object);
  includeKeyedInterfaces(survey);
  includeRoots(survey);
  for (const object of model.objects) {
    if (!layout.objects.has(object.name)) continue;
    for (const field of object.fields) includeMentioned(survey, field, object.name);
  }
  return layout;
}
