import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  type SelectionNode,
  type TypeNode,
} from "graphql";

/** How a subgraph has a field. */
export interface Holding {
  /** Mentioned only: it does not resolve it, but where it says that it provides it. */
  readonly isExternal: boolean;
  readonly provides: readonly SelectionNode[];
  /** What it must be sent to resolve it. */
  readonly requires: readonly SelectionNode[];
}

/** Who resolves what, as the composed schema says. */
export interface Ownership {
  /** Whether the composed schema says it of all fields. One of federation 1 leaves much out. */
  readonly isComplete: boolean;
  /** Null when the subgraph has nothing to do with the field. */
  holding(subgraph: string, coordinate: { readonly type: string; readonly field: string }): Holding | null;
  /** The named type of a field; null when there is no such field. */
  typeOf(type: string, field: string): string | null;
  /** Whether a type has fields or members, so that something has to be selected of it. */
  isComposite(type: string): boolean;
  /** Object types that implement an interface in a subgraph. */
  implementers(subgraph: string, interfaceName: string): readonly string[];
}

type FieldsNode = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

/** Arguments of a directive, as texts. */
function argumentsOf({ arguments: given = [] }: ConstDirectiveNode): Readonly<Record<string, string>> {
  return Object.fromEntries(given.map(({ name, value }) => [name.value, "value" in value ? String(value.value) : ""]));
}

function directivesOf(node: { readonly directives?: readonly ConstDirectiveNode[] | undefined }, name: string) {
  return (node.directives ?? []).filter((directive) => directive.name.value === name).map(argumentsOf);
}

function selectionsOf(fieldSet: string | undefined): readonly SelectionNode[] {
  if (fieldSet === undefined) return [];
  const [operation] = parse(`{${fieldSet}}`, { noLocation: true }).definitions;
  return operation?.kind === Kind.OPERATION_DEFINITION ? operation.selectionSet.selections : [];
}

function graphNames(document: DocumentNode): ReadonlyMap<string, string> {
  const graphs = document.definitions.find((one) => one.kind === Kind.ENUM_TYPE_DEFINITION && one.name.value === "join__Graph");
  if (graphs?.kind !== Kind.ENUM_TYPE_DEFINITION) return new Map();
  return new Map((graphs.values ?? []).map((value) => [value.name.value, directivesOf(value, "join__graph")[0]?.["name"] ?? ""]));
}

const JOIN_SPECIFICATION = "https://specs.apollo.dev/join/";

/** Federation 1 names its features with `@core`. */
function linksJoin(document: DocumentNode): boolean {
  return document.definitions.some(
    (one) =>
      (one.kind === Kind.SCHEMA_DEFINITION || one.kind === Kind.SCHEMA_EXTENSION) &&
      directivesOf(one, "link").some(({ url }) => url?.startsWith(JOIN_SPECIFICATION)),
  );
}

function fieldNamesOf(fieldSet: string | undefined): readonly string[] {
  return selectionsOf(fieldSet).flatMap((one) => (one.kind === Kind.FIELD ? [one.name.value] : []));
}

/** By graph. */
function holdingsOf(type: FieldsNode, field: FieldDefinitionNode): ReadonlyMap<string, Holding> {
  const types = directivesOf(type, "join__type");
  const joins = directivesOf(field, "join__field");
  const owned: Holding = { isExternal: false, provides: [], requires: [] };
  if (joins.length === 0) return new Map(types.map(({ graph = "" }) => [graph, owned]));
  const isKey = (graph: string | undefined) =>
    types.some((one) => one["graph"] === graph && fieldNamesOf(one["key"]).includes(field.name.value));
  // An extension of federation 1 calls what its keys are made of external, too.
  const isExtension = (graph: string | undefined) => types.some((one) => one["graph"] === graph && one["extension"] === "true");
  return new Map(
    joins.flatMap(({ graph, external, provides, requires, usedOverridden }) => {
      if (graph === undefined) return [];
      const isMentioned = external === "true" && !isExtension(graph) && !isKey(graph);
      const isExternal = isMentioned || usedOverridden === "true";
      return [[graph, { isExternal, provides: selectionsOf(provides), requires: selectionsOf(requires) }] as const];
    }),
  );
}

/** Reads it from a composed schema. */
export function readOwnership(supergraph: DocumentNode): Ownership {
  const names = graphNames(supergraph);
  const types = new Map<string, ReadonlyMap<string, { readonly named: string; readonly holdings: ReadonlyMap<string, Holding> }>>();
  const implementing = new Map<string, string[]>();
  const keyOf = (subgraph: string, interfaceName: string) => `${subgraph} ${interfaceName}`;
  const unions = new Set<string>();
  for (const type of supergraph.definitions) {
    if (type.kind === Kind.UNION_TYPE_DEFINITION) unions.add(type.name.value);
    if (type.kind !== Kind.OBJECT_TYPE_DEFINITION && type.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    const fields = (type.fields ?? []).map((field) => {
      const holdings = [...holdingsOf(type, field)].map(([graph, holding]) => [names.get(graph) ?? graph, holding] as const);
      return [field.name.value, { named: namedType(field.type), holdings: new Map(holdings) }] as const;
    });
    types.set(type.name.value, new Map(fields));
    for (const { graph = "", interface: kind = "" } of directivesOf(type, "join__implements")) {
      const key = keyOf(names.get(graph) ?? graph, kind);
      implementing.set(key, [...(implementing.get(key) ?? []), type.name.value]);
    }
  }
  return {
    isComplete: linksJoin(supergraph),
    holding: (subgraph, { type, field }) => types.get(type)?.get(field)?.holdings.get(subgraph) ?? null,
    typeOf: (type, field) => types.get(type)?.get(field)?.named ?? null,
    isComposite: (type) => types.has(type) || unions.has(type),
    implementers: (subgraph, interfaceName) => implementing.get(keyOf(subgraph, interfaceName)) ?? [],
  };
}
