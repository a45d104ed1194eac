import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isNonNullType,
  isObjectType,
} from "graphql";

/** What a random operation may pass for an argument, by `field.argument`. */
export type ArgumentValues = Readonly<Record<string, readonly string[]>>;

export interface RandomOperation {
  readonly text: string;
  readonly variables: Readonly<Record<string, boolean>>;
}

const DEEPEST = 4;

/** Numbers that look random and are the same for the same seed. */
export function createRandom(seed: number) {
  let state = Math.imul(seed ^ 0x5bd1e995, 0x9e3779b1) >>> 0;
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return {
    chance: (probability: number) => next() < probability,
    below: (limit: number) => Math.floor(next() * limit),
    pick: <T>(items: readonly T[]): T | undefined => items[Math.floor(next() * items.length)],
  };
}

/**
 * Writes queries: aliases, arguments, fragments on types and interfaces, conditions, fields twice. Some of them are not valid, because two fields of one
 * response key differ: the caller sorts those out.
 */
export function randomOperation(schema: GraphQLSchema, values: ArgumentValues, seed: number): RandomOperation {
  const random = createRandom(seed);
  let aliases = 0;

  const condition = () => (random.chance(0.12) ? ` @${random.pick(["skip", "include"])}(if: $${random.pick(["a", "b"])})` : "");

  function fragment(type: GraphQLNamedType, depth: number): string {
    const kinds = isAbstractType(type) ? schema.getPossibleTypes(type) : [type, ...(isObjectType(type) ? type.getInterfaces() : [])];
    const on = random.pick(kinds) ?? type;
    return `... on ${on.name}${condition()} ${selections(on, depth)}`;
  }

  function field(definition: GraphQLField<unknown, unknown>, depth: number): string {
    const given = definition.args
      .filter((argument) => isNonNullType(argument.type) || random.chance(0.4))
      .map((argument) => `${argument.name}: ${random.pick(values[`${definition.name}.${argument.name}`] ?? ["null"])}`);
    aliases += 1;
    const alias = given.length > 0 || random.chance(0.25) ? `z${aliases % 6}${definition.name}: ` : "";
    const type = getNamedType(definition.type);
    const below = isCompositeType(type) ? ` ${selections(type, depth + 1)}` : "";
    return `${alias}${definition.name}${given.length > 0 ? `(${given.join(", ")})` : ""}${condition()}${below}`;
  }

  function selection(type: GraphQLNamedType, depth: number): string {
    if (random.chance(0.15)) return `${random.pick(["__typename", "tn: __typename"])}${condition()}`;
    const hasFields = isObjectType(type) || isInterfaceType(type);
    if (!hasFields || random.chance(isInterfaceType(type) ? 0.5 : 0.1)) return fragment(type, depth);
    const fields = Object.values(type.getFields()).filter((one) => depth < DEEPEST || !isCompositeType(getNamedType(one.type)));
    const chosen = random.pick(fields);
    return chosen ? field(chosen, depth) : "__typename";
  }

  function selections(type: GraphQLNamedType, depth: number): string {
    return `{ ${Array.from({ length: 1 + random.below(4) }, () => selection(type, depth)).join(" ")} }`;
  }

  const root = schema.getQueryType();
  const body = root ? selections(root, 0) : "";
  const used = ["a", "b"].filter((name) => body.includes(`$${name})`));
  const head = used.length > 0 ? `query (${used.map((name) => `$${name}: Boolean!`).join(", ")}) ` : "";
  return { text: `${head}${body}`, variables: Object.fromEntries(used.map((name) => [name, random.chance(0.5)])) };
}
