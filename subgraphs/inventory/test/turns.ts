import type { Turn } from "./memory-stores.ts";

/** Gives actors their turns, one at a time, in an order that follows from the seed alone. */
export interface Turns {
  /** Starts an actor. It stops for ever, as if killed, at its `diesAt`th turn; it may be at work again under another name. */
  start(act: (turn: Turn) => Promise<void>, diesAt?: number): void;
  /** Resolves once every actor has ended or died. @throws what an actor threw. */
  finish(): Promise<void>;
}

/** A small generator of random numbers (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * `stay` is how likely the actor who is on goes on, 0 to 1. A high one leaves the others asleep for long, and lets them wake up in a world that has
 * moved on.
 */
export function createTurns(seed: number, stay: number): Turns {
  const random = randomOf(seed);
  /** One actor may wait for several things at once. */
  let waiting: { readonly actor: number; readonly wake: () => void }[] = [];
  const alive = new Set<number>();
  let actors = 0;
  let current = -1;
  let failure: unknown;

  function start(act: (turn: Turn) => Promise<void>, diesAt = Number.POSITIVE_INFINITY): void {
    const actor = actors++;
    let turns = 0;
    alive.add(actor);
    function die(): void {
      alive.delete(actor);
      waiting = waiting.filter((one) => one.actor !== actor);
    }
    const turn = () =>
      new Promise<void>((wake) => {
        turns += 1;
        if (turns >= diesAt) die();
        else waiting.push({ actor, wake });
      });
    void turn()
      .then(() => act(turn))
      .catch((error: unknown) => {
        failure ??= error;
      })
      .finally(() => alive.delete(actor));
  }

  function next(): { readonly actor: number; readonly wake: () => void } | undefined {
    const same = random() < stay ? waiting.filter(({ actor }) => actor === current) : [];
    const candidates = same.length > 0 ? same : waiting;
    return candidates[Math.floor(random() * candidates.length)];
  }

  return {
    start,
    async finish() {
      while (alive.size > 0) {
        await new Promise(setImmediate);
        const chosen = next();
        if (chosen === undefined) continue;
        waiting = waiting.filter((one) => one !== chosen);
        current = chosen.actor;
        chosen.wake();
      }
      if (failure !== undefined) throw failure;
    },
  };
}
