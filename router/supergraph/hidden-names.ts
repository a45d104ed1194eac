import { type DocumentNode, type GraphQLSchema, isEnumType, isInputObjectType, isInterfaceType, isObjectType, Kind } from "graphql";

const NAME = /[_A-Za-z]\w*(?:\.[_A-Za-z]\w*)?/g;

/** Types of federation itself (`join__Graph`). Their names say nothing of the schema. */
const OF_FEDERATION = "__";

/** What is inside types has the name of its type before it; values of enumerations stand alone in texts. */
function namesIn(document: DocumentNode): readonly string[] {
  return document.definitions.flatMap((definition) => {
    if (!("name" in definition) || definition.name?.value.includes(OF_FEDERATION)) return [];
    switch (definition.kind) {
      case Kind.OBJECT_TYPE_DEFINITION:
      case Kind.INTERFACE_TYPE_DEFINITION:
      case Kind.INPUT_OBJECT_TYPE_DEFINITION:
        return [definition.name.value, ...(definition.fields ?? []).map(({ name }) => `${definition.name.value}.${name.value}`)];
      case Kind.ENUM_TYPE_DEFINITION:
        return [definition.name.value, ...(definition.values ?? []).map(({ name }) => name.value)];
      case Kind.UNION_TYPE_DEFINITION:
      case Kind.SCALAR_TYPE_DEFINITION:
        return [definition.name.value];
      default:
        return [];
    }
  });
}

function namesOf(schema: GraphQLSchema): ReadonlySet<string> {
  const names = new Set<string>();
  for (const type of Object.values(schema.getTypeMap())) {
    names.add(type.name);
    if (isObjectType(type) || isInterfaceType(type) || isInputObjectType(type))
      for (const field of Object.keys(type.getFields())) names.add(field).add(`${type.name}.${field}`);
    else if (isEnumType(type)) for (const { name } of type.getValues()) names.add(name);
  }
  return names;
}

/**
 * Says whether a text names a type, a field (`Type.field`) or a value of an enumeration that is in a composed schema and not in the one that clients see. A name
 * that they know from elsewhere is not hidden.
 */
export function findHiddenNames(supergraph: DocumentNode, apiSchema: GraphQLSchema): (text: string) => boolean {
  const known = namesOf(apiSchema);
  const hidden = new Set(namesIn(supergraph).filter((name) => !known.has(name)));
  const isHidden = (name: string): boolean => hidden.has(name) || name.split(".").some((part) => hidden.has(part));
  return (text) => hidden.size > 0 && (text.match(NAME) ?? []).some(isHidden);
}
