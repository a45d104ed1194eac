import type { Bug } from "./bugs/bug.ts";
import { type Allowed, createFaults, type Fault } from "./kernel/faults.ts";
import { createScheduler } from "./kernel/scheduler.ts";
import { checkAtRest, checkWrite, LAWS, unrest, type Violation } from "./laws.ts";
import { createOutside } from "./shop/customers.ts";
import { settingsOf } from "./shop/settings.ts";
import { createShop, type Shop } from "./shop/shop.ts";

/** Which run: a seed, and what is left out of it. */
export interface Recipe {
  readonly seed: number;
  /** Numbers of the customers who come, from 1; null is all of them. */
  readonly customers: readonly number[] | null;
  readonly faults: Allowed;
}

export interface Outcome {
  readonly seed: number;
  /** What happened, in number: arrivals, answers, timers. */
  readonly events: number;
  readonly crashes: number;
  readonly orders: number;
  readonly customers: number;
  readonly faults: readonly Fault[];
  /** The first law that was broken; null when none was. */
  readonly violation: (Violation & { readonly atMs: number }) | null;
  /** The same for the same run. */
  readonly hash: string;
  readonly lines: readonly string[];
}

export interface RunOptions {
  readonly bug?: Bug | null;
  /** Whether lines of all that happened are kept. @default false */
  readonly traced?: boolean;
}

/** How long the shop may take to come to rest when nothing goes wrong any more: longer than the longest patience of a saga. */
const REST_MS = 30 * 60_000;
const LOOK_MS = 1_000;
const FUSE = 400_000;

export function recipeOf(seed: number): Recipe {
  return { seed, customers: null, faults: null };
}

/** Runs a seed: the whole shop, its customers and all that goes wrong, from the first instant until everything has come to rest. */
export function runSeed({ seed, customers, faults: allowed }: Recipe, { bug = null, traced = false }: RunOptions = {}): Outcome {
  const scheduler = createScheduler(traced);
  const faults = createFaults(seed, scheduler, allowed);
  const world = { seed, scheduler, faults };
  const settings = settingsOf(seed);
  let violation: Outcome["violation"] = null;
  const breach = (law: keyof typeof LAWS, detail: string) => {
    violation ??= { law: LAWS[law], detail, atMs: scheduler.now() };
    scheduler.note(`BROKEN ${LAWS[law]}: ${detail}`);
  };
  const isBroken = () => violation !== null || scheduler.count() > FUSE;
  const shop: Shop = createShop(
    { world, settings, bug, onWrite: (database) => (written) => checkWrite({ database, ...written }, shop, breach) },
    traced,
  );
  const outside = createOutside(world, shop, settings);
  shop.open();
  outside.open(customers ?? Array.from({ length: settings.customers }, (_, index) => index + 1));
  scheduler.run(settings.calmFromMs, isBroken);
  faults.end();
  scheduler.note("from here on nothing goes wrong any more");

  const isAtRest = () => outside.busy() === 0 && unrest(shop) === null;
  const deadline = settings.calmFromMs + REST_MS;
  while (!isBroken() && scheduler.now() < deadline && !isAtRest()) scheduler.run(scheduler.now() + LOOK_MS, isBroken);
  if (violation === null) {
    const left = outside.busy() > 0 ? { law: "ends" as const, detail: `${outside.busy()} customers wait for an answer` } : unrest(shop);
    if (left !== null) breach(left.law, left.detail);
    else checkAtRest(shop, outside.acknowledged, breach);
  }
  return {
    seed,
    events: scheduler.count(),
    crashes: shop.crashes(),
    orders: shop.databases.orders.collection("orders").documents().length,
    customers: settings.customers,
    faults: faults.happened,
    violation,
    hash: scheduler.hash().toString(16).padStart(8, "0"),
    lines: scheduler.lines,
  };
}
