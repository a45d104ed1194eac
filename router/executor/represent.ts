import type { EntityBatch, Requirement } from "../planner/planner.ts";
import type { TypeSystem } from "../supergraph/supergraph.ts";
import { isObject, type JsonObject, typeNameOf } from "./json.ts";
import { jsonText, readerOf, stringText } from "./json-text.ts";
import { applyRewrites } from "./rewrites.ts";

/** Why there is no representation of an object: it is of another type, or a part of it was never fetched. */
export const OTHER_TYPE = Symbol("other type");
export const INCOMPLETE = Symbol("incomplete");
export type Unrepresented = typeof OTHER_TYPE | typeof INCOMPLETE;

/** A part that was never fetched. Thrown, since it ends the whole representation. */
const MISSING = new Error("a part was never fetched");

type WriteValue = (value: unknown) => string;

/** A part of a representation. */
interface Part {
  /** Up to the value, as JSON text. */
  readonly start: string;
  readonly read: (object: JsonObject) => unknown;
  readonly write: WriteValue;
}

interface RequiredField {
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

function compileParts(requires: readonly Requirement[], typeName: string | null, types: TypeSystem): readonly Part[] {
  const fields = new Map<string, RequiredField>();
  for (const { name, as, selections } of applying(requires, typeName, types)) {
    const known = fields.get(as);
    if (known === undefined) fields.set(as, { name, as, selections: selections && [...selections] });
    else known.selections?.push(...(selections ?? []));
  }
  return [...fields.values()].map(({ name, as, selections }, index) => ({
    start: `${index === 0 ? "" : ","}${stringText(as)}:`,
    read: readerOf(name),
    write: compileValue(selections, types),
  }));
}

/** The parts of an object by the type that it says it is of. Compiled as new ones turn up, and kept. */
function partsByType(requires: readonly Requirement[], types: TypeSystem): (typeName: string | null) => readonly Part[] {
  const known = new Map<string | null, readonly Part[]>();
  return (typeName) => {
    const parts = known.get(typeName) ?? compileParts(requires, typeName, types);
    known.set(typeName, parts);
    return parts;
  };
}

function writeParts(parts: readonly Part[], object: JsonObject): string {
  let text = "{";
  for (const { start, read, write } of parts) {
    const value = read(object);
    if (value === undefined) throw MISSING;
    text += start + write(value);
  }
  return `${text}}`;
}

function compileValue(selections: readonly Requirement[] | null, types: TypeSystem): WriteValue {
  if (selections === null) return jsonText;
  const partsFor = partsByType(selections, types);
  function write(value: unknown): string {
    if (value === null) return "null";
    if (Array.isArray(value)) return `[${value.map(write).join(",")}]`;
    if (!isObject(value)) throw MISSING;
    return writeParts(partsFor(typeNameOf(value)), value);
  }
  return write;
}

/** Objects that stand for one entity. */
export interface EntityGroup {
  readonly number: number;
  /** What tells a subgraph which entity is meant, as JSON text. */
  readonly text: string;
}

/** Tells which objects stand for the same entity, within one request. */
export interface Grouping {
  groupOf(object: JsonObject): EntityGroup | Unrepresented;
  /** In the order of their numbers: 0, 1, 2, … */
  readonly groups: readonly EntityGroup[];
}

/** By the values of the parts one after the other: quicker than writing a text for each object only to find that it is known. */
type Branch = Map<unknown, Branch | EntityGroup>;

interface Leaf {
  readonly branch: Branch;
  readonly last: unknown;
}

function isPlain(value: unknown): boolean {
  return typeof value !== "object" || value === null;
}

/** Where an entity of plain values has its place; undefined for one with other values. */
function branchFor(root: Branch, parts: readonly Part[], object: JsonObject): Leaf | undefined {
  let branch = root;
  for (let index = 0; index < parts.length - 1; index += 1) {
    const value = parts[index]?.read(object);
    if (value === undefined || !isPlain(value)) return undefined;
    let next = branch.get(value);
    if (!(next instanceof Map)) {
      next = new Map();
      branch.set(value, next);
    }
    branch = next;
  }
  const last = parts.at(-1)?.read(object);
  return last === undefined || !isPlain(last) ? undefined : { branch, last };
}

/** Compiles the grouping of a batch's entities. What it returns makes a grouping for one request. */
export function compileGrouping(batch: Pick<EntityBatch, "requires" | "inputRewrites">, types: TypeSystem): () => Grouping {
  const partsFor = partsByType(batch.requires, types);

  function textOf(parts: readonly Part[], object: JsonObject): string {
    const text = writeParts(parts, object);
    if (batch.inputRewrites.length === 0) return text;
    const value: unknown = JSON.parse(text);
    applyRewrites(value, batch.inputRewrites, types);
    return JSON.stringify(value);
  }

  return () => {
    const groups: EntityGroup[] = [];
    const byText = new Map<string, EntityGroup>();
    const byParts = new Map<readonly Part[], Branch>();

    function groupByText(parts: readonly Part[], object: JsonObject): EntityGroup | Unrepresented {
      try {
        const text = textOf(parts, object);
        const group = byText.get(text) ?? { number: groups.length, text };
        if (group.number === groups.length) groups.push(group);
        byText.set(text, group);
        return group;
      } catch (error) {
        if (error === MISSING) return INCOMPLETE;
        throw error;
      }
    }

    function groupAt({ branch, last }: Leaf, parts: readonly Part[], object: JsonObject): EntityGroup | Unrepresented {
      const known = branch.get(last);
      if (known !== undefined && !(known instanceof Map)) return known;
      const group = groupByText(parts, object);
      if (typeof group !== "symbol") branch.set(last, group);
      return group;
    }

    function branchesOf(parts: readonly Part[]): Branch {
      const known = byParts.get(parts) ?? new Map();
      byParts.set(parts, known);
      return known;
    }

    return {
      groups,
      groupOf(object) {
        const parts = partsFor(typeNameOf(object));
        if (parts.length === 0) return OTHER_TYPE;
        const place = branchFor(branchesOf(parts), parts, object);
        return place === undefined ? groupByText(parts, object) : groupAt(place, parts, object);
      },
    };
  };
}
