import type { EntityBatch, Requirement } from "../planner/planner.ts";
import type { TypeSystem } from "../supergraph/supergraph.ts";
import { isObject, type JsonObject, typeNameOf } from "./json.ts";
import { jsonText, readerOf, stringText } from "./json-text.ts";
import { applyRewrites } from "./rewrites.ts";

/** Why there is no representation of an object: it is of another type, or a part of it was never fetched. */
export const OTHER_TYPE = Symbol("other type");
export const INCOMPLETE = Symbol("incomplete");

/** What tells a subgraph which entity is meant, as JSON text; or why nothing can. One entity gives one text. */
export type Representation = string | typeof OTHER_TYPE | typeof INCOMPLETE;

/** A part that was never fetched. Thrown, since it ends the whole representation. */
const MISSING = new Error("a part was never fetched");

type WriteValue = (value: unknown) => string;
type WriteParts = (object: JsonObject) => string;

interface Part {
  readonly name: string;
  readonly as: string;
  /** Null for what is taken along whole. */
  readonly selections: Requirement[] | null;
}

/** Those of the requirements that apply to an object of a type; all of them where it is not known. */
function applying(
  requires: readonly Requirement[],
  typeName: string | null,
  types: TypeSystem,
): readonly (Requirement & { kind: "field" })[] {
  return requires.flatMap((one) => {
    if (one.kind === "field") return [one];
    return typeName === null || types.fits(typeName, one.name) ? applying(one.selections, typeName, types) : [];
  });
}

/** The required parts of an object of a type, each once. */
function partsOf(requires: readonly Requirement[], typeName: string | null, types: TypeSystem): Map<string, Part> {
  const parts = new Map<string, Part>();
  for (const { name, as, selections } of applying(requires, typeName, types)) {
    const known = parts.get(as);
    if (known === undefined) parts.set(as, { name, as, selections: selections && [...selections] });
    else known.selections?.push(...(selections ?? []));
  }
  return parts;
}

function compileValue(selections: readonly Requirement[] | null, types: TypeSystem): WriteValue {
  if (selections === null) return jsonText;
  const writeObject = compileByType(selections, types);
  function write(value: unknown): string {
    if (value === null) return "null";
    if (Array.isArray(value)) return `[${value.map(write).join(",")}]`;
    if (!isObject(value)) throw MISSING;
    return writeObject(value);
  }
  return write;
}

function compileParts(parts: Iterable<Part>, types: TypeSystem): WriteParts {
  const writers = [...parts].map(({ name, as, selections }, index) => {
    const start = `${index === 0 ? "" : ","}${stringText(as)}:`;
    return { start, read: readerOf(name), write: compileValue(selections, types) };
  });
  return (object) => {
    let text = "{";
    for (const { start, read, write } of writers) {
      const value = read(object);
      if (value === undefined) throw MISSING;
      text += start + write(value);
    }
    return `${text}}`;
  };
}

/** By the type that an object says it is of. Compiled as new ones turn up, and kept. */
function compileByType(requires: readonly Requirement[], types: TypeSystem): WriteParts {
  const byName = new Map<string | null, WriteParts>();
  return (object) => {
    const typeName = typeNameOf(object);
    let write = byName.get(typeName);
    if (write === undefined) {
      write = compileParts(partsOf(requires, typeName, types).values(), types);
      byName.set(typeName, write);
    }
    return write(object);
  };
}

function rewritten(text: string, { inputRewrites }: Pick<EntityBatch, "inputRewrites">, types: TypeSystem): string {
  if (inputRewrites.length === 0) return text;
  const value: unknown = JSON.parse(text);
  applyRewrites(value, inputRewrites, types);
  return JSON.stringify(value);
}

/** Compiles the representing of a batch's entities. */
export function compileRepresent(
  batch: Pick<EntityBatch, "requires" | "inputRewrites">,
  types: TypeSystem,
): (object: JsonObject) => Representation {
  const write = compileByType(batch.requires, types);
  return (object) => {
    try {
      const text = write(object);
      return text === "{}" ? OTHER_TYPE : rewritten(text, batch, types);
    } catch (error) {
      if (error === MISSING) return INCOMPLETE;
      throw error;
    }
  };
}
