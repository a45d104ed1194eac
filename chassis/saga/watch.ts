import { pastSpan, secondsIn } from "../telemetry/index.ts";
import type { SagaInstance, SagaStepState } from "./definition.ts";

/** A move of a saga that was written. */
export interface SagaMove {
  /** The sagas of its aggregate before it. */
  readonly before: readonly SagaInstance[];
  readonly after: SagaInstance;
  /** When it was made. */
  readonly at: Date;
}

/** How a step came out; null while it is under way. A refusal is an answer; failed is one that did not come, or that a person has to see to. */
function stepOutcome({ status, inDoubt }: SagaStepState): string | null {
  if (status === "succeeded" || status === "compensated") return status;
  if (status === "needs-attention") return "failed";
  if (status === "failed") return inDoubt ? "failed" : "refused";
  return null;
}

function sagaOutcome({ status }: SagaInstance): string | null {
  if (status === "completed" || status === "compensated") return status;
  return status === "needs-attention" ? "needs_attention" : null;
}

const secondsBetween = (from: Date, to: Date): number => Math.max(0, to.getTime() - from.getTime()) / 1000;

/** Records what became of a service's sagas and their steps, as metrics and as spans. To be told of every move once it is written. */
export function createSagaWatch(service: string): (move: SagaMove) => void {
  const recordSaga = secondsIn({
    name: "mercato_saga_duration_seconds",
    unit: "s",
    description: "Time from the start of a saga to its end; outcome is completed, compensated or needs_attention",
  });
  const recordStep = secondsIn({
    name: "mercato_saga_step_duration_seconds",
    unit: "s",
    description: "Time from the invocation of a saga's step to its outcome; outcome is succeeded, refused, failed or compensated",
  });

  function watchStep(saga: string, step: SagaStepState, at: Date): void {
    const outcome = stepOutcome(step);
    if (outcome === null || step.startedAt === null) return;
    const endedAt = step.endedAt ?? at;
    recordStep(secondsBetween(step.startedAt, endedAt), { service, saga, step: step.name, outcome });
    const attributes = { "saga.name": saga, "saga.step": step.name, "saga.outcome": outcome };
    pastSpan("saga.step", attributes, { startedAt: step.startedAt, endedAt });
  }

  return ({ before, after, at }) => {
    const known = before.find(({ id }) => id === after.id);
    for (const [index, step] of after.steps.entries()) {
      if (step.status !== known?.steps[index]?.status) watchStep(after.name, step, at);
    }
    const outcome = sagaOutcome(after);
    if (outcome === null || after.status === known?.status) return;
    recordSaga(secondsBetween(after.startedAt, after.endedAt ?? at), { service, saga: after.name, outcome });
  };
}
