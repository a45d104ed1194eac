import type { Books, OrderDocument } from "@mercato/local/audit/books";
import { type Entry, type EntryOf, entriesOf } from "../history/history.ts";

type Violations = readonly string[];

/** What clients asked for and were told, by kind. */
interface Told {
  readonly asked: readonly EntryOf<"asked">[];
  readonly placed: readonly EntryOf<"placed">[];
  readonly seen: readonly EntryOf<"seen">[];
  readonly cancelling: readonly EntryOf<"cancelling">[];
  readonly returning: readonly EntryOf<"returning">[];
  readonly received: readonly EntryOf<"received">[];
  readonly launched: readonly EntryOf<"launched">[];
}

type ByOrder = ReadonlyMap<string, OrderDocument>;

function keysOf({ asked }: Told, operation: EntryOf<"asked">["operation"]): ReadonlySet<string> {
  return new Set(asked.filter((one) => one.operation === operation).map(({ key }) => key));
}

/** Whoever asks twice under one key hears of one order, and there is no other. */
function oneOrderForEachKey(told: Told, { orders }: Books): Violations {
  const answers = Map.groupBy(told.placed, ({ key }) => key);
  const inBooks = Map.groupBy(orders, ({ state }) => `${state.buyerId} ${state.idempotencyKey}`);
  const twiceTold = [...answers].flatMap(([key, placed]) => {
    const ids = new Set(placed.map(({ orderId }) => orderId));
    return ids.size === 1 ? [] : [`Law 5: "${key}" was accepted as ${[...ids].join(" and ")}`];
  });
  const twiceBooked = [...inBooks.values()].flatMap((same) =>
    same.length === 1 ? [] : [`Law 5: ${same.map(({ _id }) => _id).join(" and ")} are in the books under one key`],
  );
  return [...twiceTold, ...twiceBooked];
}

/** What was accepted is in the books as it was accepted, and nothing is that nobody asked for. */
function ordersAsAccepted(told: Told, books: Books, byOrder: ByOrder): Violations {
  const asked = keysOf(told, "place");
  const changed = told.placed.flatMap(({ orderId, key, totalMinor }) => {
    const state = byOrder.get(orderId)?.state;
    if (state === undefined) return [`Law 4: ${orderId} was accepted and is gone`];
    return state.idempotencyKey === key && state.totalMinor === totalMinor
      ? []
      : [
          `Law 4: ${orderId} was accepted for ${totalMinor} under "${key}", and is there for ${state.totalMinor} under "${state.idempotencyKey}"`,
        ];
  });
  const strangers = books.orders.filter(({ state }) => !asked.has(state.idempotencyKey)).map(({ _id }) => `Law 4: nobody asked for ${_id}`);
  return [...changed, ...strangers];
}

/** What an order may have become that was once seen with a status. */
function mayBecome(seen: string, cancelAsked: boolean): readonly string[] | null {
  switch (seen) {
    case "CONFIRMED":
      return cancelAsked ? ["confirmed", "returned", "cancelled"] : ["confirmed", "returned"];
    case "CANCELLED":
      return ["cancelled"];
    case "RETURNED":
      return ["returned"];
    default:
      return null;
  }
}

/** What was shown to somebody stays true. */
function nothingTakenBack(told: Told, byOrder: ByOrder): Violations {
  const cancelAsked = keysOf(told, "cancel");
  const shown = new Map(told.seen.map(({ orderId, status }) => [`${orderId} ${status}`, { orderId, status }]));
  return [...shown.values()].flatMap(({ orderId, status }) => {
    const state = byOrder.get(orderId)?.state;
    if (status === "MISSING") return [`Law 4: ${orderId} was accepted, and its buyer was told that there is no such order`];
    const allowed = mayBecome(status, cancelAsked.has(orderId));
    if (allowed === null || state === undefined || state.attention !== null || allowed.includes(state.status)) return [];
    return [`Law 4: ${orderId} was seen ${status}, and is ${state.status}`];
  });
}

/** Cancellations that were accepted came about, and none that nobody asked for. */
function cancellationsAsAccepted(told: Told, books: Books, byOrder: ByOrder): Violations {
  const asked = keysOf(told, "cancel");
  const undone = told.cancelling.flatMap(({ orderId }) => {
    const state = byOrder.get(orderId)?.state;
    if (state === undefined || state.status === "cancelled" || state.attention !== null) return [];
    return [`Law 4: the cancellation of ${orderId} was accepted, and it is ${state.status}`];
  });
  const unasked = books.orders.filter(({ _id, state }) => state.cancelReason === "REQUESTED" && !asked.has(_id));
  return [...undone, ...unasked.map(({ _id }) => `Law 4: ${_id} was called off and nobody asked for it`)];
}

function returnsAsAccepted({ returning }: Told, byOrder: ByOrder): Violations {
  return returning.flatMap(({ orderId, key, returnId }) => {
    const order = byOrder.get(orderId)?.state;
    const ofKey = order?.returns.filter((one) => one.key === key) ?? [];
    const [one] = ofKey;
    if (ofKey.length !== 1 || one?.id !== returnId)
      return [`Law 4: the return ${returnId} was accepted, and ${orderId} has ${ofKey.length} under its key`];
    return one.status === "completed" || order?.attention !== null ? [] : [`Law 3: the return ${returnId} is ${one.status}`];
  });
}

/** Goods that staff were told to be booked are in the ledger, once each. */
function deliveriesAsAccepted(told: Told, { movements }: Books): Violations {
  const answered = new Set(told.received.map(({ key }) => key));
  const open = [...keysOf(told, "receive")].some((key) => !answered.has(key));
  // A delivery that nobody was told of may be booked or not.
  if (open) return [];
  return [...Map.groupBy(told.received, ({ sku }) => sku)].flatMap(([sku, received]) => {
    const units = received.reduce((sum, one) => sum + one.units, 0);
    const booked = movements.filter((one) => one.sku === sku && one.orderId === null).reduce((sum, { quantity }) => sum + quantity, 0);
    return units === booked ? [] : [`Law 4: ${units} of ${sku} were taken in, ${booked} are in the ledger`];
  });
}

/** What staff were told to be in the catalogue is; that checkout knows it, too, is the audit's. */
function catalogueAsAccepted({ launched }: Told, { products }: Books): Violations {
  const known = new Set(products.flatMap(({ state }) => state.variants.map(({ sku }) => sku)));
  return launched.filter(({ sku }) => !known.has(sku)).map(({ sku }) => `Law 4: ${sku} was taken into the catalogue and is gone`);
}

/** Holds what clients were told against the books of a shop at rest. The laws of the books themselves are the audit's. */
export function violationsOfTold(history: readonly Entry[], books: Books): Violations {
  const told: Told = {
    asked: entriesOf(history, "asked"),
    placed: entriesOf(history, "placed"),
    seen: entriesOf(history, "seen"),
    cancelling: entriesOf(history, "cancelling"),
    returning: entriesOf(history, "returning"),
    received: entriesOf(history, "received"),
    launched: entriesOf(history, "launched"),
  };
  const byOrder: ByOrder = new Map(books.orders.map((order) => [order._id, order]));
  return [
    ...oneOrderForEachKey(told, books),
    ...ordersAsAccepted(told, books, byOrder),
    ...nothingTakenBack(told, byOrder),
    ...cancellationsAsAccepted(told, books, byOrder),
    ...returnsAsAccepted(told, byOrder),
    ...deliveriesAsAccepted(told, books),
    ...catalogueAsAccepted(told, books),
  ];
}
