import type { BusMessage, ConsumerOptions, DeadLetter, Verdict } from "@mercato/chassis/bus";
import type { Life, World } from "../kernel/machine.ts";
import { createRandom } from "../kernel/random.ts";

export interface StoredMessage {
  readonly stream: string;
  readonly sequence: number;
  readonly message: BusMessage;
  readonly body: Uint8Array;
}

/** How the server is set in this run. */
export interface BusSettings {
  /** Within this window a second message of one id is dropped, in milliseconds. */
  readonly dedupMs: number;
  /** What a delivery has before it is taken for lost, in milliseconds. */
  readonly ackWaitMs: number;
}

/** A process that consumes. */
export interface Member {
  readonly life: Life;
  readonly options: ConsumerOptions;
  taken: number;
  stopped: boolean;
}

/** JetStream as the shop uses it: streams that keep everything, durable consumers that know what is not acknowledged. */
export interface BusServer {
  /** Stores a message unless its id was stored within the window. */
  store(message: BusMessage): void;
  bury(letter: DeadLetter): void;
  join(member: Member): void;
  away(): boolean;
  setAway(away: boolean): void;
  readonly stored: readonly StoredMessage[];
  readonly deadLetters: readonly DeadLetter[];
  /** Whether any durable consumer wants messages of a type. */
  isConsumed(type: string): boolean;
  /** Messages that some durable consumer has not acknowledged. */
  unsettled(): number;
}

/** A message on its way through one durable consumer. */
interface Passage {
  readonly stored: StoredMessage;
  attempt: number;
  /** Of the delivery that is under way, or of the last one. */
  delivery: number;
  settled: boolean;
  waiting: boolean;
}

interface Durable {
  readonly name: string;
  readonly type: string;
  readonly passages: Map<string, Passage>;
  readonly members: Member[];
}

const LATE_MS = 6_000;

function streamOf(type: string): string {
  return type.split(".", 1)[0] ?? type;
}

export function createBusServer(world: World, settings: BusSettings): BusServer {
  const { scheduler, faults } = world;
  const random = createRandom(world.seed, "bus");
  const stored: StoredMessage[] = [];
  const deadLetters: DeadLetter[] = [];
  const lastStored = new Map<string, number>();
  const durables = new Map<string, Durable>();
  const encoder = new TextEncoder();
  let isAway = false;

  function transitMs(key: string): number {
    return faults.strikes("delivery-late", key) ? LATE_MS * faults.measure(key) : random.between(0.2, 4);
  }

  const isFree = ({ life, options, taken, stopped }: Member) => life.alive() && !stopped && taken < options.concurrency;

  /** Has a message delivered as soon as somebody has a hand free. */
  function deliver(durable: Durable, passage: Passage): void {
    if (passage.settled) return;
    const free = durable.members.filter(isFree);
    if (free.length === 0 || isAway) {
      passage.waiting = true;
      return;
    }
    passage.waiting = false;
    passage.attempt += 1;
    passage.delivery += 1;
    const member = random.pick(free);
    const key = `${durable.name}/${passage.stored.message.id}/${passage.attempt}`;
    const lost = faults.strikes("delivery-lost", key);
    const carry = (copy: string, delayMs: number) =>
      scheduler.after(delayMs, `${durable.name} delivery`, () =>
        receive({ durable, passage, member, key: `${key}${copy}` }, passage.delivery),
      );
    if (!lost) carry("", transitMs(key));
    if (!lost && faults.strikes("delivery-twice", key)) carry("+", transitMs(`${key}+`));
    watch(durable, passage, { member, delivery: passage.delivery, working: () => !lost && member.taken > 0 });
  }

  interface Arrival {
    readonly durable: Durable;
    readonly passage: Passage;
    readonly member: Member;
    readonly key: string;
  }

  function receive({ durable, passage, member, key }: Arrival, delivery: number): void {
    const { life, options } = member;
    life.wake(`${durable.name} handles`, () => {
      if (member.stopped) return settle({ durable, passage }, { kind: "again", delayMs: 0 }, delivery);
      const { message, body, stream, sequence } = passage.stored;
      const { data: _data, ...attributes } = message;
      member.taken += 1;
      scheduler.note(`${life.name} gets ${message.type} ${message.id} (${passage.attempt})`);
      void options.handle({ attributes, body, attempt: passage.attempt, stream, sequence }).then((verdict) => {
        member.taken -= 1;
        if (life.alive()) acknowledge({ durable, passage, member, key }, { verdict, delivery });
        flush(durable);
      });
    });
  }

  function acknowledge({ durable, passage, member, key }: Arrival, word: { readonly verdict: Verdict; readonly delivery: number }): void {
    if (faults.strikes("crash", `ack ${key}`)) return member.life.die();
    if (isAway || faults.strikes("ack-lost", key)) return;
    scheduler.after(random.between(0.2, 3), `${durable.name} ack`, () => settle({ durable, passage }, word.verdict, word.delivery));
  }

  function settle({ durable, passage }: Pick<Arrival, "durable" | "passage">, verdict: Verdict, delivery: number): void {
    if (passage.settled) return;
    if (verdict.kind === "done") {
      passage.settled = true;
      return;
    }
    // A word on a delivery that was taken for lost is too late to count.
    if (delivery !== passage.delivery) return;
    passage.delivery += 1;
    scheduler.after(verdict.delayMs, `${durable.name} again`, () => deliver(durable, passage));
  }

  /** Takes a delivery for lost when nobody says in time that it is at it. */
  function watch(durable: Durable, passage: Passage, under: { member: Member; delivery: number; working: () => boolean }): void {
    scheduler.after(settings.ackWaitMs, `${durable.name} ack wait`, () => {
      if (passage.settled || passage.delivery !== under.delivery) return;
      const { life } = under.member;
      const isAtWork = life.alive() && under.working() && life.pausedUntil() <= scheduler.now();
      // It says so for as long as it lives, but not for ever: a word of it may be lost, too.
      if (isAtWork && random.chance(0.8)) watch(durable, passage, under);
      else deliver(durable, passage);
    });
  }

  function flush(durable: Durable): void {
    for (const passage of durable.passages.values()) if (passage.waiting && !passage.settled) deliver(durable, passage);
  }

  function offer(durable: Durable, message: StoredMessage): void {
    const key = `${message.stream}/${message.sequence}`;
    if (message.message.type !== durable.type || durable.passages.has(key)) return;
    const passage: Passage = { stored: message, attempt: 0, delivery: 0, settled: false, waiting: false };
    durable.passages.set(key, passage);
    deliver(durable, passage);
  }

  return {
    stored,
    deadLetters,
    away: () => isAway,
    setAway(away) {
      isAway = away;
      if (!away) for (const durable of durables.values()) flush(durable);
    },
    store(message) {
      const before = lastStored.get(message.id);
      if (before !== undefined && scheduler.now() - before < settings.dedupMs) return;
      lastStored.set(message.id, scheduler.now());
      const stream = streamOf(message.type);
      const body = encoder.encode(JSON.stringify(message.data));
      const entry = { stream, sequence: stored.length + 1, message, body };
      stored.push(entry);
      for (const durable of durables.values()) offer(durable, entry);
    },
    isConsumed: (type) => [...durables.values()].some((durable) => durable.type === type),
    bury: (letter) => void deadLetters.push(letter),
    join(member) {
      const { durable: name, contract } = member.options;
      let durable = durables.get(name);
      if (durable === undefined) {
        durable = { name, type: contract.type, passages: new Map(), members: [] };
        durables.set(name, durable);
      }
      const gone = durable.members.filter(({ life }) => !life.alive());
      for (const one of gone) durable.members.splice(durable.members.indexOf(one), 1);
      durable.members.push(member);
      for (const entry of stored) offer(durable, entry);
      flush(durable);
    },
    unsettled: () =>
      [...durables.values()].reduce((sum, { passages }) => sum + [...passages.values()].filter((one) => !one.settled).length, 0),
  };
}
