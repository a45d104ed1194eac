import { expect, test } from "bun:test";
import * as fc from "fast-check";
import { type Allocation, type AllocationEvent, evolve } from "./allocation.ts";
import { decideCommit, decideExpiry, decideRelease, decideReserve, decideRestock } from "./commands.ts";
import { type Decision, type Moment, NOTHING } from "./decision.ts";
import { decideFinished, decideShort } from "./outcomes.ts";
import { planOf } from "./plan.ts";
import type { Line, Plan } from "./stock.ts";

const NOON: Moment = { now: new Date("2026-11-21T12:00:00.000Z"), settleAt: new Date("2026-11-21T12:00:05.000Z") };
const EXPIRY: Moment = { now: new Date("2026-11-21T12:15:00.000Z"), settleAt: new Date("2026-11-21T12:15:05.000Z") };
const OPENING = 6;

interface Quantities {
  onHand: number;
  reserved: number;
  ledger: number;
}

/** A shop in which every decision takes effect at once. */
interface Shop {
  readonly stock: ReadonlyMap<string, Quantities>;
  readonly histories: Map<string, readonly AllocationEvent[]>;
  readonly states: Map<string, Allocation>;
  readonly wants: Readonly<Record<string, readonly Line[]>>;
}

const SKUS = ["a", "b"] as const;
const line = fc.record({ sku: fc.constantFrom(...SKUS), quantity: fc.integer({ min: 1, max: 5 }) });
const lines = fc.array(line, { minLength: 1, maxLength: 3 });
const orderId = fc.constantFrom("o1", "o2", "o3");
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("reserve" as const), orderId }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constantFrom("commit" as const, "release" as const, "expire" as const), orderId }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("restock" as const), orderId, returnId: fc.constantFrom("r1", "r2"), lines }) },
  { weight: 8, arbitrary: fc.record({ kind: fc.constantFrom("finish" as const, "fail" as const), orderId }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

function quantitiesOf({ stock }: Shop, stockId: string): Quantities {
  const found = stock.get(stockId);
  if (found === undefined) throw new Error(`no stock ${stockId}`);
  return found;
}

function decide(shop: Shop, before: Allocation | null, taken: Step): Decision {
  const own = { operationId: `${taken.orderId}:${taken.kind}`, orderId: taken.orderId };
  switch (taken.kind) {
    case "reserve": {
      const available = new Map(SKUS.map((sku) => [sku as string, availableOf(quantitiesOf(shop, `main:${sku}`))]));
      return decideReserve(before, { ...own, lines: shop.wants[taken.orderId] ?? [], expiresAt: EXPIRY.now }, { ...NOON, available });
    }
    case "commit":
      return decideCommit(before, own, NOON);
    case "release":
      return decideRelease(before, own, NOON);
    case "expire":
      return decideExpiry(before, EXPIRY);
    case "restock":
      return decideRestock(before, { ...taken, operationId: `${own.operationId}:${taken.returnId}` }, NOON);
    default:
      return carryOut(shop, before, taken.kind);
  }
}

/** Does to the stock what an allocation's work asks for, or, for a hold, finds that it cannot. */
function carryOut(shop: Shop, before: Allocation | null, kind: "finish" | "fail"): Decision {
  const work = before?.work ?? null;
  const plan = before === null ? null : planOf(before);
  if (work === null || plan === null) return NOTHING;
  if (plan.kind === "hold" && (kind === "fail" || !fits(shop, plan))) return decideShort(before, work, { ...NOON, shortages: [] });
  if (plan.kind !== "undo") apply(shop, plan);
  return decideFinished(before, work);
}

function availableOf({ onHand, reserved }: Quantities): number {
  return onHand - reserved;
}

function fits(shop: Shop, { changes }: Plan): boolean {
  return changes.every(({ stockId, reserved }) => availableOf(quantitiesOf(shop, stockId)) >= reserved);
}

function apply(shop: Shop, { changes, movements }: Plan): void {
  for (const { stockId, onHand, reserved } of changes) {
    quantitiesOf(shop, stockId).onHand += onHand;
    quantitiesOf(shop, stockId).reserved += reserved;
  }
  for (const { stockId, quantity } of movements) quantitiesOf(shop, stockId).ledger += quantity;
}

function take(shop: Shop, taken: Step): void {
  const before = shop.states.get(taken.orderId) ?? null;
  const { events } = decide(shop, before, taken);
  const after = events.reduce<Allocation | null>(evolve, before);
  if (after === null) return;
  shop.states.set(taken.orderId, after);
  shop.histories.set(taken.orderId, [...(shop.histories.get(taken.orderId) ?? []), ...events]);
}

function heldOf({ status, lines: allocated }: Allocation, sku: string): number {
  return status === "reserved" ? (allocated.find((one) => one.sku === sku)?.quantity ?? 0) : 0;
}

function expectBalanced(shop: Shop): void {
  for (const sku of SKUS) {
    const { onHand, reserved, ledger } = quantitiesOf(shop, `main:${sku}`);
    expect(Math.min(onHand, reserved, onHand - reserved)).toBeGreaterThanOrEqual(0);
    expect(onHand).toBe(ledger);
    expect(reserved).toBe([...shop.states.values()].reduce((sum, state) => sum + heldOf(state, sku), 0));
  }
}

const shops = fc.record({ o1: lines, o2: lines, o3: lines }).map(
  (wants): Shop => ({
    stock: new Map(SKUS.map((sku) => [`main:${sku}`, { onHand: OPENING, reserved: 0, ledger: OPENING }])),
    histories: new Map(),
    states: new Map(),
    wants,
  }),
);

test("Law 1: no oversell — in any order of decisions the quantities add up, and none is below zero", () => {
  const property = fc.property(fc.array(step, { maxLength: 40 }), shops, (steps, shop) => {
    for (const taken of steps) {
      take(shop, taken);
      expectBalanced(shop);
    }
  });
  return fc.assert(property, { numRuns: 300 });
});

test("Law 6: fold(history) = state", () => {
  const property = fc.property(fc.array(step, { maxLength: 40 }), shops, (steps, shop) => {
    for (const taken of steps) take(shop, taken);
    for (const [id, history] of shop.histories)
      expect(history.reduce<Allocation | null>(evolve, null)).toEqual(shop.states.get(id) ?? null);
  });
  return fc.assert(property, { numRuns: 300 });
});

/** Carries out all work that is under way. */
function finishAll(shop: Shop): void {
  for (const id of ["o1", "o2", "o3"] as const) while (shop.states.get(id)?.work) take(shop, { kind: "finish", orderId: id });
}

test("Law 5: published at least once, applied effectively once — commands that come again change nothing", () => {
  const property = fc.property(fc.array(step, { maxLength: 40 }), shops, (steps, shop) => {
    const commands = steps.filter(({ kind }) => kind !== "finish" && kind !== "fail" && kind !== "expire");
    for (const taken of steps) take(shop, taken);
    for (const taken of commands) {
      finishAll(shop);
      take(shop, taken);
    }
    finishAll(shop);
    const before = new Map(shop.histories);
    for (const taken of commands) take(shop, taken);
    expect(shop.histories).toEqual(before);
  });
  return fc.assert(property, { numRuns: 300 });
});
