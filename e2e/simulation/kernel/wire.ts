import type { Life, World } from "./machine.ts";
import { createRandom, type Random } from "./random.ts";

/** Something that a process asks of a server. */
export interface Asking<T> {
  /** What is asked, for the trace. */
  readonly site: string;
  /** Whether it has an effect: then the process may die around it, and the request or its answer may be lost. */
  readonly effect: boolean;
  /** What the server does when the request arrives; several parts are done one after another, with others in between. */
  readonly parts: readonly (() => T)[];
  /** What the caller is told when the connection breaks, or the server is away. */
  readonly broken: () => Error;
  /** Whether the server is away. */
  readonly away: () => boolean;
  /** Names of the faults that belong to this server. */
  readonly faults: { readonly lost: "write-lost" | "publish-lost"; readonly unheard: "answer-lost" | "confirmation-lost" };
  /** Gives a write up for another one. Null where servers do not do that. */
  readonly conflict: (() => Error) | null;
}

/** The network between a process and its servers. */
export interface Wire {
  /** Resolves to what each part came to. What a process asks in its last breath may still arrive; it never hears of it. */
  ask<T>(asking: Asking<T>): Promise<readonly T[]>;
  /** How long something is on its way, in milliseconds. */
  latency(): number;
}

/** Longer than any delivery has. */
const LONGEST_PAUSE_MS = 45_000;
const BROKEN_AFTER_MS = 2_000;

type Fate = "heard" | "unheard" | "lost";

function latencyOf(random: Random): number {
  const usual = random.between(0.2, 3);
  return random.chance(0.02) ? usual * random.between(5, 60) : usual;
}

export function createWire(world: World, life: Life): Wire {
  const { scheduler, faults } = world;
  const random = createRandom(world.seed, `wire ${life.name}`);
  const latency = () => latencyOf(random);

  /** What becomes of a call with an effect besides being done; the process may die or stand still of it. */
  function fateOf<T>({ effect, faults: names }: Asking<T>, key: string): { readonly fate: Fate; readonly diesAfter: boolean } {
    if (!effect) return { fate: "heard", diesAfter: false };
    const dies = faults.strikes("crash", key);
    if (!dies && faults.strikes("pause", key)) life.pause(scheduler.now() + LONGEST_PAUSE_MS * faults.measure(`pause ${key}`) ** 2);
    const diesAfter = dies && faults.measure(`crash ${key}`) < 0.6;
    if (dies && !diesAfter) {
      life.die();
      // What it had sent may be under way already.
      return { fate: faults.measure(`crash ${key}`) < 0.8 ? "lost" : "unheard", diesAfter: false };
    }
    if (faults.strikes(names.lost, key)) return { fate: "lost", diesAfter };
    return { fate: faults.strikes(names.unheard, key) ? "unheard" : "heard", diesAfter };
  }

  function ask<T>(asking: Asking<T>): Promise<readonly T[]> {
    const { site, parts, away } = asking;
    const settled = Promise.withResolvers<readonly T[]>();
    if (!life.alive()) return settled.promise;
    const key = asking.effect ? life.nextCall() : "";
    const { fate, diesAfter } = fateOf(asking, key);
    const label = `${life.name} ${site}`;
    const done: T[] = [];
    const answer = (tell: () => void, delayMs: number) => scheduler.after(delayMs, `${label} answered`, () => life.wake(label, tell));
    const fail = (error: unknown, delayMs: number) => answer(() => settled.reject(error), delayMs);

    function finish(): void {
      if (diesAfter) life.die();
      else if (fate === "unheard") fail(asking.broken(), BROKEN_AFTER_MS);
      else answer(() => settled.resolve(done), latency());
    }

    function arrive(index: number): void {
      if (away()) return fail(asking.broken(), latency());
      const torn = index > 0 && faults.strikes("batch-torn", `${key}.${index}`);
      if (torn) return diesAfter ? life.die() : fail(asking.broken(), BROKEN_AFTER_MS);
      const part = parts[index];
      if (part === undefined) return finish();
      try {
        if (index === 0 && asking.effect && asking.conflict !== null && faults.strikes("write-conflict", key)) throw asking.conflict();
        done.push(part());
      } catch (error) {
        return fail(error, latency());
      }
      if (index + 1 < parts.length) scheduler.after(random.between(0, 0.5), label, () => arrive(index + 1));
      else finish();
    }

    // A process that stands still may have sent its request, or may send it when it goes on: long after it decided to.
    const isSent = faults.measure(`sent ${key}`) < 0.5;
    const heldMs = isSent ? 0 : Math.max(0, life.pausedUntil() - scheduler.now());
    if (fate === "lost") fail(asking.broken(), BROKEN_AFTER_MS);
    else scheduler.after(heldMs + latency(), label, () => arrive(0));
    return settled.promise;
  }

  return { ask, latency };
}
