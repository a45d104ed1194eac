import { requireScope, requireSession } from "@mercato/chassis/graphql";
import { type DeadLetterOutcome, handleDeadLetter } from "../commands/handle-dead-letter.ts";
import { type InterventionOutcome, interveneInSaga } from "../commands/intervene-in-saga.ts";
import type { StaffIntervention } from "../domain/order.ts";
import type { Context } from "./context.ts";
import { deadLetterNotFound, invalidInput, orderNotFound, sagaState, staleOrder } from "./refusals.ts";
import type { MutationResolvers } from "./resolvers.gen.ts";
import { deadLetterAction } from "./staff-views.ts";

/** The member of staff who asks. @throws GraphQLError for anybody else. */
function staff({ principal }: Context): string {
  requireScope(principal, "orders:write");
  return requireSession(principal);
}

function intervened(outcome: InterventionOutcome) {
  switch (outcome.kind) {
    case "done":
      return { __typename: "Order" as const, ...outcome.order };
    case "order-not-found":
      return orderNotFound();
    case "saga-state":
      return sagaState(outcome.step);
    case "stale-order":
      return staleOrder(outcome.version);
    case "invalid-input":
      return invalidInput(outcome);
  }
}

async function intervene(action: StaffIntervention["action"], input: unknown, context: Context) {
  return intervened(await interveneInSaga(context.dependencies, input, { action, by: staff(context) }));
}

function handled(outcome: DeadLetterOutcome) {
  switch (outcome.kind) {
    case "done":
      return { __typename: "DeadLetterSuccess" as const, action: deadLetterAction(outcome.action) };
    case "dead-letter-not-found":
      return deadLetterNotFound();
    case "invalid-input":
      return invalidInput(outcome);
  }
}

async function handle(kind: "redrive" | "discard", input: unknown, context: Context) {
  return handled(await handleDeadLetter(context.desk, kind, { input, by: staff(context) }));
}

/** What only staff does. Whoever did it, and why, is kept. */
export const staffMutations: Pick<
  MutationResolvers,
  "retrySagaStep" | "skipSagaStep" | "resolveSagaStep" | "redriveDeadLetter" | "discardDeadLetter"
> = {
  retrySagaStep: (_parent, { input }, context) => intervene("retry", input, context),
  skipSagaStep: (_parent, { input }, context) => intervene("skip", input, context),
  resolveSagaStep: (_parent, { input: { outcome, ...input } }, context) =>
    intervene(outcome === "DONE" ? "resolve-done" : "resolve-not-done", input, context),
  redriveDeadLetter: (_parent, { input }, context) => handle("redrive", input, context),
  discardDeadLetter: (_parent, { input }, context) => handle("discard", input, context),
};
