import type { Clock, Ids, Randomness } from "@mercato/chassis/clock";
import type { Faults } from "./faults.ts";
import { createRandom } from "./random.ts";
import type { Scheduler } from "./scheduler.ts";

/** When simulated time begins. */
export const EPOCH_MS = Date.UTC(2026, 0, 1);

export interface World {
  readonly seed: number;
  readonly scheduler: Scheduler;
  readonly faults: Faults;
}

/**
 * A process of the shop, from one start to its death. After it died nothing of it runs again: whatever it waits for never comes, which is the
 * same as never having been.
 */
export interface Life {
  /** The process's name, the same for each of its lives. */
  readonly process: string;
  readonly name: string;
  alive(): boolean;
  /** Runs when this process is neither dead nor standing still: at once, later, or never. */
  wake(site: string, run: () => void): void;
  /** When it goes on again, in simulated milliseconds; in the past unless it stands still. */
  pausedUntil(): number;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly randomness: Randomness;
  /** Kills it, now. */
  die(): void;
  pause(untilMs: number): void;
  /** Counts its looks, in this life. */
  nextLook(): string;
  /** Counts the calls by which it has effects, over all lives: a stable name for each place at which it can die. */
  nextCall(): string;
}

/** What all lives of a process have in common. */
export interface Body {
  readonly process: string;
  calls: number;
  lives: number;
  /** How far its clock is off, in milliseconds, and how fast it goes. */
  readonly skewMs: number;
  readonly rate: number;
}

export function createBody({ seed, faults }: World, process: string): Body {
  const random = createRandom(seed, `clock ${process}`);
  const isOff = faults.strikes("clock-skew", process);
  const skewMs = random.pick([100, 3_000, 60_000]) * random.between(-1, 1);
  return { process, calls: 0, lives: 0, skewMs: isOff ? skewMs : 0, rate: isOff ? random.between(0.97, 1.03) : 1 };
}

const EARLIEST = 0.5;
const LATEST_MS = 8_000;

/** How long a sleep really takes. */
function lengthOf({ faults }: World, life: string, sleep: { readonly ms: number; readonly ordinal: number }): number {
  const key = `${life}/${sleep.ordinal}`;
  if (faults.strikes("timer-early", key)) return sleep.ms * (EARLIEST + (1 - EARLIEST) * faults.measure(key));
  return faults.strikes("timer-late", key) ? sleep.ms + LATEST_MS * faults.measure(key) : sleep.ms;
}

/** Starts the next life of a process. */
export function startLife(world: World, body: Body, onDeath: () => void): Life {
  const { scheduler } = world;
  body.lives += 1;
  const name = `${body.process}#${body.lives}`;
  const random = createRandom(world.seed, name);
  let isAlive = true;
  let resumesAt = 0;
  let sleeps = 0;
  let made = 0;
  let looks = 0;

  function wake(site: string, run: () => void): void {
    if (!isAlive) return;
    if (resumesAt > scheduler.now()) scheduler.after(resumesAt - scheduler.now(), site, () => wake(site, run));
    else run();
  }

  const clock: Clock = {
    now: () => new Date(EPOCH_MS + Math.floor(body.skewMs + scheduler.now() * body.rate)),
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        sleeps += 1;
        const site = `${name} wakes`;
        scheduler.after(lengthOf(world, name, { ms, ordinal: sleeps }), site, () => wake(site, resolve));
        signal?.addEventListener("abort", () => resolve(), { once: true });
      }),
  };

  return {
    process: body.process,
    name,
    alive: () => isAlive,
    wake,
    pausedUntil: () => resumesAt,
    clock,
    ids: {
      next() {
        made += 1;
        return `${name.replace("#", "-")}-${made}`;
      },
    },
    randomness: { next: random.next },
    die() {
      if (!isAlive) return;
      isAlive = false;
      scheduler.note(`${name} dies`);
      onDeath();
    },
    pause(untilMs) {
      scheduler.note(`${name} stands still until ${untilMs.toFixed(0)} ms`);
      resumesAt = Math.max(resumesAt, untilMs);
    },
    nextLook() {
      looks += 1;
      return `${name}/${looks}`;
    },
    nextCall() {
      body.calls += 1;
      return `${body.process}/${body.calls}`;
    },
  };
}
