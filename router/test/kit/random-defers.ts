import {
  type FragmentDefinitionNode,
  type GraphQLSchema,
  Kind,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";
import { createRandom, type RandomOperation } from "./random-operation.ts";

const CONDITIONS = ["", "", "", "if: true", "if: false", "if: $d"];

/** Puts some of a query's selections into deferred fragments, with and without names, labels and conditions. Without `@defer` it asks for the same as before. */
export function withRandomDefers(schema: GraphQLSchema, operation: RandomOperation, seed: number): RandomOperation {
  const random = createRandom(seed);
  const types = new TypeInfo(schema);
  const fragments: FragmentDefinitionNode[] = [];
  let count = 0;

  function directive(): string {
    count += 1;
    const given = [random.pick(CONDITIONS), random.chance(0.7) ? `label: "d${count}"` : ""].filter(Boolean);
    return `@defer${given.length > 0 ? `(${given.join(", ")})` : ""}`;
  }

  /** A fragment in the place of selections; its definition where it has a name. */
  function spreadOf(body: string, typeName: string): string {
    const name = `F${count}`;
    if (random.chance(0.3)) return `{ ...${name} ${directive()} } fragment ${name} on ${typeName} ${body}`;
    return `{ ... ${random.chance(0.5) ? `on ${typeName} ` : ""}${directive()} ${body} }`;
  }

  function deferred(selections: readonly SelectionNode[], typeName: string): readonly SelectionNode[] {
    const spread = spreadOf(print({ kind: Kind.SELECTION_SET, selections }), typeName);
    const [own, fragment] = parse(spread, { noLocation: true }).definitions;
    if (fragment?.kind === Kind.FRAGMENT_DEFINITION) fragments.push(fragment);
    return own?.kind === Kind.OPERATION_DEFINITION ? own.selectionSet.selections : [];
  }

  function divide(selectionSet: SelectionSetNode, typeName: string | undefined): SelectionSetNode {
    const isLater = selectionSet.selections.map(() => random.chance(0.35));
    const [now, later] = [false, true].map((wanted) => selectionSet.selections.filter((_one, index) => isLater[index] === wanted));
    if (typeName === undefined || !later || later.length === 0) return selectionSet;
    return { kind: Kind.SELECTION_SET, selections: [...(now ?? []), ...deferred(later, typeName)] };
  }

  const document = visit(
    parse(operation.text, { noLocation: true }),
    visitWithTypeInfo(types, { SelectionSet: { leave: (selectionSet) => divide(selectionSet, types.getParentType()?.name) } }),
  );
  const text = print({ ...document, definitions: [...document.definitions, ...fragments] });
  if (!text.includes("$d")) return { ...operation, text };
  const declared = text.startsWith("query (")
    ? text.replace("query (", "query ($d: Boolean!, ")
    : text.replace(/^(query )?/, "query ($d: Boolean!) ");
  return { text: declared, variables: { ...operation.variables, d: random.chance(0.5) } };
}
