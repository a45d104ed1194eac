import type { Rewrite, RewriteStep } from "../planner/planner.ts";
import type { TypeSystem } from "../supergraph/supergraph.ts";
import { isObject, type JsonObject, type ResponsePath, typeNameOf, valueAt } from "./json.ts";

type Change = (object: JsonObject, key: string) => void;

interface Journey {
  readonly steps: readonly RewriteStep[];
  readonly types: TypeSystem;
  readonly change: Change;
}

function travel(journey: Journey, value: unknown, index: number): void {
  if (Array.isArray(value)) {
    for (const item of value) travel(journey, item, index);
    return;
  }
  const step = journey.steps[index];
  if (!isObject(value) || step === undefined) return;
  if (step.kind === "type") {
    const typeName = typeNameOf(value);
    if (typeName === null || step.names.some((name) => journey.types.fits(typeName, name))) travel(journey, value, index + 1);
  } else if (index < journey.steps.length - 1) travel(journey, valueAt(value, step.name), index + 1);
  else if (Object.hasOwn(value, step.name)) journey.change(value, step.name);
}

function changeOf(rewrite: Rewrite): Change {
  if (rewrite.kind === "set") {
    return (object, key) => {
      object[key] = rewrite.value;
    };
  }
  return (object, key) => {
    object[rewrite.to] = object[key];
    delete object[key];
  };
}

/** Changes what is sent to a subgraph or came from it, in place. Lists on the way are walked through. */
export function applyRewrites(value: unknown, rewrites: readonly Rewrite[], types: TypeSystem): void {
  for (const rewrite of rewrites) travel({ steps: rewrite.path, types, change: changeOf(rewrite) }, value, 0);
}

/** How far a path follows the keys of a rewrite: the position of the last of them in the path, or null when it leads elsewhere. */
function lastKeyIn(path: ResponsePath, steps: readonly RewriteStep[]): number | null {
  const keys = steps.flatMap((step) => (step.kind === "key" ? [step.name] : []));
  let next = 0;
  for (const [position, part] of path.entries()) {
    if (typeof part === "number") continue;
    if (part !== keys[next]) return null;
    next += 1;
    if (next === keys.length) return position;
  }
  return null;
}

/** A path in what a subgraph sent, as it is after the rewrites. */
export function rewritePath(path: ResponsePath, rewrites: readonly Rewrite[]): ResponsePath {
  return rewrites.reduce<ResponsePath>((current, rewrite) => {
    const position = rewrite.kind === "rename" ? lastKeyIn(current, rewrite.path) : null;
    return position === null || rewrite.kind !== "rename" ? current : current.with(position, rewrite.to);
  }, path);
}
