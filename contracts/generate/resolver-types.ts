import { codegen } from "@graphql-codegen/core";
import * as typescriptPlugin from "@graphql-codegen/typescript";
import * as resolversPlugin from "@graphql-codegen/typescript-resolvers";
import { isTypeDefinitionNode } from "graphql";
import { z } from "zod";
import { ContractError, type GeneratedFile, repository, type SubgraphSource } from "./subgraphs.ts";

/** GraphQL type name → `module#Type`, the module as seen from the subgraph's graphql/ folder. */
const mappersSchema = z.record(z.string(), z.string().regex(/^[^#]+#[A-Za-z_]\w*$/, "must look like ./mappers.ts#OrderRecord"));

/**
 * What resolvers hand out instead of the GraphQL type, e.g. a domain object that field resolvers then read from.
 * The service team owns the table: `subgraphs/<name>/graphql/mappers.json`; a missing file means none.
 */
async function readMappers(subgraph: SubgraphSource, root: string): Promise<Record<string, string>> {
  const path = `subgraphs/${subgraph.name}/graphql/mappers.json`;
  const file = Bun.file(`${root}${path}`);
  if (!(await file.exists())) return {};
  const parsed = mappersSchema.safeParse(await file.json());
  if (!parsed.success) throw new ContractError([`${path}: ${z.prettifyError(parsed.error)}`]);
  const types = new Set(
    subgraph.schema.definitions.flatMap((definition) => (isTypeDefinitionNode(definition) ? [definition.name.value] : [])),
  );
  const unknown = Object.keys(parsed.data).filter((type) => !types.has(type));
  if (unknown.length > 0) throw new ContractError([`${path}: ${unknown.join(", ")} is not in ${subgraph.schemaPath}`]);
  return parsed.data;
}

/** What resolvers get and may give for each scalar. A scalar without a line here stops the generator. */
const scalars = {
  ID: { input: "string", output: "string" },
  DateTime: { input: "Date", output: "Date | string" },
  Decimal: { input: "string", output: "string" },
  SafeInt: { input: "number", output: "number" },
  // Federation's own, in directives only.
  _FieldSet: { input: "string", output: "string" },
} as const;

const header = (subgraph: SubgraphSource): string => `// Generated from ${subgraph.schemaPath} by \`bun run gen\`. Do not edit.\n`;

const config = {
  federation: true,
  contextType: "./context.ts#Context",
  scalars,
  strictScalars: true,
  enumsAsTypes: true,
  immutableTypes: true,
  useTypeImports: true,
  makeResolverTypeCallable: true,
  // A member of a result union must say which one it is: __typename is all that tells them apart.
  resolversNonOptionalTypename: { unionMember: true, interfaceImplementingType: true },
  // Root fields must all have a resolver; a field with a default is never missing by the time a resolver sees it.
  avoidOptionals: { field: true, defaultValue: true, query: true, mutation: true, subscription: true },
  inputMaybeValue: "T | null | undefined",
} as const;

/**
 * The plugin allows an entity's parent to be the bare reference, since an entity without `__resolveReference` arrives as one. A mapped entity is
 * always looked up, so its `__resolveReference` becomes required and its parents are the mapped type alone.
 */
function requireReferenceResolvers(text: string, mapped: readonly string[]): string {
  return mapped.reduce(
    (result, type) =>
      result
        .replace(` | FederationReferenceTypes['${type}'];`, ";")
        .replace(
          `__resolveReference?: ReferenceResolver<Maybe<ResolversTypes['${type}']> | FederationReferenceType,`,
          `__resolveReference: ReferenceResolver<Maybe<ResolversTypes['${type}']>,`,
        ),
    text,
  );
}

/** The types that the resolvers of a subgraph must have. */
export async function generateResolverTypes(subgraph: SubgraphSource, root: string = repository): Promise<GeneratedFile> {
  const mappers = await readMappers(subgraph, root);
  const text = await codegen({
    filename: "resolvers.gen.ts",
    schema: subgraph.schema,
    documents: [],
    config: { ...config, mappers },
    plugins: [{ typescript: {} }, { resolvers: {} }],
    pluginMap: { typescript: typescriptPlugin, resolvers: resolversPlugin },
  });
  return {
    path: `subgraphs/${subgraph.name}/graphql/resolvers.gen.ts`,
    text: `${header(subgraph)}${requireReferenceResolvers(text, Object.keys(mappers))}`,
  };
}
