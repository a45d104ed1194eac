/**
 * A federated data model: what there is, and who owns it. Plain data, so that it can be taken apart when a case is shrunk. Subgraphs, the composed schema
 * and the data are all made from it.
 */
export interface Model {
  /** Decides every value of the data. */
  readonly dataSeed: number;
  readonly subgraphs: readonly string[];
  readonly objects: readonly ObjectModel[];
  readonly interfaces: readonly InterfaceModel[];
  readonly unions: readonly UnionModel[];
  readonly enums: readonly EnumModel[];
  readonly queries: readonly FieldModel[];
  readonly mutations: readonly FieldModel[];
}

/** An entity when it has keys, else a value type, which is the same in every subgraph that needs it. */
export interface ObjectModel {
  readonly name: string;
  readonly keys: readonly KeyModel[];
  readonly fields: readonly FieldModel[];
}

export interface KeyModel {
  readonly selection: Selection;
  /** Subgraphs that have it, and can be entered by it. */
  readonly in: readonly string[];
}

/** Fields of an object: of a `@key`, a `@requires` or a `@provides`. */
export type Selection = readonly SelectedField[];

export interface SelectedField {
  readonly name: string;
  /** GraphQL text of the arguments, without parentheses. */
  readonly args: string;
  /** What `args` says, as values. */
  readonly argValues: Readonly<Record<string, unknown>>;
  /** Null for leaves. */
  readonly below: Selection | null;
}

export type Shape =
  | { readonly kind: "named"; readonly nonNull: boolean }
  | { readonly kind: "list"; readonly nonNull: boolean; readonly of: Shape };

export interface ArgumentModel {
  readonly name: string;
  /** As GraphQL writes it. */
  readonly type: string;
  /** GraphQL text and value; null when there is none. */
  readonly byDefault: { readonly text: string; readonly value: unknown } | null;
  readonly inaccessible: boolean;
}

export interface FieldModel {
  readonly name: string;
  /** A scalar, an enum or any other type. */
  readonly named: string;
  readonly shape: Shape;
  readonly args: readonly ArgumentModel[];
  /** Subgraphs that resolve it; null in value types: every subgraph that has the type. */
  readonly owners: readonly string[] | null;
  /** Marked `@shareable` even where only one subgraph owns it, because another provides it. */
  readonly shareable: boolean;
  /** The subgraph that it was taken from with `@override`; with a label, both resolve it. */
  readonly override: { readonly from: string; readonly label: string | null } | null;
  /** What its owner needs of other subgraphs to compute it. */
  readonly requires: Selection | null;
  /** By subgraph, what it resolves below this field although others own it. */
  readonly provides: Readonly<Record<string, Selection>>;
  readonly inaccessible: boolean;
  /** Part of a key: never null, and tells the objects of a type apart. */
  readonly identity: boolean;
  /** Needed by others: null, or failing, only where its type allows null. */
  readonly reliable: boolean;
  /** Object types that it may return, where its type is abstract. */
  readonly targets: readonly string[];
}

export interface InterfaceModel {
  readonly name: string;
  readonly members: readonly string[];
  /** Names of fields that all members have alike. */
  readonly fields: readonly string[];
  /** The subgraph that knows the interface as one type, and what it adds to it. The members have the key `id`. */
  readonly object: { readonly in: string; readonly keyedIn: readonly string[]; readonly fields: readonly FieldModel[] } | null;
}

export interface UnionModel {
  readonly name: string;
  /** By subgraph: the members that it knows. */
  readonly members: Readonly<Record<string, readonly string[]>>;
}

export interface EnumModel {
  readonly name: string;
  readonly values: readonly string[];
}

export const SCALARS = ["String", "Int", "Float", "Boolean", "ID", "Json"] as const;

export function isEntity(object: ObjectModel): boolean {
  return object.keys.length > 0;
}

export function objectNamed(model: Model, name: string): ObjectModel | undefined {
  return model.objects.find((one) => one.name === name);
}

export function interfaceNamed(model: Model, name: string): InterfaceModel | undefined {
  return model.interfaces.find((one) => one.name === name);
}

export function isLeaf(model: Model, name: string): boolean {
  return SCALARS.some((scalar) => scalar === name) || model.enums.some((one) => one.name === name);
}

/** Subgraphs in which an entity is more than a reference. */
export function homesOf(object: ObjectModel): readonly string[] {
  return [...new Set(object.keys.flatMap((key) => key.in))];
}

/** The field of an object type, be it the type's own or given to an interface of it by an `@interfaceObject`; or of the interface itself. */
export function fieldOf(model: Model, typeName: string, fieldName: string): FieldModel | undefined {
  if (typeName === "Query") return model.queries.find(({ name }) => name === fieldName);
  if (typeName === "Mutation") return model.mutations.find(({ name }) => name === fieldName);
  const own = objectNamed(model, typeName)?.fields.find(({ name }) => name === fieldName);
  if (own) return own;
  for (const { name, members, object } of model.interfaces) {
    const added = name === typeName || members.includes(typeName) ? object?.fields.find((one) => one.name === fieldName) : undefined;
    if (added) return added;
  }
  // The key of an interface is the same in all its members.
  const [member] = interfaceNamed(model, typeName)?.members ?? [];
  return member === undefined ? undefined : fieldOf(model, member, fieldName);
}

/** As GraphQL writes it. */
export function shapeText(shape: Shape, named: string): string {
  return `${shape.kind === "named" ? named : `[${shapeText(shape.of, named)}]`}${shape.nonNull ? "!" : ""}`;
}

export function selectionText(selection: Selection): string {
  return selection
    .map(({ name, args, below }) => `${name}${args ? `(${args})` : ""}${below === null ? "" : ` { ${selectionText(below)} }`}`)
    .join(" ");
}
