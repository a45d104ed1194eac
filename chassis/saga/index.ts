export {
  defineSaga,
  type SagaDefinition,
  type SagaFailure,
  type SagaInstance,
  type SagaIntervention,
  type SagaReply,
  type SagaStatus,
  type SagaStep,
  type SagaStepState,
  type SagaStepStatus,
  type StepKind,
  type StepPatience,
} from "./definition.ts";
export { describeSaga, type SagaDescription } from "./describe.ts";
export { createSagaEngine, type SagaEngine } from "./engine.ts";
export type { Intervention } from "./interventions.ts";
export { lockHolder } from "./lock.ts";
export type { SagaTransition } from "./moves.ts";
export { stageAt } from "./stages.ts";
export { type SagaDueSource, startSagaTimer } from "./timer.ts";
export { createSagaWatch, type SagaMove } from "./watch.ts";
