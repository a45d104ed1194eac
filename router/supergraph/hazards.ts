import { type DocumentNode, Kind, parse, visit } from "graphql";

/** Where response keys of clients can collide with what the router asks for itself. */
export interface Hazards {
  /** Of fields of any type, inaccessible ones included. */
  readonly fieldNames: ReadonlySet<string>;
  /** Names of the fields that some `@requires` asks for with arguments, each with the arguments it is asked for with. */
  readonly requiredWithArguments: ReadonlyMap<string, ReadonlySet<string>>;
}

type Required = Map<string, Set<string>>;

/** Of a field set like `price(currency: EUR) weight`. */
function addRequired(fieldSet: string, onto: Required): void {
  const text = `{${fieldSet}}`;
  visit(parse(text), {
    Field({ name, arguments: given = [], loc }) {
      if (given.length === 0 || loc === undefined) return;
      const known = onto.get(name.value) ?? new Set();
      onto.set(name.value, known.add(text.slice(given[0]?.loc?.start, given.at(-1)?.loc?.end)));
    },
  });
}

/** Reads them from a composed schema. */
export function readHazards(supergraph: DocumentNode): Hazards {
  const fieldNames = new Set<string>();
  const requiredWithArguments: Required = new Map();
  visit(supergraph, {
    FieldDefinition: ({ name }) => void fieldNames.add(name.value),
    Directive({ name, arguments: given = [] }) {
      if (name.value !== "join__field") return;
      for (const { name: argument, value } of given)
        if (argument.value === "requires" && value.kind === Kind.STRING) addRequired(value.value, requiredWithArguments);
    },
  });
  return { fieldNames, requiredWithArguments };
}
