import { evolve as evolveAllocation } from "@mercato/inventory/evolve";
import { evolve as evolveOrder } from "@mercato/orders/evolve";
import { evolve as evolvePayment } from "@mercato/payments/evolve";
import type { Books, OrderDocument, PaymentDocument, ProviderAccount } from "./books.ts";

import { readModelsReconcile } from "./read-models.ts";

/** What breaks a law, in words; none when all hold. */
export type Breaches = readonly string[];

function sum<T>(items: readonly T[], amountOf: (item: T) => number): number {
  return items.reduce((total, item) => total + amountOf(item), 0);
}

function hasEnded({ state }: OrderDocument): boolean {
  return state.attention !== null || state.status === "confirmed" || state.status === "cancelled" || state.status === "returned";
}

/** Law 1, at any instant: nothing is below zero, and what is available is what is on hand and not reserved. */
function noOversell({ stock }: Books): Breaches {
  return stock.flatMap(({ _id, onHand, reserved, available }) => {
    const quantities = `${_id}: on hand ${onHand}, reserved ${reserved}, available ${available}`;
    const sold = Math.min(onHand, reserved, available) < 0 ? [`Law 1: oversold, ${quantities}`] : [];
    return available === onHand - reserved ? sold : [...sold, `Law 1: available is not on hand − reserved, ${quantities}`];
  });
}

function unitsOf(lines: readonly { readonly sku: string; readonly quantity: number }[], sku: string): number {
  return sum(
    lines.filter((line) => line.sku === sku),
    ({ quantity }) => quantity,
  );
}

/** Law 1, at rest: the ledger sums to what is on hand, and what is reserved is what open reservations hold. */
function stockBalances({ stock, movements, allocations }: Books): Breaches {
  const open = allocations.filter(({ state }) => state.status === "reserved");
  return stock.flatMap(({ _id, sku, onHand, reserved }) => {
    const ledger = sum(
      movements.filter(({ stockId }) => stockId === _id),
      ({ quantity }) => quantity,
    );
    const held = sum(open, ({ state }) => unitsOf(state.lines, sku));
    return [
      ...(ledger === onHand ? [] : [`Law 1: the ledger of ${_id} sums to ${ledger}, on hand are ${onHand}`]),
      ...(held === reserved ? [] : [`Law 1: reservations hold ${held} of ${_id}, reserved are ${reserved}`]),
    ];
  });
}

/** Units of a SKU that an order took and kept. */
function keptUnits({ state }: OrderDocument, sku: string): number {
  if (state.status !== "confirmed" && state.status !== "returned") return 0;
  return sum(
    state.lines.filter((line) => line.sku === sku),
    ({ quantity, returnedQuantity }) => quantity - returnedQuantity,
  );
}

/** Laws 1 and 3, at rest: goods left the shop for confirmed orders, all that were bought and not one more; orders that ended hold nothing back. */
function goodsFollowOrders({ orders, movements, allocations }: Books): Breaches {
  const settled = orders.filter((order) => hasEnded(order) && order.state.attention === null);
  return settled.flatMap((order) => {
    const left = movements.filter(({ orderId }) => orderId === order._id);
    const skus = new Set([...order.state.lines.map(({ sku }) => sku), ...left.map(({ sku }) => sku)]);
    const wrong = [...skus].flatMap((sku) => {
      const gone = 0 - unitsOf(left, sku);
      const kept = keptUnits(order, sku);
      return gone === kept ? [] : [`Law 1: ${gone} of ${sku} left the shop for ${order._id} (${order.state.status}), which has ${kept}`];
    });
    const holds = allocations.some(({ _id, state }) => _id === order._id && (state.status === "reserved" || state.work !== null));
    return holds ? [...wrong, `Law 3: ${order._id} is ${order.state.status} and still holds stock`] : wrong;
  });
}

function entriesOf(accounts: readonly ProviderAccount[], kind: string): readonly { readonly amountMinor: number }[] {
  return accounts.flatMap(({ entries }) => entries.filter((entry) => entry.kind === kind));
}

function byOrder(provider: readonly ProviderAccount[]): ReadonlyMap<string, readonly ProviderAccount[]> {
  return Map.groupBy(provider, ({ orderId }) => orderId);
}

/** Law 2, at any instant: no order is captured twice, and no more is given back than was taken. */
function noDoubleCharge({ provider }: Books): Breaches {
  return [...byOrder(provider)].flatMap(([orderId, accounts]) => {
    const captures = entriesOf(accounts, "CAPTURE");
    const kept = sum(captures, ({ amountMinor }) => amountMinor) - sum(entriesOf(accounts, "REFUND"), ({ amountMinor }) => amountMinor);
    return [
      ...(captures.length > 1 ? [`Law 2: ${orderId} was captured ${captures.length} times`] : []),
      ...(kept < 0 ? [`Law 2: ${orderId} was given back ${0 - kept} more than was taken`] : []),
    ];
  });
}

/** What an order that has ended is worth, in minor units. */
function worthOf({ state }: OrderDocument): number {
  return state.status === "cancelled" ? 0 : state.totalMinor - state.refundedMinor;
}

function amountOf(accounts: readonly ProviderAccount[], kind: string): number {
  return sum(entriesOf(accounts, kind), ({ amountMinor }) => amountMinor);
}

/** What the provider has of an order that has ended, held against what the order is worth and what our payments say. */
function moneyFollows(order: OrderDocument, accounts: readonly ProviderAccount[], payment: PaymentDocument | undefined): Breaches {
  const theirs = `${amountOf(accounts, "CAPTURE")} − ${amountOf(accounts, "REFUND")}`;
  const kept = amountOf(accounts, "CAPTURE") - amountOf(accounts, "REFUND");
  const terms = payment?.state.terms;
  const ours = `${terms?.captured.amountMinor ?? 0} − ${terms?.refunded.amountMinor ?? 0}`;
  const isAside = accounts.some(({ status }) => status === "authorized");
  const worth = worthOf(order);
  const name = `${order._id} (${order.state.status})`;
  return [
    ...(kept === worth ? [] : [`Law 2: ${name} is worth ${worth}, the provider has ${theirs}`]),
    ...(isAside ? [`Law 2: money stays set aside for ${name}`] : []),
    ...(ours === theirs ? [] : [`Law 2: the provider has ${theirs} for ${name}, payments ${ours}`]),
  ];
}

/** Law 2, at rest: the provider's books have what orders are worth, no money stays set aside, and ours say the same as the provider's. */
function moneyFollowsOrders({ orders, payments, provider }: Books): Breaches {
  const accountsOf = byOrder(provider);
  const known = new Set(orders.map(({ _id }) => _id));
  const strangers = [...accountsOf.keys()].filter((orderId) => !known.has(orderId));
  const paymentOf = new Map(payments.map((payment) => [payment.state.orderId, payment]));
  const settled = orders.filter((order) => hasEnded(order) && order.state.attention === null);
  return [
    ...strangers.map((orderId) => `Law 2: the provider has money of ${orderId}, which does not exist`),
    ...settled.flatMap((order) => moneyFollows(order, accountsOf.get(order._id) ?? [], paymentOf.get(order._id))),
  ];
}

/** Law 3, at rest: every order ended, its sagas with it, and what turned back has undone all that it had done. */
function everyOrderEnded({ orders }: Books): Breaches {
  return orders.flatMap((order) => {
    if (order.state.attention !== null) return [];
    const running = order.sagas.filter(({ endedAt, dueAt }) => endedAt === null || dueAt !== null);
    const undone = order.sagas.filter(({ status, steps }) => status === "compensated" && steps.some((step) => step.status === "succeeded"));
    return [
      ...(hasEnded(order) ? [] : [`Law 3: ${order._id} is ${order.state.status}`]),
      ...running.map(({ id, status }) => `Law 3: the saga ${id} is ${status}`),
      ...undone.map(({ id }) => `Law 3: the saga ${id} turned back and left a step as it was`),
    ];
  });
}

/** Law 4: what was accepted is there. */
function nothingLost({ orders }: Books, accepted: ReadonlySet<string>): Breaches {
  const known = new Set(orders.map(({ _id }) => _id));
  return [...accepted].filter((orderId) => !known.has(orderId)).map((orderId) => `Law 4: ${orderId} was accepted and is gone`);
}

/** Laws 3 and 5, at rest: nobody waits to be told what happened. */
function nothingHeldBack({ held }: Books): Breaches {
  return held.map(({ collection, documentId }) => `Law 5: ${collection}/${documentId} holds messages back`);
}

type Fold<State, Event> = (state: State | null, event: Event) => State;

function misfolded<State, Event>(
  name: string,
  documents: readonly { readonly _id: string; readonly state: State; readonly history: readonly { readonly event: Event }[] }[],
  evolve: Fold<State, Event>,
): Breaches {
  return documents.flatMap(({ _id, state, history }) => {
    const folded = history.reduce<State | null>((before, { event }) => evolve(before, event), null);
    return Bun.deepEquals(folded, state) ? [] : [`Law 6: the history of ${name} ${_id} does not come to its state`];
  });
}

/** Law 6, at any instant: fold(history) = state. */
function historiesFold({ orders, payments, allocations }: Books): Breaches {
  return [
    ...misfolded("the order", orders, evolveOrder),
    ...misfolded("the payment", payments, evolvePayment),
    ...misfolded("the allocation of", allocations, evolveAllocation),
  ];
}

/** What must hold at any instant, also in the middle of a crash. */
export function breachesAtAnyInstant(books: Books): Breaches {
  return [...noOversell(books), ...noDoubleCharge(books), ...historiesFold(books)];
}

/** What is still under way: empty once the shop is at rest. */
export function underWay(books: Books): Breaches {
  const working = books.allocations.filter(({ state }) => state.work !== null);
  return [
    ...everyOrderEnded(books),
    ...nothingHeldBack(books),
    ...readModelsReconcile(books),
    ...working.map(({ _id }) => `inventory works on ${_id}`),
  ];
}

/** All laws, of a shop at rest. `accepted` are the orders that clients were told of. */
export function breachesAtRest(books: Books, accepted: ReadonlySet<string>): Breaches {
  return [
    ...breachesAtAnyInstant(books),
    ...stockBalances(books),
    ...goodsFollowOrders(books),
    ...moneyFollowsOrders(books),
    ...everyOrderEnded(books),
    ...nothingLost(books, accepted),
    ...nothingHeldBack(books),
    ...readModelsReconcile(books),
  ];
}
