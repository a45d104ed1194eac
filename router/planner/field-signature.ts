import { type FieldNode, print } from "graphql";

/** What a field asks for, `name(arguments)`, whatever the order of the arguments: two fields of one response key may be fetched as one only when it is the same. */
export function fieldSignature(field: FieldNode): string {
  return `${field.name.value}(${(field.arguments ?? []).map(print).toSorted().join()})`;
}
