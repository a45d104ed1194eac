import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isUnionType,
} from "graphql";

/** An operation with planted text in every place of its input that takes text, and in others too. */
export interface Attempt {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** A value twice: as a variable, and written into a document. */
interface Planted {
  readonly json: unknown;
  readonly literal: string;
}

/** Makes the text that is planted at a place. */
export type Mark = (place: string) => string;

const asText = (text: string): Planted => ({ json: text, literal: JSON.stringify(text) });

/** What the scalars that are no text take. */
const PLAUSIBLE: Readonly<Record<string, Planted>> = {
  Int: { json: 1, literal: "1" },
  SafeInt: { json: 1, literal: "1" },
  Float: { json: 1.5, literal: "1.5" },
  Boolean: { json: true, literal: "true" },
  DateTime: asText("2026-01-02T03:04:05.000Z"),
  Decimal: asText("1.25"),
};

interface Planting {
  readonly mark: Mark;
  /** Whether text stands where no text belongs: in numbers, dates and enumerations. */
  readonly isEverywhere: boolean;
}

function plantLeaf(type: GraphQLInputType, place: string, { mark, isEverywhere }: Planting): Planted {
  const text = asText(mark(place));
  if (isEverywhere) return text;
  if (isEnumType(type)) {
    const name = type.getValues()[0]?.name ?? "";
    return { json: name, literal: name };
  }
  return PLAUSIBLE[String(type)] ?? text;
}

function plant(type: GraphQLInputType, place: string, planting: Planting): Planted {
  if (isNonNullType(type)) return plant(type.ofType, place, planting);
  if (isListType(type)) {
    const { json, literal } = plant(type.ofType, place, planting);
    return { json: [json], literal: `[${literal}]` };
  }
  if (!isInputObjectType(type)) return plantLeaf(type, place, planting);
  const fields = Object.values(type.getFields()).map(
    (field) => [field.name, plant(field.type, `${place}.${field.name}`, planting)] as const,
  );
  return {
    json: Object.fromEntries(fields.map(([name, { json }]) => [name, json])),
    literal: `{ ${fields.map(([name, { literal }]) => `${name}: ${literal}`).join(", ")} }`,
  };
}

/** What shows a refusal and none of the data. */
function selectionOf(type: GraphQLOutputType): string {
  const named = getNamedType(type);
  if (isLeafType(named)) return "";
  const isRefusable =
    isUnionType(named) && named.getTypes().some((member) => member.getInterfaces().some(({ name }) => name === "Refusal"));
  return isRefusable ? " { __typename ... on Refusal { code message } }" : " { __typename }";
}

function attemptsAt(root: "query" | "mutation", field: GraphQLField<unknown, unknown>, planting: Planting): readonly Attempt[] {
  const place = (argument: GraphQLArgument) => `${field.name}(${argument.name})`;
  const planted = field.args.map((argument) => ({ argument, value: plant(argument.type, place(argument), planting) }));
  const declared = planted.map(({ argument: { name, type } }) => `$${name}: ${type}`).join(", ");
  const passed = planted.map(({ argument: { name } }) => `${name}: $${name}`).join(", ");
  const written = planted.map(({ argument: { name }, value: { literal } }) => `${name}: ${literal}`).join(", ");
  const selection = selectionOf(field.type);
  return [
    {
      query: `${root} Plant(${declared}) { ${field.name}(${passed})${selection} }`,
      variables: Object.fromEntries(planted.map(({ argument: { name }, value: { json } }) => [name, json])),
    },
    { query: `${root} PlantInline { ${field.name}(${written})${selection} }`, variables: {} },
  ];
}

/** Every field that takes anything, asked with variables and with a document that holds the values, with text where it belongs and where it does not. */
export function plantEverywhere(schema: GraphQLSchema, mark: Mark): readonly Attempt[] {
  const roots = [
    ["query", schema.getQueryType()],
    ["mutation", schema.getMutationType()],
  ] as const;
  return roots.flatMap(([root, type]) =>
    Object.values(type?.getFields() ?? {})
      .filter(({ args }) => args.length > 0)
      .flatMap((field) => [false, true].flatMap((isEverywhere) => attemptsAt(root, field, { mark, isEverywhere }))),
  );
}
