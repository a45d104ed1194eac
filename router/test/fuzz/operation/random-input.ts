import {
  type GraphQLArgument,
  type GraphQLInputType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isScalarType,
} from "graphql";
import type { Choices } from "../choices.ts";

/** Variables of an operation that is being written. */
export interface Variables {
  readonly definitions: Map<string, string>;
  readonly values: Record<string, unknown>;
}

export function createVariables(): Variables {
  return { definitions: new Map(), values: {} };
}

function scalarValue(choices: Choices, name: string): unknown {
  switch (name) {
    case "Int":
      return choices.below(5);
    case "Float":
      return choices.below(5) + 0.5;
    case "Boolean":
      return choices.chance(0.5);
    default:
      return choices.pick(["x", "y", 'quo"te', ""]);
  }
}

/** A value as JSON has it. */
function randomValue(choices: Choices, type: GraphQLInputType): unknown {
  if (!isNonNullType(type) && choices.chance(0.1)) return null;
  const nullable = getNullableType(type);
  if (isListType(nullable)) return Array.from({ length: choices.below(3) }, () => randomValue(choices, nullable.ofType));
  if (isEnumType(nullable)) return choices.pick(nullable.getValues()).name;
  if (isScalarType(nullable)) return scalarValue(choices, nullable.name);
  const fields = Object.values(nullable.getFields()).filter((field) => isNonNullType(field.type) || choices.chance(0.6));
  return Object.fromEntries(fields.map((field) => [field.name, randomValue(choices, field.type)]));
}

function listText(value: readonly unknown[], type: GraphQLInputType): string {
  return `[${value.map((item) => valueText(item, type)).join(", ")}]`;
}

/** The same value as GraphQL text. */
function valueText(value: unknown, type: GraphQLInputType): string {
  const nullable = getNullableType(type);
  if (value === null) return "null";
  if (isListType(nullable) && Array.isArray(value)) return listText(value, nullable.ofType);
  if (isEnumType(nullable)) return String(value);
  if (isInputObjectType(nullable)) {
    const fields = Object.entries(value as object).map(([name, inner]) => {
      const field = nullable.getFields()[name];
      return field ? `${name}: ${valueText(inner, field.type)}` : "";
    });
    return `{ ${fields.join(", ")} }`;
  }
  return JSON.stringify(value);
}

/** A variable of a type; not always given a value where it need not be. */
export function variableOf(choices: Choices, variables: Variables, type: GraphQLInputType): string {
  const name = `v${variables.definitions.size + 1}`;
  const byDefault = choices.chance(0.3) ? randomValue(choices, type) : undefined;
  const suffix = byDefault === undefined || (byDefault === null && isNonNullType(type)) ? "" : ` = ${valueText(byDefault, type)}`;
  variables.definitions.set(name, `$${name}: ${type}${suffix}`);
  const isNeeded = isNonNullType(type) && suffix === "";
  if (isNeeded || choices.chance(0.7)) variables.values[name] = randomValue(choices, type);
  return `$${name}`;
}

/** What stands in the parentheses of a field, with them; empty when nothing is given. */
export function randomArguments(choices: Choices, variables: Variables, args: readonly GraphQLArgument[]): string {
  const given = args
    .filter(({ type, defaultValue }) => (isNonNullType(type) && defaultValue === undefined) || choices.chance(0.5))
    .map(({ name, type }) => {
      const isVariable = choices.chance(0.5);
      return `${name}: ${isVariable ? variableOf(choices, variables, type) : valueText(randomValue(choices, type), type)}`;
    });
  return given.length === 0 ? "" : `(${given.join(", ")})`;
}
