import type { SagaInstance, SagaIntervention, SagaStepState } from "./definition.ts";
import {
  at,
  changed,
  compensationPatience,
  dueAfter,
  fail,
  failureOf,
  goOn,
  type Move,
  type SagaTransition,
  succeed,
  turnBack,
  UNDO,
  undone,
  withStep,
} from "./moves.ts";

/** What a person decides about a step that needs one. */
export type Intervention = Omit<SagaIntervention, "at" | "attempts">;

/** Whether it was undoing the step that failed. */
function wasUndoing({ compensationAttempts }: SagaStepState): boolean {
  return compensationAttempts > 0;
}

/** The saga goes on, unless another step of the same group needs a person, too. */
function status(instance: SagaInstance, next: "running" | "compensating"): SagaInstance {
  const failure = failureOf(instance);
  if (failure !== null) return { ...instance, status: "needs-attention", failure };
  return { ...instance, status: next, failure: next === "running" ? null : instance.cause };
}

/** Asks again, with all patience anew, under the operation id of before: whoever did it after all says so, and does it no second time. */
function retry({ definition, instance, now }: Move, index: number): SagaTransition {
  const step = at(definition.steps, index);
  const state = at(instance.steps, index);
  if (wasUndoing(state)) {
    const command = step.compensate?.(instance.data, state.operationId + UNDO, now) ?? null;
    const dueAt = dueAfter(compensationPatience(step), 1, now);
    const asked = withStep(instance, index, { status: "compensating", compensationAttempts: 1, errorCode: null, dueAt });
    return changed(status(asked, "compensating"), command === null ? [] : [command]);
  }
  const command = step.invoke(instance.data, state.operationId, now);
  const dueAt = dueAfter(step.patience, 1, now);
  const asked = withStep(instance, index, { status: "running", attempts: 1, errorCode: null, dueAt });
  return changed(status(asked, "running"), command === null ? [] : [command]);
}

/** Goes on without the step, or without undoing it: what is not done stays so. Null for a pivot, which everything after it stands on. */
function skip({ definition, instance, now }: Move, index: number): SagaTransition | null {
  const state = at(instance.steps, index);
  const skipped = withStep(instance, index, { status: "skipped", inDoubt: false, endedAt: now });
  if (wasUndoing(state)) return turnBack({ definition, now, instance: { ...skipped, failure: instance.cause } }, index - 1);
  if (at(definition.steps, index).kind !== "retriable") return null;
  return goOn({ definition, instance: skipped, now }, index);
}

/** The step, or its undoing, was seen to by hand. */
function resolveAsDone(move: Move, index: number): SagaTransition {
  return wasUndoing(at(move.instance.steps, index)) ? undone(move, index) : succeed(move, index);
}

/** A pivot of which nobody knew on which side of it we are turns out not to be done. Null for what must be done in the end. */
function resolveAsNotDone(move: Move, index: number): SagaTransition | null {
  const isPivot = at(move.definition.steps, index).kind === "pivot" && !wasUndoing(at(move.instance.steps, index));
  return isPivot ? fail(move, index, { code: "NOT_DONE", message: "somebody made sure that it was not done", inDoubt: false }) : null;
}

const ACTIONS: Readonly<Record<SagaIntervention["action"], (move: Move, index: number) => SagaTransition | null>> = {
  retry,
  skip,
  "resolve-done": resolveAsDone,
  "resolve-not-done": resolveAsNotDone,
};

/** Does what a person decided, and writes down who, what and why. Null when the step does not need anybody, or not this. */
export function intervene(move: Move, intervention: Intervention): SagaTransition | null {
  const { instance, now } = move;
  const index = instance.steps.findIndex(({ name }) => name === intervention.step);
  const state = instance.steps[index];
  if (state?.status !== "needs-attention") return null;
  const attempts = wasUndoing(state) ? state.compensationAttempts : state.attempts;
  const interventions = [...(instance.interventions ?? []), { ...intervention, at: now, attempts }];
  return ACTIONS[intervention.action]({ ...move, instance: { ...instance, interventions } }, index);
}
