import type { SagaDefinition } from "./definition.ts";

/** The steps that are asked for at the same time as the one at `index`, by their places: it alone unless it belongs to a group. */
export function stageAt({ steps }: Pick<SagaDefinition<never>, "steps">, index: number): readonly number[] {
  const group = steps[index]?.group;
  if (group === undefined) return [index];
  return steps.flatMap((step, at) => (step.group === group ? [at] : []));
}
