import { InvariantError } from "../errors/index.ts";
import type { SagaDefinition, SagaStep, StepPatience } from "./definition.ts";

function isPatience({ timeoutMs, attempts }: StepPatience): boolean {
  return timeoutMs > 0 && Number.isInteger(attempts) && attempts >= 1;
}

/** What is wrong with one step, by itself. */
function problemsOf(step: SagaStep<never>): string[] {
  const problems: string[] = [];
  if (step.name === "" || step.name.includes(":")) problems.push(`"${step.name}" cannot be a step's name`);
  if (step.kind === "compensatable" && step.compensate === undefined) problems.push(`${step.name} is compensatable by nothing`);
  if (!isPatience(step.patience)) problems.push(`${step.name} is not asked even once`);
  if (step.compensationPatience && !isPatience(step.compensationPatience)) problems.push(`undoing ${step.name} is not asked for even once`);
  return problems;
}

/** Steps that are asked for together stand side by side, are of one kind, and none of them is the point of no return. */
function problemsOfGroups(steps: readonly SagaStep<never>[]): string[] {
  return steps.flatMap((step, index) => {
    const { group, name } = step;
    if (group === undefined) return [];
    const first = steps.findIndex((other) => other.group === group);
    const isApart = steps.slice(first, index).some((other) => other.group !== group);
    return [
      ...(step.kind === "pivot" ? [`${name} is a pivot and cannot be in a group`] : []),
      ...(isApart ? [`${name} stands apart from its group ${group}`] : []),
      ...(steps[first]?.kind === step.kind ? [] : [`${name} is of another kind than its group ${group}`]),
    ];
  });
}

const PLACE = { compensatable: 0, pivot: 1, retriable: 2 } as const;

/** Turning back is possible up to the pivot and never after it, so the kinds of steps can only come in that order. */
function problemsOfOrder(steps: readonly SagaStep<never>[]): string[] {
  const places = steps.map(({ kind }) => PLACE[kind]);
  const misplaced = steps.filter((_, index) => (places[index] ?? 0) < (places[index - 1] ?? 0));
  const problems = misplaced.map(({ name, kind }) => `${name} is ${kind} and comes too late`);
  if (places.filter((place) => place === PLACE.pivot).length > 1) problems.push("there is more than one pivot");
  return problems;
}

function repeated(names: readonly string[]): readonly string[] {
  return names.filter((name, index) => names.indexOf(name) !== index);
}

/**
 * Refuses sagas that could not keep their promises: steps come as `compensatable` … `pivot` … `retriable` with one pivot at most, have different
 * names without a colon, are asked at least once, and a compensatable one can be undone; no version is declared twice.
 * @throws InvariantError with all that is wrong.
 */
export function checkDefinitions(definitions: readonly SagaDefinition<never>[]): void {
  const problems = definitions.flatMap(({ name, steps }) =>
    [
      ...steps.flatMap(problemsOf),
      ...problemsOfOrder(steps),
      ...problemsOfGroups(steps),
      ...repeated(steps.map((step) => step.name)).map((step) => `there are two steps ${step}`),
    ].map((problem) => `${name}: ${problem}`),
  );
  const twice = repeated(definitions.map(({ name, version }) => `${name} ${version}`)).map((version) => `${version} is declared twice`);
  if (problems.length + twice.length > 0) throw new InvariantError([...problems, ...twice].join("; "));
}
