import type { SagaInstance } from "./definition.ts";

/**
 * The saga that holds an aggregate: one that has not ended. Until it has, what it may yet undo must not move under it, so nothing else may begin
 * one. This is the "semantic lock" against sagas' lack of isolation (L. Frank, T. Zahle, 1998; C. Richardson, "Microservices Patterns", 4.3); it is written
 * with the saga, so it outlives processes, and it ends with the saga, so nobody has to remember to let go.
 */
export function lockHolder(sagas: readonly SagaInstance[]): SagaInstance | null {
  return sagas.find(({ endedAt }) => endedAt === null) ?? null;
}
