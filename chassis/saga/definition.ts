import type { OutgoingMessage } from "../bus/index.ts";

/**
 * - `compensatable`: what it did can be undone; when it fails the saga turns back.
 * - `pivot`: the point of no return; when it fails the saga turns back, once it succeeded it never does.
 * - `retriable`: comes after the pivot and must succeed in the end; when it does not, a person has to look at it.
 *
 * Terms after H. Garcia-Molina, K. Salem, "Sagas" (1987), and C. Richardson, "Microservices Patterns" (2018), chapter 4.
 */
export type StepKind = "compensatable" | "pivot" | "retriable";

/** How long and how often a participant is asked. */
export interface StepPatience {
  /** Wait for an answer to the first asking, in milliseconds; doubles with every asking, up to `maxTimeoutMs`. */
  readonly timeoutMs: number;
  /** @default ten times timeoutMs */
  readonly maxTimeoutMs?: number;
  /** How often it is asked in all. */
  readonly attempts: number;
}

export interface SagaStep<Data> {
  readonly name: string;
  readonly kind: StepKind;
  /**
   * Neighbours of one group are asked for at the same time, and the saga goes on when all of them are over. When one fails, the others are
   * not waited for but undone with it. They are undone one after the other, last first, as all steps are. @default a step for itself
   */
  readonly group?: string;
  /** The command that asks for it; null when there is nothing to do. The participant answers once for an operation id, however often it is asked. */
  readonly invoke: (data: Data, operationId: string, now: Date) => OutgoingMessage | null;
  /** The command that undoes it. It is also sent when it is not known whether the step was done, so it must undo nothing as gladly as something. */
  readonly compensate?: (data: Data, operationId: string, now: Date) => OutgoingMessage | null;
  readonly patience: StepPatience;
  /** @default 5 s doubling to 60 s, 10 times */
  readonly compensationPatience?: StepPatience;
}

/** A saga as data. A changed definition gets the next version, beside the old one: what is running ends under the definition that it began with. */
export interface SagaDefinition<Data> {
  readonly name: string;
  readonly version: number;
  readonly steps: readonly SagaStep<Data>[];
}

interface SagaBuilder<Data> extends SagaDefinition<Data> {
  step(name: string, step: Omit<SagaStep<Data>, "name">): SagaBuilder<Data>;
}

/** Declares a saga: `defineSaga<Data>("place-order", 1).step("reserve-stock", {…}).step(…)`. */
export function defineSaga<Data>(name: string, version: number, steps: readonly SagaStep<Data>[] = []): SagaBuilder<Data> {
  return { name, version, steps, step: (stepName, step) => defineSaga(name, version, [...steps, { name: stepName, ...step }]) };
}

export type SagaStatus = "running" | "compensating" | "completed" | "compensated" | "needs-attention";

export type SagaStepStatus =
  | "pending"
  | "running"
  | "succeeded"
  | "failed"
  | "skipped"
  | "compensating"
  | "compensated"
  | "needs-attention";

export interface SagaFailure {
  readonly step: string;
  /** Stable. TIMEOUT when the participant did not answer. */
  readonly code: string;
  readonly message: string;
}

export interface SagaStepState {
  readonly name: string;
  readonly status: SagaStepStatus;
  /** The participant knows the operation by this id; its undoing by the same with `:undo`. */
  readonly operationId: string;
  readonly attempts: number;
  readonly compensationAttempts: number;
  /** It was asked for and never answered: it may have been done. */
  readonly inDoubt: boolean;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  readonly errorCode: string | null;
  /** When patience with the present asking ends; null when nothing is waited for. */
  readonly dueAt?: Date | null;
}

/** What a person did about a step that needed one. */
export interface SagaIntervention {
  /**
   * - `retry`: ask again, with all patience anew;
   * - `skip`: go on without it;
   * - `resolve-done`: it was seen to by hand;
   * - `resolve-not-done`: of a pivot in doubt: it was not done, turn back.
   */
  readonly action: "retry" | "skip" | "resolve-done" | "resolve-not-done";
  readonly step: string;
  /** Who. */
  readonly by: string;
  readonly reason: string;
  readonly at: Date;
  /** How often the step, or its undoing, had been asked for until then. */
  readonly attempts: number;
}

/** A saga under way or ended, as it is kept in its aggregate's document. */
export interface SagaInstance {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly status: SagaStatus;
  /** What the steps' commands are made from; fixed at the start. */
  readonly data: unknown;
  readonly steps: readonly SagaStepState[];
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  /** When patience with a step ends next; null when nothing is waited for. */
  readonly dueAt: Date | null;
  /** What keeps it from its end, or made it turn back. */
  readonly failure: SagaFailure | null;
  /** Why it turned back; null unless it did. Stays when undoing fails for reasons of its own, which `failure` then tells. */
  readonly cause: SagaFailure | null;
  readonly traceId: string | null;
  /** W3C trace context in which it began: what time alone sets going belongs to this trace. */
  readonly trace?: Readonly<Record<string, string>>;
  /** What people did about it, oldest first. */
  readonly interventions?: readonly SagaIntervention[];
}

/** A participant's answer to an operation. */
export interface SagaReply {
  readonly operationId: string;
  readonly outcome: { readonly ok: true } | { readonly ok: false; readonly code: string; readonly message: string };
}
