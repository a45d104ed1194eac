import { createRandom, drawOnce } from "./random.ts";
import type { Scheduler } from "./scheduler.ts";

/** What can go wrong. Each seed has some of it, each at a rate of its own ("swarm testing", A. Groce and others, 2012). */
export const FAULT_KINDS = [
  /** A process dies: before a call, or after what it asked for was done and before it hears of it. */
  "crash",
  /** A process is told to stop, finishes what it is at, and starts again: a deployment. */
  "restart",
  /** A process stands still for seconds, up to longer than a delivery has, and goes on. */
  "pause",
  /** A look at the database is not answered. */
  "read-lost",
  /** A request to the database never arrives; the caller is told that the connection broke. */
  "write-lost",
  /** The database did what was asked, and the answer is lost: the caller is told the same. */
  "answer-lost",
  /** The database gives a write up for another one. */
  "write-conflict",
  /** Nothing of the first part of a batch but the rest of it is lost. */
  "batch-torn",
  /** A publication never arrives, or arrives and its confirmation is lost. */
  "publish-lost",
  "confirmation-lost",
  /** A delivery is lost, and comes again after the time that it had. */
  "delivery-lost",
  "delivery-twice",
  /** A delivery takes seconds, so that others overtake it. */
  "delivery-late",
  "ack-lost",
  /** A customer's request or its answer is lost. */
  "request-lost",
  "reply-lost",
  /** The provider never hears of a call, or did it and the answer is lost. */
  "provider-request-lost",
  "provider-answer-lost",
  /** A timer comes early or late. */
  "timer-early",
  "timer-late",
  /** A process's clock is off, by up to a minute, and goes at a pace of its own. */
  "clock-skew",
  /** A server is away for a while. */
  "outage",
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

/** One thing that went wrong. `id` says which, independently of all that happened before it. */
export interface Fault {
  readonly id: string;
  readonly kind: FaultKind;
  readonly atMs: number;
}

/** The faults that a run may have, by their ids; null is all that the seed has. */
export type Allowed = readonly string[] | null;

export interface Faults {
  /** Whether this goes wrong here. `key` names the place so that it is the same in every run of the seed in which it is reached. */
  strikes(kind: FaultKind, key: string): boolean;
  /** A number that belongs to a place, at least 0, below 1: how long, which half. */
  measure(key: string): number;
  /** From now on nothing goes wrong any more. */
  end(): void;
  readonly happened: readonly Fault[];
}

/** The highest rate of each kind, for each time that it could strike. */
const HIGHEST: Readonly<Record<FaultKind, number>> = {
  crash: 0.03,
  restart: 0.9,
  pause: 0.01,
  "read-lost": 0.02,
  "write-lost": 0.02,
  "answer-lost": 0.02,
  "write-conflict": 0.03,
  "batch-torn": 0.1,
  "publish-lost": 0.05,
  "confirmation-lost": 0.05,
  "delivery-lost": 0.08,
  "delivery-twice": 0.2,
  "delivery-late": 0.15,
  "ack-lost": 0.1,
  "request-lost": 0.1,
  "reply-lost": 0.2,
  "provider-request-lost": 0.1,
  "provider-answer-lost": 0.15,
  "timer-early": 0.2,
  "timer-late": 0.1,
  "clock-skew": 0.7,
  outage: 0.5,
};

/** Where crashes are concerned, enough is enough: each costs a start. */
const MOST_CRASHES = 30;
/** How much worse it is in the worst of seeds. */
const WORST = 4;

/** What goes wrong in the run of a seed. */
export function createFaults(seed: number, { now, note }: Scheduler, allowed: Allowed): Faults {
  const random = createRandom(seed, "faults");
  const calm = random.chance(0.03);
  const worse = random.chance(0.15) ? WORST : 1;
  const rates = new Map(
    FAULT_KINDS.map((kind) => {
      const rate = random.chance(0.6) ? Math.min(0.9, HIGHEST[kind] * random.between(0.1, 1) * worse) : 0;
      return [kind, calm ? 0 : rate];
    }),
  );
  const only = allowed === null ? null : new Set(allowed);
  const happened: Fault[] = [];
  let crashes = 0;
  let over = false;
  return {
    happened,
    measure: (key) => drawOnce(seed, "measure", key),
    end() {
      over = true;
    },
    strikes(kind, key) {
      const rate = rates.get(kind) ?? 0;
      if (over || rate === 0 || drawOnce(seed, kind, key) >= rate) return false;
      const id = `${kind}:${key}`;
      if (only?.has(id) === false || (kind === "crash" && crashes >= MOST_CRASHES)) return false;
      if (kind === "crash") crashes += 1;
      happened.push({ id, kind, atMs: now() });
      note(`FAULT ${id}`);
      return true;
    },
  };
}
