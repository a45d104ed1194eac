import { drainMicrotasks } from "bun:jsc";

/** What happens at one instant. */
interface Happening {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
  readonly site: string;
}

/** Simulated time, in milliseconds since the simulation began. Nothing else moves it, and nothing happens but what was scheduled. */
export interface Scheduler {
  now(): number;
  /** Schedules `run` for `delayMs` from now. `site` says what it is, for the trace. Of two at one instant the one scheduled first is first. */
  after(delayMs: number, site: string, run: () => void): void;
  /** Lets happen what is scheduled, one after another with all that follows from it at once, until `until` or until `isOver`. */
  run(until: number, isOver?: () => boolean): void;
  /** How many things happened. */
  count(): number;
  /** A hash over what happened, and when: the same for the same run. */
  hash(): number;
  /** Lines of what happened; empty unless it was asked to keep them. */
  readonly lines: readonly string[];
  /** Adds a line to what is kept. */
  note(line: string): void;
}

function isBefore(one: Happening, other: Happening): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}

/** A binary heap: the earliest is at the root. */
function createHeap() {
  const items: Happening[] = [];
  const at = (index: number): Happening => items[index] as Happening;
  const swap = (one: number, other: number) => {
    const kept = at(one);
    items[one] = at(other);
    items[other] = kept;
  };
  /** Of an item and the two below it, the one that is first. */
  function leastOf(index: number): number {
    let least = index;
    for (let below = 2 * index + 1; below <= 2 * index + 2 && below < items.length; below += 1) {
      if (isBefore(at(below), at(least))) least = below;
    }
    return least;
  }
  function sink(): void {
    for (let index = 0, least = leastOf(0); least !== index; least = leastOf(index)) {
      swap(index, least);
      index = least;
    }
  }
  return {
    first: () => items[0],
    push(item: Happening) {
      items.push(item);
      for (let index = items.length - 1; index > 0; ) {
        const parent = (index - 1) >> 1;
        if (!isBefore(at(index), at(parent))) return;
        swap(index, parent);
        index = parent;
      }
    },
    pop() {
      const first = items[0];
      const last = items.pop();
      if (items.length > 0 && last !== undefined) {
        items[0] = last;
        sink();
      }
      return first;
    },
  };
}

/** @param keepLines whether lines of what happened are kept, for people. */
export function createScheduler(keepLines: boolean): Scheduler {
  const heap = createHeap();
  const lines: string[] = [];
  let now = 0;
  let order = 0;
  let count = 0;
  let hash = 0x811c9dc5;
  const note = (line: string) => {
    if (keepLines) lines.push(`${now.toFixed(1).padStart(10)} ms  ${line}`);
  };

  return {
    now: () => now,
    count: () => count,
    hash: () => hash,
    lines,
    note,
    after(delayMs, site, run) {
      heap.push({ at: now + Math.max(0, delayMs), order: order++, run, site });
    },
    run(until, isOver = () => false) {
      // What was begun outside goes to sleep first.
      drainMicrotasks();
      for (let next = heap.first(); next !== undefined && next.at <= until && !isOver(); next = heap.first()) {
        heap.pop();
        now = next.at;
        count += 1;
        // When is enough: instants are drawn, and differ to the microsecond as soon as anything does.
        hash = Math.imul(Math.imul(hash ^ Math.floor(now * 1_000), 0x01000193) ^ next.site.length, 0x01000193) >>> 0;
        next.run();
        // All continuations of it, and theirs: a promise never outlives the instant in which it was settled.
        drainMicrotasks();
      }
      now = Math.max(now, Math.min(until, heap.first()?.at ?? until));
    },
  };
}
