import type { OutgoingMessage } from "../bus/index.ts";
import { InvariantError } from "../errors/index.ts";
import type { SagaDefinition, SagaFailure, SagaInstance, SagaStep, SagaStepState, StepPatience } from "./definition.ts";
import { stageAt } from "./stages.ts";

/** What a saga's move comes to: its new state, and the commands to send once that is written. */
export interface SagaTransition {
  readonly instance: SagaInstance;
  readonly messages: readonly OutgoingMessage[];
  /** Whether anything changed; a late or repeated answer changes nothing. */
  readonly changed: boolean;
}

export interface Move {
  readonly definition: SagaDefinition<unknown>;
  readonly instance: SagaInstance;
  readonly now: Date;
}

const DEFAULT_COMPENSATION: StepPatience = { timeoutMs: 5_000, maxTimeoutMs: 60_000, attempts: 10 };
export const UNDO = ":undo";

export function dueAfter(patience: StepPatience, attempt: number, now: Date): Date {
  const longest = patience.maxTimeoutMs ?? patience.timeoutMs * 10;
  return new Date(now.getTime() + Math.min(longest, patience.timeoutMs * 2 ** (attempt - 1)));
}

export function compensationPatience(step: SagaStep<unknown>): StepPatience {
  return step.compensationPatience ?? DEFAULT_COMPENSATION;
}

export function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new InvariantError(`a saga has no step ${index}`);
  return item;
}

/** When patience with a step ends. Instances of an earlier release, which waited for one step at a time, say it for the saga. */
export function dueOf(instance: SagaInstance, step: SagaStepState): Date | null {
  if (step.status !== "running" && step.status !== "compensating") return null;
  return step.dueAt === undefined ? instance.dueAt : step.dueAt;
}

function earliestDue(instance: SagaInstance): Date | null {
  const times = instance.steps.flatMap((step) => dueOf(instance, step)?.getTime() ?? []);
  return times.length === 0 ? null : new Date(Math.min(...times));
}

/** Changes a step; the saga is due when the first of its steps is. */
export function withStep(instance: SagaInstance, index: number, change: Partial<SagaStepState>): SagaInstance {
  const steps = instance.steps.map((step, place) => (place === index ? { ...step, dueAt: null, ...change } : step));
  const next = { ...instance, steps };
  return { ...next, dueAt: earliestDue(next) };
}

export function unchanged(instance: SagaInstance): SagaTransition {
  return { instance, messages: [], changed: false };
}

export function changed(instance: SagaInstance, messages: readonly OutgoingMessage[] = []): SagaTransition {
  return { instance, messages, changed: true };
}

/** Asks for one step, or passes it when there is nothing to do. */
function ask({ definition, instance, now }: Move, index: number): SagaTransition {
  const step = at(definition.steps, index);
  const command = step.invoke(instance.data, at(instance.steps, index).operationId, now);
  if (command === null) return changed(withStep(instance, index, { status: "skipped", startedAt: now, endedAt: now }));
  const dueAt = dueAfter(step.patience, 1, now);
  return changed(withStep(instance, index, { status: "running", attempts: 1, startedAt: now, dueAt }), [command]);
}

/** Asks for the steps from `index` on, all of a group at once, passing those with nothing to do, until there is one to be waited for. */
export function proceed({ definition, instance, now }: Move, index: number): SagaTransition {
  if (definition.steps[index] === undefined) return changed({ ...instance, status: "completed", endedAt: now, dueAt: null });
  const stage = stageAt(definition, index);
  let asked = instance;
  const messages: OutgoingMessage[] = [];
  for (const place of stage) {
    const transition = ask({ definition, instance: asked, now }, place);
    asked = transition.instance;
    messages.push(...transition.messages);
  }
  if (messages.length > 0) return changed({ ...asked, status: "running" }, messages);
  return proceed({ definition, instance: asked, now }, index + stage.length);
}

/** What stands in the way of going on: the failure of another step of the stage that needs a person. */
export function failureOf({ steps }: SagaInstance): SagaFailure | null {
  const stuck = steps.find(({ status }) => status === "needs-attention");
  return stuck === undefined ? null : { step: stuck.name, code: stuck.errorCode ?? "UNKNOWN", message: `${stuck.name} needs attention` };
}

/** Goes on after a step that is over, once all steps that were asked for with it are. */
export function goOn({ definition, instance, now }: Move, index: number): SagaTransition {
  const stage = stageAt(definition, index);
  const isOver = stage.every((place) => ["succeeded", "skipped"].includes(at(instance.steps, place).status));
  const failure = failureOf(instance);
  const status = failure === null ? "running" : "needs-attention";
  if (!isOver) return changed({ ...instance, status, failure });
  return proceed({ definition, now, instance: { ...instance, failure: null } }, at(stage, 0) + stage.length);
}

/** Undoes the steps from `index` back, passing those with nothing to undo, until one has to be waited for. */
export function turnBack({ definition, instance, now }: Move, index: number): SagaTransition {
  if (index < 0) return changed({ ...instance, status: "compensated", endedAt: now, dueAt: null });
  const step = at(definition.steps, index);
  const state = at(instance.steps, index);
  const mayBeDone = state.status === "succeeded" || state.inDoubt;
  const command = mayBeDone ? (step.compensate?.(instance.data, state.operationId + UNDO, now) ?? null) : null;
  if (command === null) return turnBack({ definition, instance, now }, index - 1);
  const dueAt = dueAfter(compensationPatience(step), 1, now);
  const asked = withStep(instance, index, { status: "compensating", compensationAttempts: 1, dueAt });
  return changed({ ...asked, status: "compensating" }, [command]);
}

/** Leaves the saga to a person. A late answer can still set it going again. */
export function needAttention(instance: SagaInstance, index: number, failure: SagaFailure): SagaTransition {
  const marked = withStep(instance, index, { status: "needs-attention", errorCode: failure.code });
  return changed({ ...marked, status: "needs-attention", failure });
}

/** Steps that were asked for together with one that failed are not waited for: whether they are done is not known, so they are undone, too. */
function callOff({ definition, instance, now }: Move, index: number): SagaInstance {
  return stageAt(definition, index).reduce((left, place) => {
    if (at(left.steps, place).status !== "running") return left;
    return withStep(left, place, { status: "failed", endedAt: now, errorCode: "CALLED_OFF", inDoubt: true });
  }, instance);
}

/** A step did not come about, for certain or as far as we know. */
export function fail(move: Move, index: number, reason: { code: string; message: string; inDoubt: boolean }): SagaTransition {
  const { definition, instance, now } = move;
  const step = at(definition.steps, index);
  const failure = { step: step.name, code: reason.code, message: reason.message };
  const cannotUndo = reason.inDoubt && step.compensate === undefined;
  if (step.kind === "retriable" || cannotUndo) return needAttention(instance, index, failure);
  const failed = withStep(instance, index, { status: "failed", endedAt: now, errorCode: reason.code, inDoubt: reason.inDoubt });
  const alone = callOff({ definition, instance: failed, now }, index);
  return turnBack({ definition, now, instance: { ...alone, failure, cause: failure } }, Math.max(...stageAt(definition, index)));
}

/** A step is done. */
export function succeed({ definition, instance, now }: Move, index: number): SagaTransition {
  return goOn({ definition, now, instance: withStep(instance, index, { status: "succeeded", endedAt: now, errorCode: null }) }, index);
}

/** A step is undone. */
export function undone({ definition, instance, now }: Move, index: number): SagaTransition {
  const cleared = withStep(instance, index, { status: "compensated", inDoubt: false, endedAt: now });
  return turnBack({ definition, now, instance: { ...cleared, failure: instance.cause } }, index - 1);
}
