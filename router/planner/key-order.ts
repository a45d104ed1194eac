import { type ConstDirectiveNode, Kind, parse, print, visit } from "graphql";

function isNotResolvable({ name, arguments: given = [] }: ConstDirectiveNode): boolean {
  if (name.value !== "join__type") return false;
  return given.some((one) => one.name.value === "resolvable" && one.value.kind === Kind.BOOLEAN && !one.value.value);
}

function inOrder(directives: readonly ConstDirectiveNode[]): readonly ConstDirectiveNode[] {
  return [...directives.filter((one) => !isNotResolvable(one)), ...directives.filter(isNotResolvable)];
}

/**
 * The composed schema with the keys of each type that its subgraphs resolve before those that they only know. Where Apollo's planner comes back to a subgraph
 * with what a `@requires` needed, it takes the first key that the subgraph knows, whether or not it is one that the subgraph resolves.
 */
export function resolvableKeysFirst(supergraphSdl: string): string {
  const document = visit(parse(supergraphSdl, { noLocation: true }), {
    ObjectTypeDefinition: ({ directives = [], ...type }) => ({ ...type, directives: inOrder(directives) }),
    InterfaceTypeDefinition: ({ directives = [], ...type }) => ({ ...type, directives: inOrder(directives) }),
  });
  return print(document);
}
