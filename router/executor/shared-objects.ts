import { getNamedType, isObjectType, parse, visit } from "graphql";
import { fieldSignature } from "../planner/field-signature.ts";
import type { PathSegment, PlanNode, SubgraphOperation } from "../planner/planner.ts";
import type { FieldShape, ResponseShape } from "./shape.ts";

interface Fetched {
  readonly operation: SubgraphOperation;
  readonly hasRenames: boolean;
}

function hasRename({ outputRewrites }: { readonly outputRewrites: readonly { readonly kind: string }[] }): boolean {
  return outputRewrites.some(({ kind }) => kind === "rename");
}

function fetchesOf(node: PlanNode): readonly Fetched[] {
  switch (node.kind) {
    case "fetch":
      return [{ operation: node.operation, hasRenames: hasRename(node) }];
    case "entities":
      return [{ operation: node.operation, hasRenames: node.batches.some(hasRename) }];
    default:
      return node.nodes.flatMap(fetchesOf);
  }
}

const ENTITIES = "_entities";

/** Adds what each response key of an operation asks for. False when one of them was used for something else before. */
function addKeys(text: string, onto: Map<string, string>): boolean {
  let isUnambiguous = true;
  visit(parse(text, { noLocation: true }), {
    Field(field) {
      if (field.name.value === ENTITIES) return;
      const key = (field.alias ?? field.name).value;
      const asked = fieldSignature(field);
      if ((onto.get(key) ?? asked) !== asked) isUnambiguous = false;
      onto.set(key, asked);
    },
  });
  return isUnambiguous;
}

/**
 * Whether one entity that stands in several places of the response may be one object there. It may where a response key means the same in all fetches of the
 * plan: whatever is written to the object for one place is true in all the others. Where planners use a key for two things (one field with different
 * arguments), each place needs an object of its own.
 */
export function maySharePlaces(plan: PlanNode): boolean {
  const known = new Map<string, string>();
  return fetchesOf(plan).every(({ operation, hasRenames }) => !hasRenames && addKeys(operation.text, known));
}

function isUniformFrom(fields: readonly FieldShape[], segments: readonly PathSegment[]): boolean {
  const [segment, ...rest] = segments;
  if (segment === undefined) return true;
  if (segment.kind === "list") return isUniformFrom(fields, rest);
  if (segment.kind === "type") return false;
  const field = fields.find(({ planKey }) => planKey === segment.name);
  const type = field && getNamedType(field.type);
  return isObjectType(type) && isUniformFrom(field?.selection?.fieldsFor(type) ?? [], rest);
}

/**
 * Makes what tells whether all objects that a path leads to are of one type and were asked for the same: where no type on the way is abstract, and the
 * client asked for each field on it. Two of them that stand for one entity are then alike.
 */
export function compileUniformity({ root, rootType }: ResponseShape): (segments: readonly PathSegment[]) => boolean {
  const known = new Map<readonly PathSegment[], boolean>();
  return (segments) => {
    const isUniform = known.get(segments) ?? isUniformFrom(root.fieldsFor(rootType), segments);
    known.set(segments, isUniform);
    return isUniform;
  };
}
