import {
  type ArgumentNode,
  type ConstArgumentNode,
  type ConstDirectiveNode,
  type DirectiveNode,
  type DocumentNode,
  Kind,
  parse,
  print,
  visit,
} from "graphql";
import type { PlanNode } from "./planner.ts";

/** A composed schema under other names of subgraphs, and the way back from them. */
export interface Reordered {
  readonly supergraphSdl: string;
  /** Planned name → name. Empty when nothing had to be renamed. */
  readonly names: ReadonlyMap<string, string>;
}

const INDEX_WIDTH = 4;

function argumentOf({ arguments: given = [] }: ConstDirectiveNode, name: string): ConstArgumentNode["value"] | undefined {
  return given.find((one) => one.name.value === name)?.value;
}

/** Graph (the value of the enumeration) → name of the subgraph. */
function subgraphNames(document: DocumentNode): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  visit(document, {
    EnumValueDefinition({ name, directives = [] }) {
      const value = directives.filter((one) => one.name.value === "join__graph").map((one) => argumentOf(one, "name"))[0];
      if (value?.kind === Kind.STRING) names.set(name.value, value.value);
    },
  });
  return names;
}

/** Of an interface, the graphs that have it as an object, and those that define it. */
function sidesOf(directives: readonly ConstDirectiveNode[]): {
  readonly asObject: readonly string[];
  readonly defining: readonly string[];
} {
  const asObject: string[] = [];
  const defining: string[] = [];
  for (const one of directives) {
    const graph = argumentOf(one, "graph");
    if (one.name.value !== "join__type" || graph?.kind !== Kind.ENUM) continue;
    const flag = argumentOf(one, "isInterfaceObject");
    (flag?.kind === Kind.BOOLEAN && flag.value ? asObject : defining).push(graph.value);
  }
  return { asObject, defining };
}

/** Name of a subgraph → names of those that must come before it. */
function predecessors(document: DocumentNode): ReadonlyMap<string, ReadonlySet<string>> {
  const names = subgraphNames(document);
  const before = new Map<string, Set<string>>([...names.values()].map((name) => [name, new Set()]));
  visit(document, {
    InterfaceTypeDefinition({ directives = [] }) {
      const { asObject, defining } = sidesOf(directives);
      for (const graph of asObject) for (const one of defining) before.get(names.get(graph) ?? "")?.add(names.get(one) ?? "");
    },
  });
  return before;
}

/** Alphabetical, but for those that must wait for others. Where they wait for each other, the first one goes first. */
function inOrder(before: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] {
  const waiting = [...before.keys()].sort();
  const placed = new Set<string>();
  while (waiting.length > 0) {
    const ready = waiting.findIndex((name) => [...(before.get(name) ?? [])].every((one) => placed.has(one)));
    for (const name of waiting.splice(Math.max(0, ready), 1)) placed.add(name);
  }
  return [...placed];
}

/** Directives that name a subgraph, with the argument that does. */
const NAMING: Readonly<Record<string, string>> = { join__graph: "name", join__field: "override" };

function renamed(argument: ArgumentNode, planned: ReadonlyMap<string, string>): ArgumentNode {
  const { value } = argument;
  return value.kind === Kind.STRING ? { ...argument, value: { ...value, value: planned.get(value.value) ?? value.value } } : argument;
}

/**
 * The native planner goes through subgraphs in the alphabetical order of their names, and finds no way from an `@interfaceObject` to the types behind it when
 * the subgraph that defines the interface comes later. So such a schema is planned with names in an order in which it finds them.
 */
export function interfacesFirst(supergraphSdl: string): Reordered {
  const document = parse(supergraphSdl, { noLocation: true });
  const before = predecessors(document);
  const order = inOrder(before);
  if (order.every((name, index) => index === 0 || (order[index - 1] ?? "") < name)) return { supergraphSdl, names: new Map() };
  const planned = new Map(order.map((name, index) => [name, `${String(index).padStart(INDEX_WIDTH, "0")}_${name}`]));
  const reordered: DocumentNode = visit(document, {
    Directive(directive: DirectiveNode) {
      const naming = NAMING[directive.name.value];
      if (naming === undefined) return;
      return { ...directive, arguments: directive.arguments?.map((one) => (one.name.value === naming ? renamed(one, planned) : one)) };
    },
  });
  return { supergraphSdl: print(reordered), names: new Map([...planned].map(([name, plannedName]) => [plannedName, name])) };
}

/** A plan with the real names of the subgraphs. */
export function withNames(node: PlanNode, names: ReadonlyMap<string, string>): PlanNode {
  if (names.size === 0) return node;
  if (node.kind === "sequence" || node.kind === "parallel") return { ...node, nodes: node.nodes.map((child) => withNames(child, names)) };
  return { ...node, subgraph: names.get(node.subgraph) ?? node.subgraph };
}
