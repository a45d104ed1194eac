import { type DocumentNode, Kind, parse, type SelectionSetNode, visit } from "graphql";

const JOIN_FIELD = "join__field";
const REQUIRES = "requires";

/** Names of fields with arguments in a field set like `price(currency: "EUR") weight`. */
function fieldsWithArguments(fieldSet: string, onto: Set<string>): void {
  visit(parse(`{${fieldSet}}`, { noLocation: true }), {
    Field(field) {
      if ((field.arguments ?? []).length > 0) onto.add(field.name.value);
    },
  });
}

/** Names of the fields that some `@requires` of the supergraph asks for with arguments. */
export function requiredWithArguments(supergraphSdl: string): ReadonlySet<string> {
  const names = new Set<string>();
  visit(parse(supergraphSdl, { noLocation: true }), {
    Directive(directive) {
      if (directive.name.value !== JOIN_FIELD) return;
      const requires = directive.arguments?.find(({ name }) => name.value === REQUIRES)?.value;
      if (requires?.kind === Kind.STRING) fieldsWithArguments(requires.value, names);
    },
  });
  return names;
}

/** Whether an operation selects one of the fields itself. */
export function selectsAny(document: DocumentNode, names: ReadonlySet<string>): boolean {
  let found = false;
  visit(document, {
    SelectionSet(node: SelectionSetNode) {
      found ||= node.selections.some((selection) => selection.kind === Kind.FIELD && names.has(selection.name.value));
    },
  });
  return found;
}
