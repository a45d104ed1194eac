import {
  buildSchema,
  type DocumentNode,
  type ExecutionResult,
  execute,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  type GraphQLTypeResolver,
  parse,
  validate,
} from "graphql";
import { type Layout, layOut } from "../model/layout.ts";
import {
  type FieldModel,
  fieldOf,
  interfaceNamed,
  type Model,
  objectNamed,
  type SelectedField,
  type Selection,
  selectionText,
} from "../model/model.ts";
import { executableSdl } from "../model/print.ts";
import { entityNamed, onlyParts, partsOf, resolveValue, type Thing, type Values, type World } from "./data.ts";

/** A thing as a subgraph knows it. */
interface Held extends Thing {
  /** What the router sent of it; null for one that this subgraph found itself. */
  readonly representation: Values | null;
  /** What this subgraph resolves of it although others own it. */
  readonly provided: Selection;
}

/** A subgraph that is executed by graphql-js. It answers for what it owns, and fails whatever else it is asked for. */
export interface FuzzSubgraph {
  readonly name: string;
  answer(request: { readonly query: string; readonly variables?: Values }, world: World): Promise<ExecutionResult>;
}

interface Knowledge {
  readonly model: Model;
  readonly layout: Layout;
}

/** An entity that the router asks for. */
interface Asked {
  readonly world: World;
  readonly representation: Values;
}

function isMissing(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(isMissing);
  return value === undefined || (typeof value === "object" && value !== null && Object.values(value).some(isMissing));
}

/**
 * What a field requires, as the representation has it, or as this subgraph itself has provided it. The data cannot tell: a representation that is wrong
 * gives another value.
 */
function requiredOf(field: FieldModel, held: Held, world: World): unknown {
  if (field.requires === null) return null;
  const isProvided = ({ name }: SelectedField) => held.provided.some((one) => one.name === name);
  const sent = onlyParts(
    held.representation ?? {},
    field.requires.filter((part) => !isProvided(part)),
  );
  const required = { ...sent, ...partsOf(world, held, field.requires.filter(isProvided)) };
  if (isMissing(required)) throw new Error(`${field.name} was asked for without ${selectionText(field.requires)}`);
  return required;
}

function hold(value: unknown, provided: Selection): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => hold(item, provided));
  const isThing = typeof value === "object" && value !== null && "n" in value;
  return isThing ? { ...value, representation: null, provided } : value;
}

function entityFor({ model, layout }: Knowledge, { world, representation }: Asked): Held {
  const typeName = String(representation["__typename"]);
  const kind = interfaceNamed(model, typeName);
  const [example] = kind?.members ?? [typeName];
  const allKeys = objectNamed(model, example ?? "")?.keys ?? [];
  const keys = layout.objects.get(typeName)?.keys ?? allKeys.filter(({ selection }) => selectionText(selection) === "id");
  const thing = entityNamed(world, kind?.members ?? [typeName], { keys: keys.map(({ selection }) => selection), representation });
  if (thing === undefined) throw new Error(`${layout.subgraph} has no ${JSON.stringify(representation)}`);
  return { ...thing, representation, provided: [] };
}

function isOwner({ layout }: Knowledge, parentType: string, field: FieldModel): boolean {
  if (layout.interfaceObjects.has(parentType)) return true;
  const local = layout.objects.get(parentType);
  return local === undefined || local.fields.get(field.name) === "owned";
}

function createFieldResolver(knowledge: Knowledge): GraphQLFieldResolver<Held | undefined, World> {
  const { model, layout } = knowledge;
  return (...[source, args, world, { fieldName, parentType }]) => {
    if (fieldName === "_entities") {
      const representations = args["representations"] as readonly Values[];
      return representations.map((one) => entityOrError(knowledge, { world, representation: one }));
    }
    const field = fieldOf(model, parentType.name, fieldName);
    if (field === undefined) throw new Error(`${layout.subgraph} was asked for ${parentType.name}.${fieldName}`);
    if (parentType.name === "Mutation") world.mutations += 1;
    const held: Held = source ?? { type: parentType.name, n: 0, representation: null, provided: [] };
    const provided = held.provided.find(({ name }) => name === fieldName);
    if (!provided && !isOwner(knowledge, parentType.name, field)) {
      throw new Error(`${layout.subgraph} was asked for ${parentType.name}.${fieldName}, which it does not resolve`);
    }
    const value = resolveValue({ world, field, parent: held }, args, requiredOf(field, held, world));
    return hold(value, provided?.below ?? field.provides[layout.subgraph] ?? []);
  };
}

function entityOrError(knowledge: Knowledge, asked: Asked): Held | Error {
  try {
    return entityFor(knowledge, asked);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function createTypeResolver({ layout }: Knowledge): GraphQLTypeResolver<Held, World> {
  return (...[held, , , abstractType]) => {
    const asked = String(held.representation?.["__typename"] ?? held.type);
    return abstractType.name === "_Entity" && layout.interfaceObjects.has(asked) ? asked : held.type;
  };
}

/** Validated once: plans are asked for again and again. */
function createDocuments(schema: GraphQLSchema) {
  const documents = new Map<string, DocumentNode>();
  return (text: string): DocumentNode => {
    const known = documents.get(text);
    if (known) return known;
    const document = parse(text, { noLocation: true });
    const [error] = validate(schema, document);
    if (error) throw error;
    documents.set(text, document);
    return document;
  };
}

export function createFuzzSubgraph(model: Model, name: string): FuzzSubgraph {
  const schema = buildSchema(executableSdl(model, name), { assumeValid: true, assumeValidSDL: true });
  const knowledge: Knowledge = { model, layout: layOut(model, name) };
  const fieldResolver = createFieldResolver(knowledge);
  const typeResolver = createTypeResolver(knowledge);
  const documentOf = createDocuments(schema);
  return {
    name,
    async answer({ query, variables = {} }, world) {
      const document = documentOf(query);
      return execute({ schema, document, variableValues: variables, contextValue: world, fieldResolver, typeResolver });
    },
  };
}
