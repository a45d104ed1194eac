import type { Change } from "@mercato/chassis/aggregate";
import { check, type InvalidInput, invalid } from "@mercato/chassis/input";
import { lockHolder } from "@mercato/chassis/saga";
import { quantitiesBySku } from "../domain/cart.ts";
import { evolve, money, type OrderEvent, type OrderReturn, type OrderState } from "../domain/order.ts";
import { decideReturn, type ReturnDecision, type ReturnRequest } from "../domain/returns.ts";
import type { ReturnOrderData } from "../sagas/data.ts";
import { changeOf } from "../sagas/outcome.ts";
import type { OrderAggregate } from "../store/orders.ts";
import { type Dependencies, fingerprint, sagaTrace } from "./dependencies.ts";
import { returnLinesSchema } from "./input.ts";

export type ReturnLinesOutcome =
  | { readonly kind: "accepted"; readonly order: OrderAggregate; readonly orderReturn: OrderReturn }
  | { readonly kind: "order-not-found" }
  | { readonly kind: "wrong-state"; readonly order: OrderAggregate }
  | { readonly kind: "exceeds-order"; readonly what: string }
  | { readonly kind: "key-reused" }
  | InvalidInput;

function begin(
  { engine, sagas, clock }: Dependencies,
  state: OrderState,
  orderReturn: OrderReturn,
): Omit<Change<OrderEvent, null>, "result"> {
  const event: OrderEvent = { type: "return-requested", orderReturn };
  const skus = new Map(state.lines.map(({ id, sku }) => [id, sku]));
  const returned = orderReturn.lines.map(({ lineId, quantity }) => ({ sku: skus.get(lineId) ?? "", quantity }));
  const lines = [...quantitiesBySku(returned)].map(([sku, quantity]) => ({ sku, quantity }));
  const data: ReturnOrderData = {
    orderId: state.orderId,
    returnId: orderReturn.id,
    refund: money(orderReturn.refundMinor, state),
    reason: orderReturn.reason,
    lines,
  };
  const id = `${state.orderId}:${orderReturn.id}`;
  const transition = engine.start({ id, definition: sagas.returnOrder, data, now: clock.now(), ...sagaTrace() });
  const change = changeOf(evolve(state, event), transition);
  return { ...change, events: [event, ...change.events] };
}

type ReturnChange = Change<OrderEvent, ReturnDecision | null>;

function decide(dependencies: Dependencies, order: OrderAggregate, request: ReturnRequest): ReturnChange {
  const decision = decideReturn(order.state, request, `return_${order.state.returns.length + 1}`);
  if (decision.kind !== "accepted") return { events: [], result: decision };
  // One saga at a time: what it undoes must not move under it.
  if (lockHolder(order.sagas) !== null) return { events: [], result: { kind: "not-confirmed" } };
  return { ...begin(dependencies, order.state, decision.orderReturn), result: decision };
}

/** Takes units of a confirmed order back and refunds them. */
export async function returnLines(dependencies: Dependencies, input: unknown): Promise<ReturnLinesOutcome> {
  const checked = check(returnLinesSchema, input);
  if (checked.kind !== "valid") return checked;
  const { orderId, key, lines, adjustments, reason, returnedAt } = checked.value;
  if (lines.length === 0 && adjustments.length === 0) return invalid(["lines"], "must name a line or an adjustment");
  const request: ReturnRequest = {
    key,
    lines,
    adjustments,
    reason,
    returnedAt: returnedAt ?? dependencies.clock.now(),
    fingerprint: fingerprint([orderId, lines, adjustments, reason]),
  };
  const written = await dependencies.orders.update<ReturnDecision | null>(orderId, (order) =>
    order === null ? { events: [], result: null } : decide(dependencies, order, request),
  );
  const decision = written.kind === "applied" ? written.result : null;
  if (decision === null || written.aggregate === null) return { kind: "order-not-found" };
  switch (decision.kind) {
    case "accepted":
    case "repeated":
      return { kind: "accepted", order: written.aggregate, orderReturn: decision.orderReturn };
    case "not-confirmed":
      return { kind: "wrong-state", order: written.aggregate };
    default:
      return decision;
  }
}
