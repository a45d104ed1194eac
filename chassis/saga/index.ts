export {
  defineSaga,
  type SagaDefinition,
  type SagaFailure,
  type SagaInstance,
  type SagaReply,
  type SagaStatus,
  type SagaStep,
  type SagaStepState,
  type SagaStepStatus,
  type StepKind,
  type StepPatience,
} from "./definition.ts";
export { createSagaEngine, type SagaEngine, type SagaTransition } from "./engine.ts";
export { type SagaDueSource, startSagaTimer } from "./timer.ts";
export { createSagaWatch, type SagaMove } from "./watch.ts";
