import { check, type InvalidInput } from "@mercato/chassis/input";
import type { DeadLetterAction } from "../store/dead-letter-actions.ts";
import type { Dependencies } from "./dependencies.ts";
import { deadLetterSchema } from "./input.ts";

export type DeadLetterOutcome =
  | { readonly kind: "done"; readonly action: DeadLetterAction }
  | { readonly kind: "dead-letter-not-found" }
  | InvalidInput;

type Ports = Pick<Dependencies, "deadLetters" | "deadLetterActions" | "clock">;

async function finish({ deadLetterActions, clock }: Ports, action: DeadLetterAction): Promise<DeadLetterOutcome> {
  if (action.doneAt !== null) return { kind: "done", action };
  const doneAt = clock.now();
  await deadLetterActions.finish(action.id, doneAt);
  return { kind: "done", action: { ...action, doneAt } };
}

/**
 * Redrives or discards a dead letter. What is to be done is written down before it is done, with who wants it and why; a crash between the two
 * leaves an entry that says so, and doing it again does what is left.
 */
export async function handleDeadLetter(
  ports: Ports,
  kind: DeadLetterAction["kind"],
  { input, by }: { readonly input: unknown; readonly by: string },
): Promise<DeadLetterOutcome> {
  const checked = check(deadLetterSchema, input);
  if (checked.kind !== "valid") return checked;
  const { id, reason } = checked.value;
  const { deadLetters, deadLetterActions, clock } = ports;
  const letter = await deadLetters.get(id);
  if (letter === null) {
    // It may be gone because of this very request, of which the answer was lost.
    const known = await deadLetterActions.find(kind, id);
    return known === null ? { kind: "dead-letter-not-found" } : finish(ports, known);
  }
  const { message, consumer } = letter;
  const action = await deadLetterActions.begin({ kind, deadLetterId: id, messageId: message.id, consumer, by, reason, at: clock.now() });
  await (kind === "redrive" ? deadLetters.redrive(id) : deadLetters.discard(id));
  return finish(ports, action);
}
