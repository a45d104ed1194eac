import type { Change } from "@mercato/chassis/aggregate";
import { hasScope, type Principal } from "@mercato/chassis/auth";
import { check, type InvalidInput } from "@mercato/chassis/input";
import { lockHolder } from "@mercato/chassis/saga";
import { evolve, type OrderEvent } from "../domain/order.ts";
import type { CancelOrderData } from "../sagas/data.ts";
import { changeOf } from "../sagas/outcome.ts";
import type { OrderAggregate } from "../store/orders.ts";
import { type Dependencies, sagaTrace } from "./dependencies.ts";
import { cancelOrderSchema } from "./input.ts";

export type CancelOrderOutcome =
  | { readonly kind: "cancelling"; readonly order: OrderAggregate }
  | { readonly kind: "order-not-found" }
  | { readonly kind: "wrong-state"; readonly order: OrderAggregate }
  | InvalidInput;

type Verdict = "accepted" | "wrong-state";
type CancelChange = Change<OrderEvent, Verdict>;

const REQUESTED = "REQUESTED";
const ACCEPTED: CancelChange = { events: [], result: "accepted" };
const REFUSED: CancelChange = { events: [], result: "wrong-state" };

interface Request {
  readonly order: OrderAggregate;
  /** What the caller said. */
  readonly note: string | null;
}

/** Turns back the saga that is still arranging the order. */
function turnBack({ engine, clock }: Dependencies, { order, note }: Request): CancelChange {
  const { state } = order;
  const saga = order.sagas.at(-1);
  if (saga?.status === "compensating") return ACCEPTED;
  const transition = saga ? engine.abort(saga, { code: REQUESTED, message: "called off on request" }, clock.now()) : null;
  if (transition === null) return REFUSED;
  const event: OrderEvent = { type: "cancellation-requested", reason: REQUESTED, note };
  const change = changeOf(evolve(state, event), transition);
  return { ...change, events: [event, ...change.events], result: "accepted" };
}

/** Begins the saga that undoes a confirmed order. */
function undo({ engine, sagas, clock }: Dependencies, { order, note }: Request): CancelChange {
  const { state } = order;
  const event: OrderEvent = { type: "cancellation-requested", reason: REQUESTED, note };
  const data: CancelOrderData = { orderId: state.orderId, hasPayment: state.totalMinor > 0, hasStock: state.lines.length > 0 };
  const id = `${state.orderId}:cancel-order`;
  const transition = engine.start({ id, definition: sagas.cancelOrder, data, now: clock.now(), ...sagaTrace() });
  const change = changeOf(evolve(state, event), transition);
  return { ...change, events: [event, ...change.events], result: "accepted" };
}

function decide(dependencies: Dependencies, request: Request): CancelChange {
  const { order } = request;
  const { state } = order;
  const busy = lockHolder(order.sagas) !== null;
  if (state.status === "cancelling" || state.status === "cancelled") return ACCEPTED;
  if (state.status === "pending") return turnBack(dependencies, request);
  return state.status === "confirmed" && !busy && state.attention === null ? undo(dependencies, request) : REFUSED;
}

/** Calls an order off, for its buyer and for staff. Calling it off again is calling it off once. */
export async function cancelOrder(dependencies: Dependencies, input: unknown, principal: Principal): Promise<CancelOrderOutcome> {
  const checked = check(cancelOrderSchema, input);
  if (checked.kind !== "valid") return checked;
  const { orderId, reason: note } = checked.value;
  const known = await dependencies.orders.load(orderId);
  const mayCancel = known !== null && (known.state.buyerId === principal.id || hasScope(principal, "orders:write"));
  if (!mayCancel) return { kind: "order-not-found" };
  const written = await dependencies.orders.update(orderId, (order) => (order === null ? REFUSED : decide(dependencies, { order, note })));
  const order = written.aggregate ?? known;
  return written.kind === "applied" && written.result === "wrong-state" ? { kind: "wrong-state", order } : { kind: "cancelling", order };
}
