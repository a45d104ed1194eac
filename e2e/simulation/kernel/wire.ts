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

/** Something asked that is on its way. */
interface Call<T> {
  readonly asking: Asking<T>;
  /** Names the place; empty for what has no effect. */
  readonly key: string;
  readonly fate: Fate;
  readonly diesAfter: boolean;
  readonly done: T[];
  readonly settled: PromiseWithResolvers<readonly T[]>;
}

export function createWire(world: World, life: Life): Wire {
  const { scheduler, faults } = world;
  const random = createRandom(world.seed, `wire ${life.name}`);
  const latency = () => latencyOf(random);

  /** The process dies: after what it asked for was done, or before. What it had sent by then may be under way. */
  function dyingFateOf(key: string): { readonly fate: Fate; readonly diesAfter: boolean } {
    const where = faults.measure(`crash ${key}`);
    if (where < 0.6) return { fate: "heard", diesAfter: true };
    life.die();
    return { fate: where < 0.8 ? "lost" : "unheard", diesAfter: false };
  }

  function lookFate(key: string): { readonly fate: Fate; readonly diesAfter: boolean } {
    return { fate: faults.strikes("read-lost", key) ? "lost" : "heard", diesAfter: false };
  }

  /** What becomes of a call with an effect besides being done; the process may die or stand still of it. */
  function fateOf<T>({ effect, faults: names }: Asking<T>, key: string): { readonly fate: Fate; readonly diesAfter: boolean } {
    if (!effect) return lookFate(key);
    if (faults.strikes("crash", key)) return dyingFateOf(key);
    if (faults.strikes("pause", key)) life.pause(scheduler.now() + LONGEST_PAUSE_MS * faults.measure(`pause ${key}`) ** 2);
    if (faults.strikes(names.lost, key)) return { fate: "lost", diesAfter: false };
    return { fate: faults.strikes(names.unheard, key) ? "unheard" : "heard", diesAfter: false };
  }

  function answer<T>({ asking }: Call<T>, delayMs: number, tell: () => void): void {
    scheduler.after(delayMs, `${life.name} ${asking.site} answered`, () => life.wake(asking.site, tell));
  }

  function fail<T>(call: Call<T>, error: unknown, delayMs = latency()): void {
    answer(call, delayMs, () => call.settled.reject(error));
  }

  /** All is done. Whether the caller hears of it is another matter. */
  function finish<T>(call: Call<T>): void {
    if (call.diesAfter) life.die();
    else if (call.fate === "unheard") fail(call, call.asking.broken(), BROKEN_AFTER_MS);
    else answer(call, latency(), () => call.settled.resolve(call.done));
  }

  /** Does one part of what is asked for. False when it could not be done. */
  function perform<T>(call: Call<T>, part: () => T, isFirst: boolean): boolean {
    const { asking, key } = call;
    try {
      if (isFirst && asking.effect && asking.conflict !== null && faults.strikes("write-conflict", key)) throw asking.conflict();
      call.done.push(part());
      return true;
    } catch (error) {
      fail(call, error);
      return false;
    }
  }

  /** The connection breaks in the middle of a batch. */
  function tear<T>(call: Call<T>): void {
    if (call.diesAfter) life.die();
    else fail(call, call.asking.broken(), BROKEN_AFTER_MS);
  }

  function arrive<T>(call: Call<T>, index: number): void {
    const { asking, key } = call;
    if (asking.away()) return fail(call, asking.broken());
    if (index > 0 && faults.strikes("batch-torn", `${key}.${index}`)) return tear(call);
    const part = asking.parts[index];
    if (part === undefined) return finish(call);
    if (!perform(call, part, index === 0)) return;
    if (index + 1 < asking.parts.length) scheduler.after(random.between(0, 0.5), asking.site, () => arrive(call, index + 1));
    else finish(call);
  }

  return {
    latency,
    ask<T>(asking: Asking<T>) {
      const settled = Promise.withResolvers<readonly T[]>();
      if (!life.alive()) return settled.promise;
      const key = asking.effect ? life.nextCall() : life.nextLook();
      const call: Call<T> = { asking, key, ...fateOf(asking, key), done: [], settled };
      // A process that stands still may have sent its request, or may send it when it goes on: long after it decided to.
      const pauseMs = Math.max(0, life.pausedUntil() - scheduler.now());
      const heldMs = pauseMs > 0 && faults.measure(`sent ${key}`) < 0.5 ? pauseMs : 0;
      if (call.fate === "lost") fail(call, asking.broken(), BROKEN_AFTER_MS);
      else scheduler.after(heldMs + latency(), `${life.name} ${asking.site}`, () => arrive(call, 0));
      return settled.promise;
    },
  };
}
