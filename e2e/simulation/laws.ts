import { type Allocation, type AllocationEvent, evolve as evolveAllocation } from "@mercato/inventory/evolve";
import { evolve as evolveOrder, type OrderEvent, type OrderState } from "@mercato/orders/evolve";
import { evolve as evolvePayment } from "@mercato/payments/evolve";
import { type Acknowledgement, POISON } from "./shop/customers.ts";
import type { Shop } from "./shop/shop.ts";
import type { Document } from "./store/own.ts";

/** The laws that are held against every run, by the names that the design gives them. */
export const LAWS = {
  oversell: "1 no oversell",
  charge: "2 no double charge",
  ends: "3 every accepted order ends",
  lasts: "4 what was acknowledged lasts",
  once: "5 published at least once, applied effectively once",
  fold: "6 fold(history) = state",
  readModels: "7 read models reconcile",
} as const;

export interface Violation {
  readonly law: (typeof LAWS)[keyof typeof LAWS];
  readonly detail: string;
}

export interface Written {
  readonly database: string;
  readonly collection: string;
  readonly before: Document | null;
  readonly after: Document;
}

interface AggregateFields<State, Event> {
  readonly version: number;
  readonly state: State;
  readonly history: readonly { readonly version: number; readonly event: Event }[];
  readonly inbox: readonly string[];
  readonly outbox: readonly { readonly id: string }[];
  readonly sagas: readonly { readonly id: string; readonly status: string; readonly dueAt: Date | null; readonly endedAt: Date | null }[];
}

type OrderDocument = Document & AggregateFields<OrderState, OrderEvent>;
type AllocationDocument = Document & AggregateFields<Allocation, AllocationEvent>;
type AnyAggregate = Document & AggregateFields<unknown, never>;

interface StockDocument extends Document {
  readonly sku: string;
  readonly onHand: number;
  readonly reserved: number;
  readonly available: number;
  readonly ops: readonly { readonly id: string }[];
  readonly announced: number;
  readonly revision: number;
}

interface Account extends Document {
  readonly orderId: string;
  readonly scenario: string;
  readonly status: string;
  readonly amountMinor: number;
  readonly entries: readonly { readonly kind: string; readonly amountMinor: number; readonly key: string }[];
}

interface PaymentState {
  readonly orderId: string;
  readonly pending: unknown;
  readonly operations: readonly { readonly answer: unknown }[];
}

const EVOLVE: Readonly<Record<string, (state: never, event: never) => unknown>> = {
  orders: evolveOrder,
  allocations: evolveAllocation,
  payments: evolvePayment,
};

type Breach = (law: keyof typeof LAWS, detail: string) => void;

const sumOf = <T>(items: readonly T[], of: (item: T) => number): number => items.reduce((sum, item) => sum + of(item), 0);

function checkStock({ _id, onHand, reserved, available }: StockDocument, breach: Breach): void {
  if (Math.min(onHand, reserved, available) < 0 || available !== onHand - reserved) {
    breach("oversell", `${_id}: ${onHand} on hand, ${reserved} reserved, ${available} available`);
  }
}

function checkAccount(account: Account, accounts: readonly Account[], breach: Breach): void {
  const { orderId } = account;
  const entries = accounts.filter((one) => one.orderId === orderId).flatMap((one) => one.entries);
  const of = (kind: string) => entries.filter((entry) => entry.kind === kind);
  if (of("CAPTURE").length > 1) breach("charge", `${orderId} was captured ${of("CAPTURE").length} times`);
  if (accounts.filter((one) => one.orderId === orderId && one.status === "authorized").length > 1) {
    breach("charge", `money is set aside twice for ${orderId}`);
  }
  const amount = (kind: string) => sumOf(of(kind), (entry) => entry.amountMinor);
  if (amount("REFUND") > amount("CAPTURE")) breach("charge", `${orderId} was given back more than was taken`);
}

function checkAggregate({ collection, ...written }: Written, breach: Breach): void {
  const before = written.before as AnyAggregate | null;
  const after = written.after as AnyAggregate;
  if (new Set(after.inbox).size < after.inbox.length) breach("once", `${after._id} took a message in twice`);
  if (before !== null && before.version === after.version) return;
  if (after.version !== (before?.version ?? 0) + 1) breach("fold", `${after._id} went from version ${before?.version} to ${after.version}`);
  const known = before?.history.length ?? 0;
  if (after.history.length < known) breach("fold", `${after._id} lost a part of its history`);
  const evolve = EVOLVE[collection];
  if (evolve === undefined) return;
  const folded = after.history.slice(known).reduce<unknown>((state, { event }) => evolve(state as never, event), before?.state ?? null);
  if (!Bun.deepEquals(folded, after.state)) breach("fold", `${after._id} is not what its history says`);
}

/** What must hold after every step: called with every write, at its instant. */
export function checkWrite(written: Written, shop: Shop, breach: Breach): void {
  const { database, collection, after } = written;
  if (collection === "stock") checkStock(after as StockDocument, breach);
  else if (database === "sandbox" && collection === "accounts") {
    checkAccount(after as Account, shop.databases.sandbox.collection("accounts").documents() as readonly Account[], breach);
  } else if (EVOLVE[collection] !== undefined) {
    checkAggregate(written, breach);
  }
}

interface Books {
  readonly orders: readonly OrderDocument[];
  readonly allocations: ReadonlyMap<string, AllocationDocument>;
  readonly payments: readonly (Document & AggregateFields<PaymentState, never>)[];
  readonly stock: readonly StockDocument[];
  readonly bookings: readonly Document[];
  readonly movements: readonly (Document & { readonly stockId: string; readonly quantity: number; readonly reason: string })[];
  readonly accounts: readonly Account[];
}

export function readBooks({ databases }: Shop): Books {
  const all = <T>(database: keyof Shop["databases"], collection: string) =>
    databases[database].collection(collection).documents() as unknown as readonly T[];
  return {
    orders: all("orders", "orders"),
    allocations: new Map(all<AllocationDocument>("inventory", "allocations").map((one) => [one._id, one])),
    payments: all("payments", "payments"),
    stock: all("inventory", "stock"),
    bookings: all("inventory", "bookings"),
    movements: all("inventory", "movements"),
    accounts: all("sandbox", "accounts"),
  };
}

const isOver = ({ state, sagas }: OrderDocument) =>
  state.attention !== null ||
  (state.status !== "pending" && state.status !== "cancelling" && sagas.every(({ endedAt }) => endedAt !== null));

/** What is still under way, in words; null when everything has come to rest. */
export function unrest(shop: Shop): { readonly law: keyof typeof LAWS; readonly detail: string } | null {
  const books = readBooks(shop);
  const order = books.orders.find((one) => !isOver(one));
  if (order !== undefined) {
    const saga = order.sagas.find(({ endedAt }) => endedAt === null);
    return {
      law: "ends",
      detail: `${order._id} is ${order.state.status}, ${saga?.id} is ${saga?.status} and due ${saga?.dueAt?.toISOString()}`,
    };
  }
  const waiting = [...books.orders, ...books.allocations.values(), ...books.payments].find(({ outbox }) => outbox.length > 0);
  if (waiting !== undefined) return { law: "once", detail: `${waiting._id} has messages that nobody publishes: ${waiting.outbox[0]?.id}` };
  if (shop.bus.unsettled() > 0) return { law: "once", detail: `${shop.bus.unsettled()} deliveries are not settled` };
  const working = [...books.allocations.values()].find(({ state }) => state.work !== null);
  if (working !== undefined) return { law: "ends", detail: `the allocation of ${working._id} is at work: ${working.state.work?.purpose}` };
  const paying = books.payments.find(({ state }) => state.pending !== null);
  if (paying !== undefined) return { law: "ends", detail: `${paying._id} waits for the provider` };
  const busy = books.stock.find(({ ops, announced, revision }) => ops.length > 0 || announced < revision);
  if (busy !== undefined) return { law: "readModels", detail: `${busy._id} has operations or is not announced` };
  return null;
}

function unitsOf({ state }: OrderDocument, sku: string, of: (line: OrderState["lines"][number]) => number): number {
  return sumOf(
    state.lines.filter((line) => line.sku === sku),
    of,
  );
}

const isSold = ({ state }: OrderDocument) => state.status === "confirmed" || state.status === "returned";

function checkStockBooks(books: Books, acknowledged: readonly Acknowledgement[], breach: Breach): void {
  const isUnclear = books.orders.some(({ state }) => state.attention !== null);
  for (const stock of books.stock) {
    const movements = books.movements.filter(({ stockId }) => stockId === stock._id);
    const ledger = sumOf(movements, ({ quantity }) => quantity);
    if (ledger !== stock.onHand) breach("oversell", `${stock._id}: the ledger says ${ledger}, on hand are ${stock.onHand}`);
    const held = sumOf([...books.allocations.values()], ({ state }) =>
      state.status === "reserved" ? sumOf(state.lines, (line) => (line.sku === stock.sku ? line.quantity : 0)) : 0,
    );
    if (held !== stock.reserved) breach("oversell", `${stock._id}: ${stock.reserved} are reserved, orders hold ${held}`);
    const booked = sumOf(movements, ({ reason, quantity }) => (reason === "SALE" || reason === "RETURN" ? 0 : quantity));
    const told = sumOf(acknowledged, (one) => (one.kind === "booked" && one.sku === stock.sku ? one.quantity : 0));
    if (booked !== told) breach("lasts", `${stock._id}: people booked ${told}, the ledger has ${booked}`);
    const sold = sumOf(books.orders, (order) =>
      isSold(order) ? unitsOf(order, stock.sku, (line) => line.quantity - line.returnedQuantity) : 0,
    );
    if (!isUnclear && booked - sold !== stock.onHand) {
      breach("oversell", `${stock._id}: people booked ${booked}, ${sold} are sold, ${stock.onHand} are on hand`);
    }
  }
}

function checkMoney(books: Books, breach: Breach): void {
  for (const { _id, state } of books.orders) {
    const accounts = books.accounts.filter(({ orderId }) => orderId === _id);
    const amount = (kind: string) =>
      sumOf(
        accounts.flatMap(({ entries }) => entries.filter((entry) => entry.kind === kind)),
        ({ amountMinor }) => amountMinor,
      );
    const kept = amount("CAPTURE") - amount("REFUND");
    if (state.attention !== null) continue;
    const worth = isSold({ state } as OrderDocument) ? state.totalMinor - state.refundedMinor : 0;
    if (kept !== worth) breach("charge", `${_id} is ${state.status} and worth ${worth}, ${kept} were kept`);
    const open = accounts.find(({ status }) => status === "authorized");
    if (open !== undefined) breach("charge", `${_id} is ${state.status} and ${open.amountMinor} are still set aside`);
  }
}

/** Where a provider refuses for ever, a person has to see to it; anything else had to come right by itself. */
function checkAttention(books: Books, breach: Breach): void {
  for (const { _id, state } of books.orders) {
    if (state.attention === null) continue;
    const refuses = books.accounts.some(({ orderId, scenario }) => orderId === _id && scenario === "refund-fails");
    if (!refuses) breach("ends", `${_id} needs attention without need: ${state.attention.step} ${state.attention.code}`);
  }
}

function checkCompensated(books: Books, breach: Breach): void {
  for (const { _id, state } of books.orders) {
    const allocation = books.allocations.get(_id)?.state;
    if (state.status !== "cancelled" || allocation === undefined) continue;
    const isFree = allocation.status === "released" || allocation.status === "rejected" || allocation.status === "none";
    if (!isFree) breach("ends", `${_id} is cancelled and its stock is ${allocation.status}`);
  }
}

/** What is wrong with an order of which something was acknowledged; null when nothing is. */
function brokenWord(fact: Exclude<Acknowledgement, { kind: "booked" }>, state: OrderState | undefined): string | null {
  if (state === undefined) return "was accepted and is not there";
  switch (fact.kind) {
    case "placed":
      return state.totalMinor === fact.totalMinor && state.idempotencyKey === fact.key ? null : "is not what was accepted";
    case "cancelling":
      return state.attention !== null || state.status === "cancelled" ? null : `was to be cancelled and is ${state.status}`;
    case "returning":
      return state.returns.some(({ id }) => id === fact.returnId) ? null : `lost its return ${fact.returnId}`;
  }
}

function checkAcknowledged(books: Books, acknowledged: readonly Acknowledgement[], breach: Breach): void {
  const byId = new Map(books.orders.map((order) => [order._id, order.state]));
  for (const fact of acknowledged) {
    if (fact.kind === "booked") continue;
    const wrong = brokenWord(fact, byId.get(fact.orderId));
    if (wrong !== null) breach("lasts", `${fact.orderId} ${wrong}`);
  }
  const keys = books.orders.map(({ state }) => `${state.buyerId} ${state.idempotencyKey}`);
  if (new Set(keys).size < keys.length) breach("once", "one key made two orders");
}

/** What nobody can read is put aside, once for each consumer; nothing else is. */
function checkDeadLetters({ bus }: Shop, breach: Breach): void {
  const dead = bus.deadLetters.find(({ delivery }) => !delivery.attributes.id.startsWith(POISON));
  if (dead !== undefined) breach("once", `a dead letter of ${dead.consumer}: ${dead.reason}`);
  const buried = new Set(bus.deadLetters.map(({ delivery }) => delivery.attributes.id));
  const lost = bus.stored.find(({ message }) => message.id.startsWith(POISON) && bus.isConsumed(message.type) && !buried.has(message.id));
  if (lost !== undefined) breach("once", `${lost.message.id} is neither handled nor a dead letter`);
}

/** What orders told the world, by the streams alone. */
function checkStreams(books: Books, shop: Shop, breach: Breach): void {
  const told = new Map(shop.bus.stored.map(({ message }) => [message.id, message]));
  const ofType = (type: string, orderId: string) => [...told.values()].filter((one) => one.type === type && one.subject === orderId);
  for (const { _id, state, history } of books.orders) {
    const expected = {
      "orders.v1.placed": 1,
      "orders.v1.confirmed": history.filter(({ event }) => event.type === "confirmed").length,
      "orders.v1.cancelled": state.status === "cancelled" ? 1 : 0,
      "orders.v1.lines-returned": state.returns.filter(({ status }) => status === "completed").length,
    };
    for (const [type, count] of Object.entries(expected)) {
      const found = ofType(type, _id).length;
      if (found !== count) breach("once", `${_id} told ${type} ${found} times instead of ${count}`);
    }
  }
  for (const { message } of shop.bus.stored) {
    if (!Bun.deepEquals(message.data, told.get(message.id)?.data)) breach("once", `two messages are called ${message.id}`);
  }
  checkDeadLetters(shop, breach);
}

function checkReadModels(books: Books, shop: Shop, breach: Breach): void {
  for (const { sku, available } of books.stock) {
    const offer = shop.databases.orders.collection("offers").find({ _id: sku })[0];
    if ((offer?.["available"] ?? 0) !== available) {
      breach("readModels", `${sku}: ${available} are available, checkout knows of ${String(offer?.["available"])}`);
    }
  }
  const told = new Map(shop.bus.stored.map(({ message }) => [message.id, message]));
  const minor = (type: string, field: string) =>
    sumOf(
      [...told.values()].filter((message) => message.type === type),
      ({ data }) => (data as Record<string, { readonly amountMinor: number } | null>)[field]?.amountMinor ?? 0,
    );
  const revenue =
    minor("orders.v1.confirmed", "total") - minor("orders.v1.cancelled", "refunded") - minor("orders.v1.lines-returned", "refund");
  const worth = sumOf(books.orders.filter(isSold), ({ state }) => state.totalMinor - state.refundedMinor);
  const unclear = books.orders.some(({ state }) => state.attention !== null);
  if (!unclear && revenue !== worth) breach("readModels", `the streams add up to ${revenue}, orders are worth ${worth}`);
}

/** What must hold once everything has come to rest. */
export function checkAtRest(shop: Shop, acknowledged: readonly Acknowledgement[], breach: Breach): void {
  const books = readBooks(shop);
  checkAcknowledged(books, acknowledged, breach);
  checkAttention(books, breach);
  checkCompensated(books, breach);
  checkMoney(books, breach);
  checkStockBooks(books, acknowledged, breach);
  checkStreams(books, shop, breach);
  checkReadModels(books, shop, breach);
}
