import type { z } from "zod";
import { InvalidMessageError } from "../errors/index.ts";
import type { MessageContract } from "./bus.ts";

/** Takes fields that the schema does not know out of a body that came off the wire. */
function withoutUnknown(body: unknown, issues: readonly z.core.$ZodIssue[]): unknown {
  const copy: unknown = structuredClone(body);
  for (const issue of issues) {
    if (issue.code !== "unrecognized_keys") continue;
    const holder = issue.path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], copy);
    if (typeof holder !== "object" || holder === null) continue;
    for (const key of issue.keys) Reflect.deleteProperty(holder, key);
  }
  return copy;
}

/**
 * Reads the payload of a message. What we send is held to its contract to the letter; what we receive may carry more, since a sender of a later
 * release may have fields that this reader does not know yet ("tolerant reader", M. Fowler, 2011): those are left out.
 * @throws InvalidMessageError when the body is not JSON, or lacks what the contract asks for.
 */
export function readPayload(contract: MessageContract, bytes: Uint8Array): unknown {
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new InvalidMessageError(contract.type, "the body is not JSON", { cause });
  }
  const strict = contract.schema.safeParse(body);
  if (strict.success) return strict.data;
  const tolerant = contract.schema.safeParse(withoutUnknown(body, strict.error.issues));
  if (tolerant.success) return tolerant.data;
  throw new InvalidMessageError(contract.type, tolerant.error.message, { cause: tolerant.error });
}
