import { LRUCache } from "lru-cache";
import type { PlanNode, Planner, PlanRequest } from "../planner/planner.ts";
import type { IsTrue } from "./conditions.ts";
import { type PreparedOperation, rootFieldTexts, textForSubgraphs } from "./operation.ts";

/** The plans of one operation. */
export interface OperationPlans {
  /**
   * The plan for given values of the variables in the operation's conditions; null when subgraphs have nothing to answer.
   * Rejects with PlanningError when there is none.
   */
  planFor(isTrue: IsTrue): Promise<PlanNode | null>;
}

export interface PlanMakerOptions {
  readonly planner: Planner;
  /** Wraps the making of a plan, for tracing. */
  readonly tracePlanning: <T>(work: () => Promise<T>) => Promise<T>;
  /** At least 0, below 1; decides overrides with labels. */
  readonly random: () => number;
  /** Labels of overrides, each with the percentage of operations for which it is on: 0 to 100. Those that are not named are off. */
  readonly overrideLabels: ReadonlyMap<string, number>;
  /** Told of each plan that was made. */
  readonly onPlanned?: (plan: PlanNode) => void;
}

/** An operation with n independent conditions has 2^n forms: only this many are kept, of plans and of responses. */
export const FORMS_PER_OPERATION = 32;

/** Names the form that an operation has for given values of the variables in its conditions. */
export function formOf({ conditionVariables }: PreparedOperation, isTrue: IsTrue): string {
  return conditionVariables.map((name) => (isTrue(name) ? "1" : "0")).join("");
}

function hasEntities(node: PlanNode): boolean {
  if (node.kind === "fetch") return false;
  return node.kind === "entities" || node.nodes.some(hasEntities);
}

/** With more conditions than this, only the forms in which all hold and none holds are likely enough to be worth planning ahead. */
const CONDITIONS_PLANNED_AHEAD = 3;

/** The forms to plan before an operation is asked for. */
export function likelyForms({ conditionVariables: names }: PreparedOperation): readonly IsTrue[] {
  if (names.length > CONDITIONS_PLANNED_AHEAD) return [() => true, () => false];
  return Array.from(
    { length: 2 ** names.length },
    (_, bits): IsTrue =>
      (name) =>
        ((bits >> names.indexOf(name)) & 1) === 1,
  );
}

/** Plans an operation as it is needed, for each form that is asked for. */
export function createOperationPlans(operation: PreparedOperation, options: PlanMakerOptions): OperationPlans {
  const plans = new LRUCache<string, Promise<PlanNode | null>>({ max: FORMS_PER_OPERATION });

  /** Rolls that lie between the same two give the same plan. */
  const thresholds = [...options.planner.percentages, ...options.overrideLabels.values()];

  /**
   * Planners put mutations of one subgraph into one fetch, and ask others for the rest of all of them afterwards: what the first one answers would be
   * as the last one left it. So each root field is planned by itself where others are asked, too.
   */
  async function planSerially(request: PlanRequest): Promise<PlanNode> {
    const together = await options.planner.plan(request);
    if (operation.operation.operation !== "mutation" || !hasEntities(together)) return together;
    const texts = rootFieldTexts(request.text);
    if (texts.length < 2) return together;
    return { kind: "sequence", nodes: await Promise.all(texts.map((text) => options.planner.plan({ ...request, text }))) };
  }

  async function make(isTrue: IsTrue, roll: number): Promise<PlanNode | null> {
    const text = textForSubgraphs(operation, isTrue);
    if (text === null) return null;
    const labels = new Set([...options.overrideLabels].flatMap(([label, percentage]) => (roll < percentage ? [label] : [])));
    const plan = await options.tracePlanning(() => planSerially({ text, roll, labels }));
    options.onPlanned?.(plan);
    return plan;
  }

  return {
    planFor(isTrue) {
      const roll = options.random() * 100;
      const bucket = thresholds.filter((percentage) => percentage <= roll).length;
      const key = `${bucket}:${formOf(operation, isTrue)}`;
      const known = plans.get(key);
      if (known) return known;
      // Kept while it is being made, so that requests that come meanwhile wait for it instead of having it made again.
      const plan = make(isTrue, roll);
      plans.set(key, plan);
      plan.catch(() => plans.delete(key));
      return plan;
    },
  };
}
