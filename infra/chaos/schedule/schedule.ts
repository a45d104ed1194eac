import { createDice, type Dice } from "./dice.ts";
import { type Fault, type FaultKind, links, type Target, targets } from "./fault.ts";

export interface ScheduleOptions {
  readonly seed: number;
  /** How long there are faults, in milliseconds. */
  readonly durationMs: number;
  /** One kill in as much time, on average; a database needs some of it to come back. @default 8000 */
  readonly killEveryMs?: number | undefined;
  /** One pause, cut, silence or delay in as much time. @default 9000 */
  readonly disturbEveryMs?: number | undefined;
}

/** Two rows of faults that go on side by side, each in order of time: what the one does falls into what the other does. */
export interface Schedule {
  readonly kills: readonly Fault[];
  readonly disturbances: readonly Fault[];
}

const KILL_EVERY_MS = 8_000;
const DISTURB_EVERY_MS = 9_000;
/** How long what was killed stays down before anybody starts it again. */
const LONGEST_DOWN_MS = 1_500;
const SHORTEST_MS = 300;
/** Longer than the router waits for a query, shorter than the database's client is patient. */
const LONGEST_MS = 7_000;

/** Those where an order is at work are killed twice as often. */
const AT_WORK: readonly Target[] = ["orders", "inventory", "payments", "nats", "database"];
const DISTURBANCES: readonly Exclude<FaultKind, "kill">[] = ["pause", "pause", "cut", "cut", "silence", "delay"];

/** Draws all of them before any comes again. */
function createBag<T>(items: readonly T[], dice: Dice): () => T {
  let rest: T[] = [];
  return () => {
    if (rest.length === 0) rest = [...dice.shuffle(items)];
    // It was filled a moment ago when it was empty.
    return rest.pop() as T;
  };
}

interface Slot {
  readonly fromMs: number;
  readonly lengthMs: number;
}

function slotsOf(durationMs: number, everyMs: number): readonly Slot[] {
  const count = Math.max(1, Math.round(durationMs / everyMs));
  const lengthMs = durationMs / count;
  return Array.from({ length: count }, (_, index) => ({ fromMs: index * lengthMs, lengthMs }));
}

/** A time that begins and ends within a slot. */
function timeIn({ fromMs, lengthMs }: Slot, longestMs: number, dice: Dice): { readonly atMs: number; readonly lastsMs: number } {
  const lastsMs = dice.between(Math.min(SHORTEST_MS, lengthMs), Math.floor(Math.min(longestMs, lengthMs * 0.8)));
  return { atMs: Math.round(fromMs + dice.next() * (lengthMs - lastsMs)), lastsMs };
}

function createDisturbances({ seed, durationMs, disturbEveryMs = DISTURB_EVERY_MS }: ScheduleOptions): readonly Fault[] {
  const dice = createDice(seed, "disturbances");
  const drawKind = createBag(DISTURBANCES, dice);
  const drawTarget = createBag(targets, dice);
  const drawLink = createBag(links, dice);
  return slotsOf(durationMs, disturbEveryMs).map((slot) => {
    const time = timeIn(slot, LONGEST_MS, dice);
    const kind = drawKind();
    if (kind === "pause") return { kind, target: drawTarget(), ...time };
    if (kind === "delay") return { kind, link: drawLink(), delayMs: dice.between(20, 400), ...time };
    return { kind, link: drawLink(), ...time };
  });
}

function createKills({ seed, durationMs, killEveryMs = KILL_EVERY_MS }: ScheduleOptions): readonly Fault[] {
  const dice = createDice(seed, "kills");
  const drawTarget = createBag([...targets, ...AT_WORK], dice);
  return slotsOf(durationMs, killEveryMs).map((slot) => ({
    kind: "kill",
    target: drawTarget(),
    ...timeIn(slot, LONGEST_DOWN_MS, dice),
  }));
}

/** What goes wrong and when: follows from the seed and the duration alone. */
export function createSchedule(options: ScheduleOptions): Schedule {
  return { kills: createKills(options), disturbances: createDisturbances(options) };
}
