import { z } from "zod";

const groupVersionKind = z.object({ group: z.string(), version: z.string(), kind: z.string() });
const definitionSchema = z.looseObject({ "x-kubernetes-group-version-kind": z.array(groupVersionKind).optional() });
const swaggerSchema = z.object({ definitions: z.record(z.string(), definitionSchema) });

/** One file of a folder of schemas. */
export interface SchemaFile {
  readonly name: string;
  readonly text: string;
}

const DEFINITIONS = "_definitions.json";

/** What the API takes in more forms than its description says. */
const loose: Readonly<Record<string, unknown>> = {
  "io.k8s.apimachinery.pkg.util.intstr.IntOrString": { oneOf: [{ type: "string" }, { type: "integer" }] },
  "io.k8s.apimachinery.pkg.api.resource.Quantity": { oneOf: [{ type: "string" }, { type: "number" }] },
};

/** The same value with references that point into the one file of definitions. */
function pointed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pointed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) =>
      key === "$ref" && typeof part === "string" ? [key, part.replace("#/", `${DEFINITIONS}#/`)] : [key, pointed(part)],
    ),
  );
}

/** A field that is not described is a mistake: a misspelt one would be dropped without a word. */
function strict(definition: Readonly<Record<string, unknown>>): unknown {
  const closed = "properties" in definition ? { ...definition, additionalProperties: false } : definition;
  return pointed(closed);
}

/** Named as kubeconform asks for it: `horizontalpodautoscaler-autoscaling-v2.json`, `service-v1.json`. */
function fileName({ group, version, kind }: z.infer<typeof groupVersionKind>): string {
  const [first = ""] = group.split(".");
  return `${[kind, first, version].filter((part) => part !== "").join("-")}.json`.toLowerCase();
}

/** Strict JSON schemas of every kind that Kubernetes' own OpenAPI description knows. @throws ZodError when it is none */
export function schemasOf(swagger: unknown): readonly SchemaFile[] {
  const { definitions } = swaggerSchema.parse(swagger);
  const closed = Object.fromEntries(Object.entries(definitions).map(([name, definition]) => [name, loose[name] ?? strict(definition)]));
  const kinds = Object.entries(definitions).flatMap(([name, { "x-kubernetes-group-version-kind": kindsOf = [] }]) =>
    kindsOf.length === 1 ? kindsOf.map((kind) => ({ name: fileName(kind), text: JSON.stringify(closed[name]) })) : [],
  );
  return [{ name: DEFINITIONS, text: JSON.stringify({ definitions: closed }) }, ...kinds];
}
