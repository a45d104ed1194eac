import { InvariantError, UnknownSagaError } from "../errors/index.ts";
import { checkDefinitions } from "./check.ts";
import type { SagaDefinition, SagaFailure, SagaInstance, SagaReply, SagaStepState } from "./definition.ts";
import { type Intervention, intervene } from "./interventions.ts";
import {
  at,
  changed,
  compensationPatience,
  dueAfter,
  dueOf,
  fail,
  type Move,
  needAttention,
  proceed,
  type SagaTransition,
  succeed,
  UNDO,
  unchanged,
  undone,
  withStep,
} from "./moves.ts";

export interface SagaStart<Data> {
  readonly id: string;
  readonly definition: SagaDefinition<Data>;
  readonly data: Data;
  readonly now: Date;
  readonly traceId: string | null;
  /** W3C trace context in which it begins. @default none: what time sets going is not traced */
  readonly trace?: Readonly<Record<string, string>>;
}

/** Decides how sagas move. Pure: time comes in, commands go out, nothing is kept. */
export interface SagaEngine {
  start<Data>(start: SagaStart<Data>): SagaTransition;
  /** Takes a participant's answer in. */
  reply(instance: SagaInstance, reply: SagaReply, now: Date): SagaTransition;
  /** Asks again, turns back or gives up when the patience with a step has ended by now. One step a call: with another that is due, it stays due. */
  due(instance: SagaInstance, now: Date): SagaTransition;
  /** Does what a person decided about a step that needs one; null when it does not need anybody, or cannot take this. */
  intervene(instance: SagaInstance, intervention: Intervention, now: Date): SagaTransition | null;
  /** Turns a running saga back on somebody's demand; null when it is past its point of no return or not running. */
  abort(instance: SagaInstance, failure: Omit<SagaFailure, "step">, now: Date): SagaTransition | null;
}

/** An answer to a step: counts while the step is waited for, or was given up on without turning back. */
function onStepReply(move: Move, index: number, outcome: SagaReply["outcome"]): SagaTransition {
  const { definition, instance } = move;
  const state = at(instance.steps, index);
  const awaited = state.status === "running" || (state.status === "needs-attention" && state.compensationAttempts === 0);
  if (!awaited) return unchanged(instance);
  // A person has been told already that it does not come about.
  if (!outcome.ok && state.status === "needs-attention" && at(definition.steps, index).kind === "retriable") return unchanged(instance);
  if (!outcome.ok) return fail(move, index, { ...outcome, inDoubt: false });
  return succeed(move, index);
}

/** An answer to a compensation. */
function onUndoReply(move: Move, index: number, outcome: SagaReply["outcome"]): SagaTransition {
  const { instance } = move;
  const state = at(instance.steps, index);
  const awaited = state.status === "compensating" || (state.status === "needs-attention" && state.compensationAttempts > 0);
  if (!awaited) return unchanged(instance);
  if (!outcome.ok) {
    // Refused is not undone: it is asked again when its time is up, since what stood in the way may pass.
    const isKnown = state.status === "needs-attention" || state.errorCode === outcome.code;
    return isKnown ? unchanged(instance) : changed(withStep(instance, index, { errorCode: outcome.code, dueAt: dueOf(instance, state) }));
  }
  return undone(move, index);
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
  const asked = withStep(instance, index, { attempts, dueAt: dueAfter(step.patience, attempts, now) });
  return changed(asked, command === null ? [] : [command]);
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
  const asked = withStep(instance, index, { compensationAttempts, dueAt: dueAfter(patience, compensationAttempts, now) });
  return changed(asked, command === null ? [] : [command]);
}

function begin<Data>({ id, definition, data, now, traceId, trace }: SagaStart<Data>): SagaInstance {
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
      dueAt: null,
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
    ...(trace === undefined ? {} : { trace }),
  };
}

function hasEnded({ status }: SagaInstance): boolean {
  return status === "completed" || status === "compensated";
}

/**
 * Makes the engine for the definitions that it is to know: all versions of which instances may still run.
 * @throws InvariantError when a definition breaks the rules of `checkDefinitions`; from its methods UnknownSagaError, for an instance of a
 * definition that it does not know.
 */
export function createSagaEngine(definitions: readonly SagaDefinition<never>[]): SagaEngine {
  checkDefinitions(definitions);
  function definitionOf({ name, version }: { readonly name: string; readonly version: number }): SagaDefinition<unknown> {
    const found = definitions.find((definition) => definition.name === name && definition.version === version);
    if (found === undefined) throw new UnknownSagaError(name, version);
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
      const index = instance.steps.findIndex((step) => {
        const dueAt = dueOf(instance, step);
        return dueAt !== null && dueAt <= now;
      });
      if (index < 0) throw new InvariantError(`saga ${instance.id} is due and waits for no step`);
      return at(instance.steps, index).status === "running" ? onStepDue(move, index) : onUndoDue(move, index);
    },
    intervene: (instance, intervention, now) =>
      hasEnded(instance) ? null : intervene({ definition: definitionOf(instance), instance, now }, intervention),
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
