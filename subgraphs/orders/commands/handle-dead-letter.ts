import type { DeadLetters } from "@mercato/chassis/bus";
import type { Clock } from "@mercato/chassis/clock";
import { check, type InvalidInput } from "@mercato/chassis/input";
import type { DeadLetterAction, DeadLetterActionStore } from "../store/dead-letter-actions.ts";
import { deadLetterSchema } from "./input.ts";

export type DeadLetterOutcome =
  | { readonly kind: "done"; readonly action: DeadLetterAction }
  | { readonly kind: "dead-letter-not-found" }
  | InvalidInput;

/** Where staff see to messages that could not be handled. */
export interface DeadLetterDesk {
  readonly deadLetters: DeadLetters;
  readonly deadLetterActions: DeadLetterActionStore;
  readonly clock: Clock;
}

async function finish({ deadLetterActions, clock }: DeadLetterDesk, action: DeadLetterAction): Promise<DeadLetterOutcome> {
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
  desk: DeadLetterDesk,
  kind: DeadLetterAction["kind"],
  { input, by }: { readonly input: unknown; readonly by: string },
): Promise<DeadLetterOutcome> {
  const checked = check(deadLetterSchema, input);
  if (checked.kind !== "valid") return checked;
  const { id, reason } = checked.value;
  const { deadLetters, deadLetterActions, clock } = desk;
  const letter = await deadLetters.get(id);
  if (letter === null) {
    // It may be gone because of this very request, of which the answer was lost.
    const known = await deadLetterActions.find(kind, id);
    return known === null ? { kind: "dead-letter-not-found" } : finish(desk, known);
  }
  const { message, consumer } = letter;
  const action = await deadLetterActions.begin({ kind, deadLetterId: id, messageId: message.id, consumer, by, reason, at: clock.now() });
  await (kind === "redrive" ? deadLetters.redrive(id) : deadLetters.discard(id));
  return finish(desk, action);
}
