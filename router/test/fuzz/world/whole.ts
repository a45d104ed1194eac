import { type ExecutionResult, execute, type GraphQLFieldResolver, type GraphQLSchema, type GraphQLTypeResolver, parse } from "graphql";
import { fieldOf, type Model } from "../model/model.ts";
import type { FuzzOperation } from "../operation/operation.ts";
import { partsOf, resolveValue, type Thing, type World } from "./data.ts";

const fieldResolver: GraphQLFieldResolver<Thing | undefined, World> = (...[source, args, world, { fieldName, parentType }]) => {
  const field = fieldOf(world.model, parentType.name, fieldName);
  if (field === undefined) throw new Error(`There is no ${parentType.name}.${fieldName}.`);
  if (parentType.name === "Mutation") world.mutations += 1;
  const parent = source ?? { type: parentType.name, n: 0 };
  return resolveValue({ world, field, parent }, args, field.requires === null ? null : partsOf(world, parent, field.requires));
};

const typeResolver: GraphQLTypeResolver<Thing, World> = ({ type }) => type;

/** What the merged schema answers in one process: graphql-js on the data, without subgraphs. */
export async function answerOfWhole(schema: GraphQLSchema, model: Model, operation: FuzzOperation): Promise<ExecutionResult> {
  const world: World = { model, mutations: 0 };
  const document = parse(operation.text);
  return execute({ schema, document, variableValues: operation.variables, contextValue: world, fieldResolver, typeResolver });
}
