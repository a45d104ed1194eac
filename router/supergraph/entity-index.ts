import { type ConstDirectiveNode, type DocumentNode, Kind, type ObjectTypeDefinitionNode } from "graphql";

/** Which subgraphs can be asked for which entities and their fields, by the composed schema. */
export interface EntityIndex {
  /** Fields by which a subgraph finds entities of a type; null when it does not, or needs more than plain fields. */
  keyFor(typeName: string, subgraph: string): readonly string[] | null;
  /** Whether a subgraph answers a field of a type wherever it stands, and needs nothing from elsewhere for it. */
  isResolved(field: { readonly type: string; readonly name: string }, subgraph: string): boolean;
}

const PLAIN_FIELDS = /^[_A-Za-z][_0-9A-Za-z]*(\s+[_A-Za-z][_0-9A-Za-z]*)*$/;
/** What makes a field one that a subgraph does not answer everywhere, or not always, or not alone. */
const RESERVATIONS = ["external", "usedOverridden", "overrideLabel", "requires", "contextArguments"];

type Values = ReadonlyMap<string, string | boolean>;

function valuesOf({ arguments: given = [] }: ConstDirectiveNode): Values {
  return new Map(
    given.map(({ name, value }) => {
      if (value.kind === Kind.BOOLEAN || value.kind === Kind.STRING || value.kind === Kind.ENUM) return [name.value, value.value];
      return [name.value, true];
    }),
  );
}

function applied(directives: readonly ConstDirectiveNode[] | undefined, name: string): readonly Values[] {
  return (directives ?? []).filter((directive) => directive.name.value === name).map(valuesOf);
}

/** Subgraph name → the name that it has in directives. */
function graphsOf(document: DocumentNode): ReadonlyMap<string, string> {
  const values = document.definitions.flatMap((one) => (one.kind === Kind.ENUM_TYPE_DEFINITION ? (one.values ?? []) : []));
  return new Map(
    values.flatMap(({ name, directives }) => applied(directives, "join__graph").map((graph) => [String(graph.get("name")), name.value])),
  );
}

interface Entity {
  readonly keys: readonly Values[];
  /** Of fields that are not answered by all the type's subgraphs alike. */
  readonly fields: ReadonlyMap<string, readonly Values[]>;
}

function entityOf({ directives, fields = [] }: ObjectTypeDefinitionNode): Entity {
  // Federation 1 had owners, and does not say of their fields whose they are.
  const hasOwner = applied(directives, "join__owner").length > 0;
  return {
    keys: hasOwner ? [] : applied(directives, "join__type").filter((one) => one.has("key") && one.get("resolvable") !== false),
    fields: new Map(fields.map((field) => [field.name.value, applied(field.directives, "join__field")])),
  };
}

export function readEntityIndex(document: DocumentNode): EntityIndex {
  const graphs = graphsOf(document);
  const entities = new Map(
    document.definitions.flatMap((one) => (one.kind === Kind.OBJECT_TYPE_DEFINITION ? [[one.name.value, entityOf(one)]] : [])),
  );

  function isResolved({ type, name }: { readonly type: string; readonly name: string }, subgraph: string): boolean {
    const joins = entities.get(type)?.fields.get(name);
    if (joins === undefined) return false;
    if (joins.length === 0) return true;
    const own = joins.find((one) => one.get("graph") === graphs.get(subgraph));
    return own !== undefined && RESERVATIONS.every((reservation) => (own.get(reservation) ?? false) === false);
  }

  return {
    isResolved,
    keyFor(type, subgraph) {
      const graph = graphs.get(subgraph);
      const keys = (entities.get(type)?.keys ?? []).filter((one) => one.get("graph") === graph).map((one) => String(one.get("key")).trim());
      const plain = keys.filter((key) => PLAIN_FIELDS.test(key)).map((key) => key.split(/\s+/));
      return plain.find((fields) => fields.every((name) => isResolved({ type, name }, subgraph))) ?? null;
    },
  };
}
