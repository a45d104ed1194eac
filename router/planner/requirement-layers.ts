import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  isAbstractType,
  Kind,
  parse,
  type SelectionNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";
import { PlanningError } from "./planner.ts";

/** What the `@requires` of fields ask for. */
interface Needs {
  readonly fields: Set<string>;
  /** By name of a field that is asked for with arguments: the arguments. */
  readonly withArguments: Map<string, Set<string>>;
}

/** Of fields of a type (`Type.field`), and of all fields of a name (`field`) together. */
type Direct = Map<string, Needs>;

function noNeeds(): Needs {
  return { fields: new Set(), withArguments: new Map() };
}

function entry<Value>(map: Map<string, Value>, key: string, create: () => Value): Value {
  const known = map.get(key) ?? create();
  map.set(key, known);
  return known;
}

function addArguments(onto: Needs, { withArguments }: Needs): void {
  for (const [name, given] of withArguments) for (const one of given) entry(onto.withArguments, name, () => new Set<string>()).add(one);
}

function readArguments(needs: Needs, text: string, { name, arguments: given = [] }: FieldNode): void {
  const written = text.slice(given[0]?.loc?.start, given.at(-1)?.loc?.end);
  if (given.length > 0) entry(needs.withArguments, name.value, () => new Set<string>()).add(written);
}

/** Of what a field of `type` requires. Below the first level we do not know the types: what is there stands for all fields of its name. */
function readFieldSet(needs: Needs, type: string, fieldSet: string): void {
  const text = `{${fieldSet}}`;
  function read(selections: readonly SelectionNode[], typePrefix: string): void {
    for (const selection of selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) continue;
      if (selection.kind === Kind.FIELD) {
        needs.fields.add(`${typePrefix}${selection.name.value}`);
        readArguments(needs, text, selection);
      }
      read(selection.selectionSet?.selections ?? [], "");
    }
  }
  for (const definition of parse(text).definitions) if ("selectionSet" in definition) read(definition.selectionSet.selections, `${type}.`);
}

function requiredBy({ name, arguments: given = [] }: DirectiveNode): string | null {
  const value = given.find((one) => one.name.value === "requires")?.value;
  return name.value === "join__field" && value?.kind === Kind.STRING ? value.value : null;
}

function readDirect(supergraph: DocumentNode): Direct {
  const direct: Direct = new Map();
  visit(supergraph, {
    ObjectTypeDefinition({ name: type, fields = [] }) {
      for (const { name, directives = [] } of fields) {
        for (const fieldSet of directives.flatMap((one) => requiredBy(one) ?? [])) {
          for (const key of [name.value, `${type.value}.${name.value}`]) readFieldSet(entry(direct, key, noNeeds), type.value, fieldSet);
        }
      }
    },
  });
  return direct;
}

/** With what the needed fields need. */
function allNeeds(own: Needs, direct: Direct): Needs {
  const all = noNeeds();
  const waiting = [own];
  for (let needs = waiting.pop(); needs !== undefined; needs = waiting.pop()) {
    addArguments(all, needs);
    for (const field of needs.fields) {
      const next = all.fields.has(field) ? undefined : direct.get(field);
      if (next) waiting.push(next);
      all.fields.add(field);
    }
  }
  return all;
}

/** Whether one field is asked for with different arguments. */
function clashes(several: readonly Needs[]): boolean {
  const together = noNeeds();
  for (const one of several) addArguments(together, one);
  return [...together.withArguments.values()].some((given) => given.size > 1);
}

const TYPE_NAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: "__typename" } };

function without(document: DocumentNode, names: ReadonlySet<string>): DocumentNode {
  return visit(document, {
    Field: ({ name }) => (names.has(name.value) ? null : undefined),
    SelectionSet: { leave: (set) => (set.selections.length === 0 ? { ...set, selections: [TYPE_NAME] } : undefined) },
  });
}

type Layer = Map<string, Needs>;

function place(layers: Layer[], name: string, needs: Needs): void {
  if (clashes([needs])) throw new PlanningError(`What ${name} requires cannot be fetched: it needs one field with different arguments.`);
  const layer = layers.find((one) => !clashes([...one.values(), needs]));
  if (layer) layer.set(name, needs);
  else layers.push(new Map([[name, needs]]));
}

function objectTypes(schema: GraphQLSchema, type: GraphQLCompositeType): readonly GraphQLCompositeType[] {
  return isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
}

/** Parts of an operation that can be planned one after the other. */
export interface Layers {
  readonly documents: readonly DocumentNode[];
  /** Names of the fields that the parts need with different arguments. */
  readonly clashing: ReadonlySet<string>;
}

/** Takes operations apart. */
export type Layering = (document: DocumentNode) => Layers;

/**
 * Apollo's planner asks once for a field that several `@requires` of an operation need with different arguments. So fields with such needs are taken apart: each
 * part has those of which no two clash, and everything else besides. What a part needed is forgotten before the next one.
 */
export function createLayering(supergraphSdl: string, schema: GraphQLSchema): Layering {
  const direct = readDirect(parse(supergraphSdl, { noLocation: true }));
  const needs = new Map([...direct].map(([field, own]) => [field, allNeeds(own, direct)]));

  /** By name of a field, what those of the operation need. */
  function needsIn(document: DocumentNode): ReadonlyMap<string, Needs> {
    const found = new Map<string, Needs>();
    const info = new TypeInfo(schema);
    function Field({ name }: FieldNode): void {
      const parent = info.getParentType();
      const types = parent ? objectTypes(schema, parent) : [];
      for (const own of types.map((type) => needs.get(`${type.name}.${name.value}`)))
        if (own && own.withArguments.size > 0) addArguments(entry(found, name.value, noNeeds), own);
    }
    visit(document, visitWithTypeInfo(info, { Field }));
    return found;
  }

  return (document) => {
    const layers: Layer[] = [];
    for (const [name, own] of needsIn(document)) place(layers, name, own);
    if (layers.length < 2) return { documents: [document], clashing: new Set() };
    if (document.definitions.some((one) => one.kind === Kind.OPERATION_DEFINITION && one.operation !== "query"))
      throw new PlanningError("What fields of a mutation require clashes, and a mutation is not taken apart.");
    const documents = layers.map((layer) =>
      without(document, new Set(layers.filter((one) => one !== layer).flatMap((one) => [...one.keys()]))),
    );
    return {
      documents,
      clashing: new Set(layers.flatMap((layer) => [...layer.values()].flatMap(({ withArguments }) => [...withArguments.keys()]))),
    };
  };
}
