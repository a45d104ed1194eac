import type { OutgoingMessage } from "../bus/index.ts";
import { InvariantError } from "../errors/index.ts";
import { checkDefinitions } from "./check.ts";
import type { SagaDefinition, SagaFailure, SagaInstance, SagaReply, SagaStep, SagaStepState, StepPatience } from "./definition.ts";

/** What a saga's move comes to: its new state, and the commands to send once that is written. */
export interface SagaTransition {
  readonly instance: SagaInstance;
  readonly messages: readonly OutgoingMessage[];
  /** Whether anything changed; a late or repeated answer changes nothing. */
  readonly changed: boolean;
}

export interface SagaStart<Data> {
  readonly id: string;
  readonly definition: SagaDefinition<Data>;
  readonly data: Data;
  readonly now: Date;
  readonly traceId: string | null;
}

/** Decides how sagas move. Pure: time comes in, commands go out, nothing is kept. */
export interface SagaEngine {
  start<Data>(start: SagaStart<Data>): SagaTransition;
  /** Takes a participant's answer in. */
  reply(instance: SagaInstance, reply: SagaReply, now: Date): SagaTransition;
  /** Asks again, turns back or gives up when the patience with a step has ended by now. */
  due(instance: SagaInstance, now: Date): SagaTransition;
  /** Turns a running saga back on somebody's demand; null when it is past its point of no return or not running. */
  abort(instance: SagaInstance, failure: Omit<SagaFailure, "step">, now: Date): SagaTransition | null;
}

const DEFAULT_COMPENSATION: StepPatience = { timeoutMs: 5_000, maxTimeoutMs: 60_000, attempts: 10 };
const UNDO = ":undo";

interface Move {
  readonly definition: SagaDefinition<unknown>;
  readonly instance: SagaInstance;
  readonly now: Date;
}

function dueAfter(patience: StepPatience, attempt: number, now: Date): Date {
  const longest = patience.maxTimeoutMs ?? patience.timeoutMs * 10;
  return new Date(now.getTime() + Math.min(longest, patience.timeoutMs * 2 ** (attempt - 1)));
}

function compensationPatience(step: SagaStep<unknown>): StepPatience {
  return step.compensationPatience ?? DEFAULT_COMPENSATION;
}

function withStep(instance: SagaInstance, index: number, change: Partial<SagaStepState>): SagaInstance {
  return { ...instance, steps: instance.steps.map((step, at) => (at === index ? { ...step, ...change } : step)) };
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new InvariantError(`a saga has no step ${index}`);
  return item;
}

function unchanged(instance: SagaInstance): SagaTransition {
  return { instance, messages: [], changed: false };
}

function changed(instance: SagaInstance, messages: readonly OutgoingMessage[] = []): SagaTransition {
  return { instance, messages, changed: true };
}

/** Asks for the steps from `index` on, passing those with nothing to do, until one has to be waited for. */
function proceed({ definition, instance, now }: Move, index: number): SagaTransition {
  const step = definition.steps[index];
  if (step === undefined) return changed({ ...instance, status: "completed", endedAt: now, dueAt: null });
  const command = step.invoke(instance.data, at(instance.steps, index).operationId, now);
  if (command === null) {
    const skipped = withStep(instance, index, { status: "skipped", startedAt: now, endedAt: now });
    return proceed({ definition, instance: skipped, now }, index + 1);
  }
  const asked = withStep(instance, index, { status: "running", attempts: 1, startedAt: now });
  return changed({ ...asked, status: "running", dueAt: dueAfter(step.patience, 1, now) }, [command]);
}

/** Undoes the steps from `index` back, passing those with nothing to undo, until one has to be waited for. */
function turnBack({ definition, instance, now }: Move, index: number): SagaTransition {
  if (index < 0) return changed({ ...instance, status: "compensated", endedAt: now, dueAt: null });
  const step = at(definition.steps, index);
  const state = at(instance.steps, index);
  const mayBeDone = state.status === "succeeded" || state.inDoubt;
  const command = mayBeDone ? (step.compensate?.(instance.data, state.operationId + UNDO, now) ?? null) : null;
  if (command === null) return turnBack({ definition, instance, now }, index - 1);
  const asked = withStep(instance, index, { status: "compensating", compensationAttempts: 1 });
  return changed({ ...asked, status: "compensating", dueAt: dueAfter(compensationPatience(step), 1, now) }, [command]);
}

/** Leaves the saga to a person. A late answer can still set it going again. */
function needAttention(instance: SagaInstance, index: number, failure: SagaFailure): SagaTransition {
  const marked = withStep(instance, index, { status: "needs-attention", errorCode: failure.code });
  return changed({ ...marked, status: "needs-attention", dueAt: null, failure });
}

/** A step did not come about, for certain or as far as we know. */
function fail(move: Move, index: number, reason: { code: string; message: string; inDoubt: boolean }): SagaTransition {
  const { definition, instance, now } = move;
  const step = at(definition.steps, index);
  const failure = { step: step.name, code: reason.code, message: reason.message };
  const cannotUndo = reason.inDoubt && step.compensate === undefined;
  if (step.kind === "retriable" || cannotUndo) return needAttention(instance, index, failure);
  const failed = withStep(instance, index, { status: "failed", endedAt: now, errorCode: reason.code, inDoubt: reason.inDoubt });
  return turnBack({ definition, now, instance: { ...failed, failure, cause: failure } }, index);
}

/** An answer to a step: counts while the step is waited for, or was given up on without turning back. */
function onStepReply(move: Move, index: number, outcome: SagaReply["outcome"]): SagaTransition {
  const { definition, instance, now } = move;
  const state = at(instance.steps, index);
  const awaited = state.status === "running" || (state.status === "needs-attention" && state.compensationAttempts === 0);
  if (!awaited) return unchanged(instance);
  // A person has been told already that it does not come about.
  if (!outcome.ok && state.status === "needs-attention" && at(definition.steps, index).kind === "retriable") return unchanged(instance);
  if (!outcome.ok) return fail(move, index, { ...outcome, inDoubt: false });
  const done = withStep(instance, index, { status: "succeeded", endedAt: now, errorCode: null });
  return proceed({ definition, now, instance: { ...done, failure: null } }, index + 1);
}

/** An answer to a compensation. */
function onUndoReply(move: Move, index: number, outcome: SagaReply["outcome"]): SagaTransition {
  const { definition, instance, now } = move;
  const state = at(instance.steps, index);
  const awaited = state.status === "compensating" || (state.status === "needs-attention" && state.compensationAttempts > 0);
  if (!awaited) return unchanged(instance);
  if (!outcome.ok) {
    // Refused is not undone: it is asked again when its time is up, since what stood in the way may pass.
    const isKnown = state.status === "needs-attention" || state.errorCode === outcome.code;
    return isKnown ? unchanged(instance) : changed(withStep(instance, index, { errorCode: outcome.code }));
  }
  const undone = withStep(instance, index, { status: "compensated", inDoubt: false, endedAt: now });
  return turnBack({ definition, now, instance: { ...undone, failure: instance.cause } }, index - 1);
}

function onStepDue(move: Move, index: number): SagaTransition {
  const { definition, instance, now } = move;
  const step = at(definition.steps, index);
  const state = at(instance.steps, index);
  if (state.attempts >= step.patience.attempts) {
    return fail(move, index, { code: "TIMEOUT", message: `${step.name} was not answered`, inDoubt: true });
  }
  const command = step.invoke(instance.data, state.operationId, now);
  const attempts = state.attempts + 1;
  const asked = withStep(instance, index, { attempts });
  return changed({ ...asked, dueAt: dueAfter(step.patience, attempts, now) }, command === null ? [] : [command]);
}

function onUndoDue(move: Move, index: number): SagaTransition {
  const { definition, instance, now } = move;
  const step = at(definition.steps, index);
  const state = at(instance.steps, index);
  const patience = compensationPatience(step);
  if (state.compensationAttempts >= patience.attempts) {
    const code = state.errorCode ?? "TIMEOUT";
    return needAttention(instance, index, { step: step.name, code, message: `undoing ${step.name} keeps failing` });
  }
  const command = step.compensate?.(instance.data, state.operationId + UNDO, now) ?? null;
  const compensationAttempts = state.compensationAttempts + 1;
  const asked = withStep(instance, index, { compensationAttempts });
  return changed({ ...asked, dueAt: dueAfter(patience, compensationAttempts, now) }, command === null ? [] : [command]);
}

function begin<Data>({ id, definition, data, now, traceId }: SagaStart<Data>): SagaInstance {
  const steps = definition.steps.map(
    ({ name }): SagaStepState => ({
      name,
      status: "pending",
      operationId: `${id}:${name}`,
      attempts: 0,
      compensationAttempts: 0,
      inDoubt: false,
      startedAt: null,
      endedAt: null,
      errorCode: null,
    }),
  );
  return {
    id,
    name: definition.name,
    version: definition.version,
    status: "running",
    data,
    steps,
    startedAt: now,
    endedAt: null,
    dueAt: null,
    failure: null,
    cause: null,
    traceId,
  };
}

function hasEnded({ status }: SagaInstance): boolean {
  return status === "completed" || status === "compensated";
}

/**
 * Makes the engine for the definitions that it is to know: all versions of which instances may still run.
 * @throws InvariantError when a definition breaks the rules of `checkDefinitions`; from its methods, for an instance of a definition that it
 * does not know.
 */
export function createSagaEngine(definitions: readonly SagaDefinition<never>[]): SagaEngine {
  checkDefinitions(definitions);
  function definitionOf({ name, version }: { readonly name: string; readonly version: number }): SagaDefinition<unknown> {
    const found = definitions.find((definition) => definition.name === name && definition.version === version);
    if (found === undefined) throw new InvariantError(`no saga ${name} of version ${version} is known`);
    // An instance's data was made for the definition of its name and version.
    return found as unknown as SagaDefinition<unknown>;
  }

  return {
    start: (start) => proceed({ definition: definitionOf(start.definition), instance: begin(start), now: start.now }, 0),
    reply(instance, reply, now) {
      // Whatever comes after the end changes nothing, even when the definition is long forgotten.
      if (hasEnded(instance)) return unchanged(instance);
      const move = { definition: definitionOf(instance), instance, now };
      const isUndo = reply.operationId.endsWith(UNDO);
      const operationId = isUndo ? reply.operationId.slice(0, -UNDO.length) : reply.operationId;
      const index = instance.steps.findIndex((step) => step.operationId === operationId);
      if (index < 0) return unchanged(instance);
      return isUndo ? onUndoReply(move, index, reply.outcome) : onStepReply(move, index, reply.outcome);
    },
    due(instance, now) {
      if (instance.dueAt === null || instance.dueAt > now) return unchanged(instance);
      const move = { definition: definitionOf(instance), instance, now };
      const running = instance.steps.findIndex(({ status }) => status === "running");
      if (running >= 0) return onStepDue(move, running);
      const compensating = instance.steps.findIndex(({ status }) => status === "compensating");
      if (compensating >= 0) return onUndoDue(move, compensating);
      throw new InvariantError(`saga ${instance.id} is due and waits for no step`);
    },
    abort(instance, failure, now) {
      if (instance.status !== "running") return null;
      const definition = definitionOf(instance);
      const index = instance.steps.findIndex(({ status }) => status === "running");
      const step = at(definition.steps, index);
      // Past the pivot there are retriable steps only.
      if (step.kind === "retriable" || step.compensate === undefined) return null;
      return fail({ definition, instance, now }, index, { ...failure, inDoubt: true });
    },
  };
}
