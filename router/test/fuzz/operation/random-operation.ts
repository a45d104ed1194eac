import {
  GraphQLBoolean,
  type GraphQLField,
  type GraphQLNamedType,
  GraphQLNonNull,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  parse,
  validate,
} from "graphql";
import type { Choices } from "../choices.ts";
import type { FuzzOperation } from "./operation.ts";
import { createVariables, randomArguments, type Variables, variableOf } from "./random-input.ts";

const DEEPEST = 4;
const MOST_FIELDS = 60;
const TRIES = 6;

interface Writing {
  readonly schema: GraphQLSchema;
  readonly choices: Choices;
  readonly variables: Variables;
  readonly fragments: string[];
  /** Names that fields have somewhere: an alias that is one of them is what planners mix up. */
  readonly fieldNames: readonly string[];
  fields: number;
}

function condition({ choices, variables }: Writing): string {
  if (!choices.chance(0.08)) return "";
  const value = choices.chance(0.7) ? variableOf(choices, variables, new GraphQLNonNull(GraphQLBoolean)) : String(choices.chance(0.5));
  return ` @${choices.pick(["skip", "include"])}(if: ${value})`;
}

function typesFor({ schema, choices }: Writing, type: GraphQLNamedType): GraphQLNamedType {
  if (isAbstractType(type)) {
    const objects = schema.getPossibleTypes(type);
    const others = choices.chance(0.2) ? objects.flatMap((one) => one.getInterfaces()) : [];
    return choices.pick([...objects, ...others, type]);
  }
  return choices.pick([type, type, ...(isObjectType(type) ? type.getInterfaces() : [])]);
}

function fragment(writing: Writing, type: GraphQLNamedType, depth: number): string {
  const { choices, fragments } = writing;
  if (choices.chance(0.1)) return `...${condition(writing)} ${selections(writing, type, depth)}`;
  const on = typesFor(writing, type);
  const body = selections(writing, on, depth + 1);
  if (!choices.chance(0.25)) return `... on ${on.name}${condition(writing)} ${body}`;
  const name = `F${fragments.length + 1}`;
  fragments.push(`fragment ${name} on ${on.name} ${body}`);
  return `...${name}${condition(writing)}`;
}

function alias({ choices, fieldNames }: Writing, isNeeded: boolean): string {
  if (!isNeeded && !choices.chance(0.2)) return "";
  return `${choices.chance(0.3) ? choices.pick(fieldNames) : `z${choices.below(30)}`}: `;
}

function field(writing: Writing, definition: GraphQLField<unknown, unknown>, depth: number): string {
  writing.fields += 1;
  const args = randomArguments(writing.choices, writing.variables, definition.args);
  const type = getNamedType(definition.type);
  const below = isCompositeType(type) ? ` ${selections(writing, type, depth + 1)}` : "";
  return `${alias(writing, args !== "")}${definition.name}${args}${condition(writing)}${below}`;
}

/** Introspection is answered by the router itself, beside what subgraphs answer. */
function introspection({ choices, schema }: Writing): string {
  const type = choices.pick(Object.keys(schema.getTypeMap()));
  return choices.pick([
    `__type(name: "${type}") { kind fields { name args { name } } }`,
    "__schema { queryType { name } mutationType { name } }",
  ]);
}

function meta(writing: Writing, type: GraphQLNamedType): string {
  const { choices, schema } = writing;
  if (type === schema.getQueryType() && choices.chance(0.3)) return introspection(writing);
  return `${choices.pick(["__typename", "tn: __typename"])}${condition(writing)}`;
}

function selection(writing: Writing, type: GraphQLNamedType, depth: number): string {
  const { choices } = writing;
  if (choices.chance(0.1)) return meta(writing, type);
  const hasFields = isObjectType(type) || isInterfaceType(type);
  if (!hasFields || (depth < DEEPEST && choices.chance(isInterfaceType(type) ? 0.5 : 0.1))) {
    return depth < DEEPEST + 1 ? fragment(writing, type, depth) : "__typename";
  }
  const isFull = depth >= DEEPEST || writing.fields > MOST_FIELDS;
  const possible = Object.values(type.getFields()).filter((one) => !isFull || !isCompositeType(getNamedType(one.type)));
  return possible.length > 0 ? field(writing, choices.pick(possible), depth) : "__typename";
}

function selections(writing: Writing, type: GraphQLNamedType, depth: number): string {
  const size = 1 + writing.choices.below(depth === 0 ? 3 : 4);
  return `{ ${Array.from({ length: size }, () => selection(writing, type, depth)).join(" ")} }`;
}

function fieldNamesOf(schema: GraphQLSchema): readonly string[] {
  const objects = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type) && !type.name.startsWith("__"));
  return [...new Set(objects.flatMap((type) => Object.keys((type as GraphQLObjectType).getFields())))];
}

function write(schema: GraphQLSchema, choices: Choices): FuzzOperation {
  const mutation = schema.getMutationType();
  const isMutation = mutation !== undefined && mutation !== null && choices.chance(0.2);
  const root = isMutation ? mutation : schema.getQueryType();
  const fieldNames = fieldNamesOf(schema);
  const writing: Writing = { schema, choices, variables: createVariables(), fragments: [], fieldNames, fields: 0 };
  const body = root ? selections(writing, root, 0) : "{ __typename }";
  const definitions = [...writing.variables.definitions.values()].join(", ");
  const head = `${isMutation ? "mutation" : "query"}${definitions === "" ? "" : ` (${definitions})`}`;
  return { text: [`${head} ${body}`, ...writing.fragments].join("\n"), variables: writing.variables.values };
}

/**
 * Writes a valid operation: aliases, arguments, variables with and without defaults, fragments, conditions, fields twice. What comes out not valid (one
 * response key for two things) is thrown away and written anew.
 */
export function randomOperation(schema: GraphQLSchema, choices: Choices): FuzzOperation {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const operation = write(schema, choices);
    if (validate(schema, parse(operation.text)).length === 0) return operation;
  }
  return { text: "{ __typename }", variables: {} };
}
