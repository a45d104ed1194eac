import { type DefinitionNode, type FieldNode, visit } from "graphql";
import { fieldSignature } from "../planner/field-signature.ts";
import type { Hazards } from "../supergraph/hazards.ts";
import type { ResponsePath } from "./json.ts";

/** Gives each field of an operation the response key under which it is asked for. */
export interface PlanKeys {
  /** The client's own response key, or one that stands for it. */
  keyFor(field: FieldNode): string;
}

const RADIX = 36;
const OWN_KEY = /^_r[0-9a-z]+_/;
/** Aliases like those that we and the planners make: `_internal_qp_alias_0` is the native planner's, `price__alias_0` the other's. */
const LIKE_A_MADE_ONE = /^_|__alias_\d+$/;

function responseKey(field: FieldNode): string {
  return (field.alias ?? field.name).value;
}

/** Response keys that stand for different things in different places. */
function contestedKeys(definitions: readonly DefinitionNode[]): ReadonlySet<string> {
  const signatures = new Map<string, string>();
  const contested = new Set<string>();
  for (const definition of definitions) {
    visit(definition, {
      Field(field) {
        const key = responseKey(field);
        const text = fieldSignature(field);
        if ((signatures.get(key) ?? text) !== text) contested.add(key);
        signatures.set(key, text);
      },
    });
  }
  return contested;
}

/**
 * Planners ask for fields that the client did not ask for: keys, and what a `@requires` needs. Where the client uses the response key of such a field for
 * something else (another field, or the same one with other arguments), or one key for several things, they mix them up: they answer wrongly, or give up.
 * So what could be mixed up is planned under keys of our own, and the client's come back when the response is written.
 */
export function createPlanKeys(definitions: readonly DefinitionNode[], hazards: Hazards): PlanKeys {
  const contested = contestedKeys(definitions);

  function isHazardous(field: FieldNode, key: string): boolean {
    const name = field.name.value;
    if (name.startsWith("__")) return false;
    if (contested.has(key) || hazards.requiredWithArguments.has(name)) return true;
    if (OWN_KEY.test(key) || key in Object.prototype) return true;
    return key !== name && (hazards.fieldNames.has(key) || LIKE_A_MADE_ONE.test(key));
  }

  return {
    keyFor(field) {
      const key = responseKey(field);
      return isHazardous(field, key) ? `_r${Bun.hash(fieldSignature(field)).toString(RADIX)}_${key}` : key;
    },
  };
}

/** The client's response key for one that was planned. */
export function clientKey(planKey: string): string {
  return planKey.replace(OWN_KEY, "");
}

/** A place in what was fetched, as the client knows it. */
export function clientPath(path: ResponsePath): ResponsePath {
  return path.map((part) => (typeof part === "string" ? clientKey(part) : part));
}
