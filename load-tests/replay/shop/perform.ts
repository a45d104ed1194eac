import pLimit from "p-limit";
import type { SalesRow } from "../dataset/rows.ts";
import type { Action, Cancellation, RefusedRow, ReplayPlan, Sale, WriteOff } from "../plan/plan.ts";
import { matchCancellation, type SoldOrder } from "../plan/returns.ts";
import { ShopError } from "./client.ts";
import { awaitConfirmed, placeSale, takeBack } from "./orders.ts";
import type { Replay } from "./replay.ts";
import { type Session, startGuest } from "./sessions.ts";
import { writeOff } from "./write-offs.ts";

/** What became of the plan. */
export interface Performance {
  readonly orderIds: ReadonlySet<string>;
  /** Cancelling invoices of which at least a row was taken back. */
  readonly cancellations: number;
  readonly writeOffs: number;
  readonly refused: readonly RefusedRow[];
}

interface Ledger {
  readonly orderIds: Set<string>;
  readonly refused: RefusedRow[];
  cancellations: number;
  writeOffs: number;
}

/** What all that is done shares. */
interface Stage {
  readonly replay: Replay;
  readonly ledger: Ledger;
  readonly tick: () => void;
}

/** The shop's refusal of rows is a finding, to be listed; anything else ends the replay. */
async function orRefuse({ ledger }: Stage, rows: Iterable<SalesRow>, work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (!(error instanceof ShopError)) throw error;
    for (const row of rows) ledger.refused.push({ row, reason: `${error.code}: ${error.message}` });
    return false;
  }
}

async function sell(stage: Stage, sale: Sale, buyer: Session): Promise<SoldOrder | null> {
  let sold: SoldOrder | null = null;
  await orRefuse(stage, [...sale.products, ...sale.fees], async () => {
    sold = await placeSale(stage.replay, sale, buyer);
    stage.ledger.orderIds.add(sold.orderId);
  });
  return sold;
}

async function cancel(stage: Stage, cancellation: Cancellation, orders: readonly SoldOrder[]): Promise<void> {
  const { returns, refused } = matchCancellation(cancellation, orders);
  stage.ledger.refused.push(...refused);
  const invoice = { number: cancellation.invoice, at: cancellation.at };
  let applied = false;
  for (const plan of returns) applied = (await orRefuse(stage, plan.rows, () => takeBack(stage.replay, invoice, plan))) || applied;
  if (applied) stage.ledger.cancellations += 1;
}

/** Everything that one customer did, in order. */
async function performCustomer(stage: Stage, actions: readonly Action[], buyer: Session | undefined): Promise<void> {
  const orders: SoldOrder[] = [];
  for (const action of actions) {
    const order = action.kind === "sale" && buyer ? await sell(stage, action, buyer) : null;
    if (order !== null) orders.push(order);
    if (action.kind === "cancellation") await cancel(stage, action, orders);
    stage.tick();
  }
  for (const { orderId } of orders) await awaitConfirmed(stage.replay, orderId);
}

async function performGuest(stage: Stage, sale: Sale): Promise<void> {
  const order = await sell(stage, sale, await startGuest(stage.replay.client));
  if (order !== null) await awaitConfirmed(stage.replay, order.orderId);
  stage.tick();
}

async function performWriteOff(stage: Stage, action: WriteOff): Promise<void> {
  if (await orRefuse(stage, [action.row], () => writeOff(stage.replay, action))) stage.ledger.writeOffs += 1;
  stage.tick();
}

function customerOf(action: Action): string | null {
  return action.kind === "write-off" ? null : action.customer;
}

/** Plays the plan: each customer's doings in their order, different customers side by side. */
export async function perform(
  replay: Replay,
  plan: ReplayPlan,
  options: { readonly sessions: ReadonlyMap<string, Session>; readonly concurrency: number; readonly tick: () => void },
): Promise<Performance> {
  const ledger: Ledger = { orderIds: new Set(), refused: [...plan.refused], cancellations: 0, writeOffs: 0 };
  const stage: Stage = { replay, ledger, tick: options.tick };
  const limit = pLimit(options.concurrency);
  const ofCustomers = Map.groupBy(plan.actions, customerOf);
  const ofNobody = ofCustomers.get(null) ?? [];
  ofCustomers.delete(null);
  const work = [...ofCustomers].map(([customer, actions]) =>
    limit(() => performCustomer(stage, actions, options.sessions.get(customer ?? ""))),
  );
  for (const action of ofNobody) {
    if (action.kind === "write-off") work.push(limit(() => performWriteOff(stage, action)));
    if (action.kind === "sale") work.push(limit(() => performGuest(stage, action)));
  }
  const results = await Promise.allSettled(work);
  for (const result of results) if (result.status === "rejected") throw result.reason;
  return ledger;
}
