import { GraphQLError, GraphQLScalarType, Kind } from "graphql";
import { GraphQLDateTimeISO, GraphQLSafeInt } from "graphql-scalars";

const DECIMAL = /^-?(0|[1-9]\d*)(\.\d{1,6})?$/;

function readDecimal(value: unknown): string {
  if (typeof value === "string" && value.length <= 40 && DECIMAL.test(value)) return value;
  throw new GraphQLError('A Decimal is a string such as "2.55", with at most six places after the point.', {
    extensions: { code: "BAD_USER_INPUT" },
  });
}

const Decimal = new GraphQLScalarType<string, string>({
  name: "Decimal",
  serialize: readDecimal,
  parseValue: readDecimal,
  parseLiteral: (node) => readDecimal(node.kind === Kind.STRING ? node.value : undefined),
});

function named(name: string, scalar: GraphQLScalarType): GraphQLScalarType {
  return new GraphQLScalarType({ ...scalar.toConfig(), name });
}

/** Resolvers of the scalars that our schemas share: `DateTime` (a Date inside), `SafeInt` (a number), `Decimal` (a string). */
export const commonScalars = {
  DateTime: named("DateTime", GraphQLDateTimeISO),
  SafeInt: named("SafeInt", GraphQLSafeInt),
  Decimal,
} as const;
