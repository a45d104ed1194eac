import {
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  type InlineFragmentNode,
  isAbstractType,
  isCompositeType,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
} from "graphql";
import { type IsTrue, isIncluded } from "./conditions.ts";
import type { PlanKeys } from "./plan-keys.ts";

/** A type that an object of the response may have. */
export type FieldsType = GraphQLObjectType | GraphQLInterfaceType;

/** A field of the response, as the client asked for it. */
export interface FieldShape {
  readonly key: string;
  /** The response key under which it was asked for. */
  readonly planKey: string;
  readonly name: string;
  readonly type: GraphQLOutputType;
  /** `Type.field`, for messages. */
  readonly coordinate: string;
  /** Null for scalars and enums. */
  readonly selection: SelectionShape | null;
}

/** What the client asked for of an object, by the object's type. */
export interface SelectionShape {
  fieldsFor(type: FieldsType): readonly FieldShape[];
}

export interface Compilation {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly isTrue: IsTrue;
  readonly planKeys: PlanKeys;
}

interface Collected {
  readonly planKey: string;
  readonly name: string;
  readonly selectionSets: SelectionSetNode[];
}

function fits(schema: GraphQLSchema, type: FieldsType, condition: string | undefined): boolean {
  if (condition === undefined || condition === type.name) return true;
  const conditionType = schema.getType(condition);
  return isAbstractType(conditionType) && schema.isSubType(conditionType, type);
}

interface Collection {
  readonly type: FieldsType;
  readonly fields: Map<string, Collected>;
  readonly spread: Set<string>;
}

/** The selection set of a fragment that applies here; null when it does not. */
function applicable(
  compilation: Compilation,
  { type, spread }: Collection,
  node: FragmentSpreadNode | InlineFragmentNode,
): SelectionSetNode | null {
  if (node.kind === Kind.INLINE_FRAGMENT) return fits(compilation.schema, type, node.typeCondition?.name.value) ? node.selectionSet : null;
  if (spread.has(node.name.value)) return null;
  spread.add(node.name.value);
  const fragment = compilation.fragments.get(node.name.value);
  return fragment && fits(compilation.schema, type, fragment.typeCondition.name.value) ? fragment.selectionSet : null;
}

/** Collects the fields that apply to an object of a type, in the order and merged as the specification says. */
function collect(compilation: Compilation, collection: Collection, selectionSet: SelectionSetNode): void {
  for (const selection of selectionSet.selections) {
    if (!isIncluded(selection, compilation.isTrue)) continue;
    if (selection.kind !== Kind.FIELD) {
      const inner = applicable(compilation, collection, selection);
      if (inner !== null) collect(compilation, collection, inner);
      continue;
    }
    const key = (selection.alias ?? selection.name).value;
    const known = collection.fields.get(key) ?? {
      planKey: compilation.planKeys.keyFor(selection),
      name: selection.name.value,
      selectionSets: [],
    };
    if (selection.selectionSet) known.selectionSets.push(selection.selectionSet);
    collection.fields.set(key, known);
  }
}

const META_FIELDS = new Map([SchemaMetaFieldDef, TypeMetaFieldDef, TypeNameMetaFieldDef].map((field) => [field.name, field]));

function compileSelection(compilation: Compilation, selectionSets: readonly SelectionSetNode[]): SelectionShape {
  const byType = new Map<string, readonly FieldShape[]>();
  function fieldsFor(type: FieldsType): readonly FieldShape[] {
    const known = byType.get(type.name);
    if (known) return known;
    const collection: Collection = { type, fields: new Map(), spread: new Set() };
    for (const selectionSet of selectionSets) collect(compilation, collection, selectionSet);
    const fields = [...collection.fields].flatMap(([key, { planKey, name, selectionSets: below }]): FieldShape[] => {
      const definition = META_FIELDS.get(name) ?? type.getFields()[name];
      if (definition === undefined) return [];
      const selection = isCompositeType(getNamedType(definition.type)) ? compileSelection(compilation, below) : null;
      return [{ key, planKey, name, type: definition.type, coordinate: `${type.name}.${name}`, selection }];
    });
    byType.set(type.name, fields);
    return fields;
  }
  return { fieldsFor };
}

/** The form of an operation's response. Compiled as objects of new types turn up, and kept. */
export interface ResponseShape {
  readonly rootType: FieldsType;
  readonly root: SelectionShape;
  /** Root fields without which the whole response is null, by the response keys under which they were asked for. */
  readonly indispensable: ReadonlySet<string>;
}

/** Compiles the response of an operation for given values of the variables in its conditions. */
export function compileShape(compilation: Compilation, rootType: FieldsType, operation: OperationDefinitionNode): ResponseShape {
  const root = compileSelection(compilation, [operation.selectionSet]);
  const indispensable = new Set(root.fieldsFor(rootType).flatMap((field) => (isNonNullType(field.type) ? [field.planKey] : [])));
  return { rootType, root, indispensable };
}
