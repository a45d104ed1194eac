import { getOperationAST } from "graphql";
import { LRUCache } from "lru-cache";
import { type PlanNode, type Planner, PlanningError } from "../planner/planner.ts";
import { type PreparedOperation, prepareOperation } from "./operation.ts";
import { settleConditions } from "./settle-conditions.ts";

/** The plans of one operation. */
export interface OperationPlans {
  /**
   * The plan for given values of the variables in the operation's conditions; null when subgraphs have nothing to answer.
   * @throws PlanningError when there is none.
   */
  planFor(isTrue: (variable: string) => boolean): PlanNode | null;
}

export interface PlanMakerOptions {
  readonly planner: Planner;
  /** Wraps the making of a plan, for tracing. */
  readonly tracePlanning: <T>(work: () => T) => T;
  /** At least 0, below 1; decides progressive overrides. */
  readonly random: () => number;
}

/** An operation with n independent conditions has 2^n forms: only this many are kept, of plans and of responses. */
export const FORMS_PER_OPERATION = 32;

/** Names the form that an operation has for given values of the variables in its conditions. */
export function formOf({ conditionVariables }: PreparedOperation, isTrue: (variable: string) => boolean): string {
  return conditionVariables.map((name) => (isTrue(name) ? "1" : "0")).join("");
}

function settledText({ document, operation }: PreparedOperation, isTrue: (variable: string) => boolean): string | null {
  const settled = settleConditions(document, isTrue);
  const chosen = getOperationAST(settled, operation.name?.value);
  return chosen ? prepareOperation(settled, chosen).text : null;
}

/**
 * Plans an operation as it is needed. One plan serves all values of the variables in its conditions; where the planner cannot make that one (it is
 * not sure with conditions on root fragments), there is one for each form.
 */
export function createOperationPlans(operation: PreparedOperation, options: PlanMakerOptions): OperationPlans {
  const plans = new LRUCache<string, { readonly plan: PlanNode | null }>({ max: FORMS_PER_OPERATION });
  let needsForms = false;

  function make(text: string | null, roll: number): PlanNode | null {
    return text === null ? null : options.tracePlanning(() => options.planner.plan({ text, roll }));
  }

  function remembered(key: string, make: () => PlanNode | null): PlanNode | null {
    const known = plans.get(key);
    if (known) return known.plan;
    const plan = make();
    plans.set(key, { plan });
    return plan;
  }

  return {
    planFor(isTrue) {
      const roll = options.random() * 100;
      const bucket = options.planner.percentages.filter((percentage) => percentage <= roll).length;
      try {
        if (!needsForms) return remembered(`${bucket}`, () => make(operation.text, roll));
      } catch (error) {
        if (!(error instanceof PlanningError) || operation.conditionVariables.length === 0) throw error;
        needsForms = true;
      }
      return remembered(`${bucket}:${formOf(operation, isTrue)}`, () => make(settledText(operation, isTrue), roll));
    },
  };
}
