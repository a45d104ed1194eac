import type { Change } from "@mercato/chassis/aggregate";
import { check, type InvalidInput } from "@mercato/chassis/input";
import type { z } from "zod";
import { evolve, type OrderEvent, type StaffIntervention } from "../domain/order.ts";
import { changeOf } from "../sagas/outcome.ts";
import type { OrderAggregate } from "../store/orders.ts";
import type { Dependencies } from "./dependencies.ts";
import { interventionSchema } from "./input.ts";

export type InterventionOutcome =
  | { readonly kind: "done"; readonly order: OrderAggregate }
  | { readonly kind: "order-not-found" }
  | { readonly kind: "saga-state"; readonly step: string }
  | { readonly kind: "stale-order"; readonly version: number }
  | InvalidInput;

type Verdict = "done" | "order-not-found" | "saga-state" | "stale-order";

interface Request extends z.infer<typeof interventionSchema> {
  readonly action: StaffIntervention["action"];
  readonly by: string;
}

/** Nothing is written for a request that is refused. */
function decide({ engine, clock }: Dependencies, order: OrderAggregate | null, request: Request): Change<OrderEvent, Verdict> {
  if (order === null) return { events: [], result: "order-not-found" };
  if (order.version !== request.expectedVersion) return { events: [], result: "stale-order" };
  const saga = order.sagas.find(({ id }) => id === request.sagaId);
  const { action, step, by, reason } = request;
  const transition = saga ? engine.intervene(saga, { action, step, by, reason }, clock.now()) : null;
  if (saga === undefined || transition === null) return { events: [], result: "saga-state" };
  const event: OrderEvent = { type: "saga-intervened", saga: saga.name, intervention: { action, step, by, reason } };
  const change = changeOf(evolve(order.state, event), transition);
  return { ...change, events: [event, ...change.events], result: "done" };
}

/**
 * Does what a member of staff decided about a step of a saga that needs attention: what they did, why, and what comes of it is one write of the
 * order, on the condition that it is still what they looked at.
 */
export async function interveneInSaga(
  dependencies: Dependencies,
  input: unknown,
  { action, by }: { readonly action: StaffIntervention["action"]; readonly by: string },
): Promise<InterventionOutcome> {
  const checked = check(interventionSchema, input);
  if (checked.kind !== "valid") return checked;
  const request = { ...checked.value, action, by };
  const written = await dependencies.orders.update<Verdict>(request.orderId, (order) => decide(dependencies, order, request));
  const verdict = written.kind === "applied" ? written.result : "stale-order";
  const order = written.aggregate;
  if (order === null || verdict === "order-not-found") return { kind: "order-not-found" };
  if (verdict === "saga-state") return { kind: "saga-state", step: request.step };
  return verdict === "done" ? { kind: "done", order } : { kind: "stale-order", version: order.version };
}
