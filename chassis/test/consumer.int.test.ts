import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { z } from "zod";
import {
  type Bus,
  type BusMessage,
  connectNats,
  type MessageContract,
  on,
  type SubscribeOptions,
  type Subscription,
  subscribe,
} from "../bus/index.ts";
import { systemClock, systemRandomness } from "../clock/index.ts";
import { InvariantError } from "../errors/index.ts";
import { eventually, startWorld, type World } from "../testing/index.ts";
import { openStreams } from "./stored-messages.ts";
import { type CounterStore, openCounters } from "./toys.ts";

const ACK_WAIT_MS = 1_000;

let world: World;
let bus: Bus;
let store: CounterStore;
let read: (id: string) => Promise<{ readonly state: { readonly sum: number }; readonly inbox: readonly string[] } | null>;
let streams: Awaited<ReturnType<typeof openStreams>>;

beforeAll(async () => {
  world = await startWorld();
  bus = await connect();
  const counters = await openCounters(await world.connectDatabase("toys"));
  store = counters.createStore();
  read = counters.read;
  streams = world.track(await openStreams(world));
});

afterAll(() => world.stop());

async function connect(): Promise<Bus> {
  const { natsUrl: url, prefix, log } = world;
  return world.track(await connectNats({ url, name: "toys", prefix, replicas: 1, clock: systemClock, log, ackWaitMs: ACK_WAIT_MS }));
}

/** A contract of a context of its own, so that tests do not read each other's messages. */
function contractOf(context: string) {
  return {
    kind: "event",
    context,
    version: 1,
    name: "counted",
    type: `${context}.v1.counted`,
    schema: z.strictObject({ n: z.int() }),
  } satisfies MessageContract;
}

function busMessage(contract: MessageContract, n: number, changed: Partial<BusMessage> = {}): BusMessage {
  const { type, context } = contract;
  return {
    id: `${context}-${n}`,
    type,
    time: new Date().toISOString(),
    source: context,
    subject: "c1",
    data: { n },
    trace: {},
    ...changed,
  };
}

async function listen(subscription: Subscription, changed: Partial<SubscribeOptions> = {}) {
  const backoff = { firstMs: 20, maxMs: 100 };
  return world.track(
    await subscribe({
      bus,
      consumer: "shelf",
      subscriptions: [subscription],
      randomness: systemRandomness,
      log: world.log,
      backoff,
      ...changed,
    }),
  );
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe("Law 5: published at least once, applied effectively once", () => {
  test("a handler that fails after its write is delivered to again, and its write is not made again", async () => {
    const contract = contractOf("halfway");
    let deliveries = 0;
    await listen(
      on(contract, async ({ n }, { id }) => {
        deliveries += 1;
        await store.update("halfway", () => ({ events: [{ by: n }], result: null }), { messageId: id });
        if (deliveries === 1) throw new Error("died before it could say so");
      }),
    );
    await bus.publish(busMessage(contract, 7));
    await eventually("it was delivered twice", () => deliveries === 2);
    expect(await read("halfway")).toMatchObject({ state: { sum: 7 }, inbox: ["halfway-7"] });
  });

  test("one message that is in the stream twice is applied once", async () => {
    const contract = contractOf("twice");
    const handled: string[] = [];
    await listen(
      on(contract, async ({ n }, { id }) => {
        await store.update("twice", () => ({ events: [{ by: n }], result: null }), { messageId: id });
        handled.push(id);
      }),
    );
    await bus.publish(busMessage(contract, 1));
    await bus.publish(busMessage(contract, 1));
    expect(await streams.read("twice")).toHaveLength(1);
    // The server has forgotten ids that are older than its window; the inbox has not.
    await streams.publishRaw(contract.type, JSON.stringify({ n: 1 }), "twice-1");
    expect(await streams.read("twice")).toHaveLength(2);
    await eventually("both were handled", () => handled.length === 2);
    expect(handled).toEqual(["twice-1", "twice-1"]);
    expect(await read("twice")).toMatchObject({ state: { sum: 1 }, inbox: ["twice-1"] });
  });

  test("a consumer that comes back goes on where it was, and misses nothing that was sent meanwhile", async () => {
    const contract = contractOf("return");
    const seen: number[] = [];
    const subscription = on(contract, async ({ n }) => void seen.push(n));
    const first = await listen(subscription);
    for (const n of upTo(5)) await bus.publish(busMessage(contract, n));
    await eventually("five have arrived", () => seen.length === 5);
    await first.stop();
    for (const n of [6, 7, 8]) await bus.publish(busMessage(contract, n));
    await listen(subscription);
    await eventually("three more have arrived", () => seen.length === 8);
    expect(seen.toSorted((a, b) => a - b)).toEqual(upTo(8));
  });

  test("two consumers of one name share the work, two of different names both have all of it", async () => {
    const contract = contractOf("shared");
    const seen = { left: 0, right: 0, other: 0 };
    const counting = (who: keyof typeof seen) =>
      on(contract, async () => {
        await Bun.sleep(1);
        seen[who] += 1;
      });
    await listen(counting("left"), { concurrency: 4 });
    await listen(counting("right"), { concurrency: 4 });
    await listen(counting("other"), { consumer: "another" });
    await Promise.all(upTo(200).map((n) => bus.publish(busMessage(contract, n))));
    await eventually("all are handled", () => seen.left + seen.right === 200 && seen.other === 200);
    expect(Math.min(seen.left, seen.right)).toBeGreaterThan(20);
  });
});

describe("what cannot be handled", () => {
  test("becomes a dead letter that says whence it came, why, and how often it was tried, and the rest goes on", async () => {
    const contract = contractOf("poison");
    const seen: number[] = [];
    await listen(
      on(contract, async ({ n }) => {
        if (n === 3) throw new InvariantError("three is not a number of toys");
        seen.push(n);
      }),
    );
    for (const n of upTo(5)) await bus.publish(busMessage(contract, n));
    await streams.publishRaw(contract.type, "{not json");
    await bus.publish(busMessage(contract, 6));
    await eventually("the others have arrived", () => seen.length === 5);
    expect(seen.toSorted((a, b) => a - b)).toEqual([1, 2, 4, 5, 6]);
    const letters = await eventually("both are dead letters", async () => {
      const found = (await streams.deadLetters()).filter((letter) => letter.header("mercato-dead-consumer") === "shelf--poison-v1-counted");
      return found.length === 2 ? found : null;
    });
    const [poison, malformed] = letters
      .toSorted((a, b) => a.header("mercato-dead-code").localeCompare(b.header("mercato-dead-code")))
      .toReversed();
    expect([poison!.text, poison!.header("ce-id"), poison!.header("mercato-dead-code")]).toEqual(['{"n":3}', "poison-3", "INVARIANT"]);
    expect(poison!.header("mercato-dead-reason")).toBe("three is not a number of toys");
    expect(poison!.header("mercato-dead-stack")).toContain("consumer.int.test.ts");
    expect([
      poison!.header("mercato-dead-stream"),
      poison!.header("mercato-dead-sequence"),
      poison!.header("mercato-dead-attempts"),
    ]).toEqual([`${world.prefix.toUpperCase()}_POISON`, "3", "1"]);
    expect([malformed!.text, malformed!.header("mercato-dead-code")]).toEqual(["{not json", "INVALID_MESSAGE"]);
    expect(malformed!.header("mercato-dead-reason")).toContain("the body is not JSON");
  });

  test("for unknown reasons is tried as often as is allowed, then becomes a dead letter", async () => {
    const contract = contractOf("unlucky");
    let tries = 0;
    await listen(
      on(contract, async () => {
        tries += 1;
        throw new TypeError("x is undefined");
      }),
      { maxDeliveries: 4 },
    );
    await bus.publish(busMessage(contract, 1));
    const letter = await eventually("it is a dead letter", async () =>
      (await streams.deadLetters()).find((one) => one.header("mercato-dead-consumer") === "shelf--unlucky-v1-counted"),
    );
    expect([tries, letter.header("mercato-dead-attempts"), letter.header("mercato-dead-code")]).toEqual([4, "4", "INTERNAL"]);
  });

  test("is one dead letter, also when a crash came between storing it and saying so", async () => {
    const delivery = {
      attributes: { ...busMessage(contractOf("crash"), 1), data: undefined },
      body: new TextEncoder().encode("{}"),
      stream: `${world.prefix.toUpperCase()}_CRASH`,
      sequence: 1,
    };
    const letter = { consumer: "shelf--crash", code: "INVARIANT", reason: "no", stack: "" };
    await bus.publishDeadLetter({ ...letter, delivery: { ...delivery, attempt: 1 } });
    await bus.publishDeadLetter({ ...letter, delivery: { ...delivery, attempt: 2 } });
    expect((await streams.deadLetters()).filter((one) => one.header("mercato-dead-consumer") === "shelf--crash")).toHaveLength(1);
  });
});

describe("slow work", () => {
  test("that takes longer than the server waits is not delivered again while it is at it", async () => {
    const contract = contractOf("slow");
    const begun: number[] = [];
    const ended: number[] = [];
    await listen(
      on(contract, async ({ n }) => {
        begun.push(n);
        await Bun.sleep(ACK_WAIT_MS * 2);
        ended.push(n);
      }),
      { concurrency: 2 },
    );
    for (const n of upTo(4)) await bus.publish(busMessage(contract, n));
    await eventually("all are done", () => ended.length === 4);
    expect(begun.toSorted((a, b) => a - b)).toEqual(upTo(4));
    expect(await streams.consumer("slow", "shelf--slow-v1-counted")).toMatchObject({ num_redelivered: 0, num_pending: 0 });
  }, 20_000);

  test("holds up no more than there are hands: the rest stays with the server, for others", async () => {
    const contract = contractOf("hands");
    const gate = Promise.withResolvers<void>();
    let begun = 0;
    await listen(
      on(contract, async () => {
        begun += 1;
        await gate.promise;
      }),
      { concurrency: 3 },
    );
    await Promise.all(upTo(50).map((n) => bus.publish(busMessage(contract, n))));
    await eventually("three are at work", () => begun === 3);
    expect(await streams.consumer("hands", "shelf--hands-v1-counted")).toMatchObject({ num_ack_pending: 3, num_pending: 47 });
    gate.resolve();
    await eventually("all were handled", () => begun === 50);
  });

  test("is waited for at the end, also when there are hands free", async () => {
    const contract = contractOf("ending");
    const gate = Promise.withResolvers<void>();
    const done: number[] = [];
    const ending = await listen(
      on(contract, async ({ n }) => {
        await gate.promise;
        done.push(n);
      }),
    );
    await bus.publish(busMessage(contract, 1));
    await eventually("it is at work", async () => (await streams.consumer("ending", "shelf--ending-v1-counted")).num_ack_pending === 1);
    const stopping = ending.stop().then(() => done.length);
    await bus.publish(busMessage(contract, 2));
    gate.resolve();
    expect(await stopping).toBe(1);
    expect(await streams.consumer("ending", "shelf--ending-v1-counted")).toMatchObject({ num_pending: 1 });
  });

  test("is waited for at the end, and what was not begun is left to others, at once", async () => {
    const contract = contractOf("leaving");
    const gate = Promise.withResolvers<void>();
    const done: number[] = [];
    const leaving = await listen(
      on(contract, async ({ n }) => {
        await gate.promise;
        done.push(n);
      }),
      { concurrency: 2 },
    );
    for (const n of upTo(6)) await bus.publish(busMessage(contract, n));
    await eventually("two are at work", async () => (await streams.consumer("leaving", "shelf--leaving-v1-counted")).num_ack_pending === 2);
    let isStopped = false;
    const stopping = leaving.stop().then(() => {
      isStopped = true;
    });
    const others: number[] = [];
    await listen(on(contract, async ({ n }) => void others.push(n)));
    await eventually("others have the rest", () => others.length === 4);
    expect([isStopped, done]).toEqual([false, []]);
    gate.resolve();
    await stopping;
    expect([...done, ...others].toSorted((a, b) => a - b)).toEqual(upTo(6));
    await eventually(
      "all is acknowledged",
      async () => (await streams.consumer("leaving", "shelf--leaving-v1-counted")).num_ack_pending === 0,
    );
    expect(others).toHaveLength(4);
  });
});

describe("what is gone on the server is made again", () => {
  test("a stream, by its consumer", async () => {
    const contract = contractOf("gone");
    const seen: number[] = [];
    await listen(on(contract, async ({ n }) => void seen.push(n)));
    await bus.publish(busMessage(contract, 1));
    await eventually("one has arrived", () => seen.length === 1);
    await streams.deleteStream("gone");
    await eventually("the stream is there again", () => streams.consumer("gone", "shelf--gone-v1-counted").then(() => true));
    await bus.publish(busMessage(contract, 2));
    await eventually("two have arrived", () => seen.length === 2);
  }, 30_000);

  test("a stream, by its producer", async () => {
    const contract = contractOf("orphan");
    await bus.ensureStreams(["orphan"]);
    await streams.deleteStream("orphan");
    await bus.publish(busMessage(contract, 1));
    expect((await streams.read("orphan")).map(({ text }) => text)).toEqual(['{"n":1}']);
  });

  test("a consumer", async () => {
    const contract = contractOf("dropped");
    const seen: number[] = [];
    await listen(on(contract, async ({ n }) => void seen.push(n)));
    await streams.deleteConsumer("dropped", "shelf--dropped-v1-counted");
    await bus.publish(busMessage(contract, 1));
    await eventually("it has arrived", () => seen.length === 1, { timeoutMs: 20_000 });
  }, 30_000);
});

test("a release that sets a consumer otherwise takes it over where it stands", async () => {
  const contract = contractOf("release");
  const seen: number[] = [];
  const subscription = on(contract, async ({ n }) => void seen.push(n));
  const old = await listen(subscription);
  await bus.publish(busMessage(contract, 1));
  await eventually("one has arrived", () => seen.length === 1);
  await old.stop();
  const { natsUrl: url, prefix, log } = world;
  const newer = world.track(await connectNats({ url, name: "toys", prefix, replicas: 1, clock: systemClock, log, ackWaitMs: 7_000 }));
  await listen(subscription, { bus: newer, concurrency: 500 });
  await bus.publish(busMessage(contract, 2));
  await eventually("two have arrived", () => seen.length === 2);
  const { config } = await streams.consumer("release", "shelf--release-v1-counted");
  expect([config.ack_wait, config.max_ack_pending]).toEqual([7_000_000_000, 2_000]);
  expect(seen).toEqual([1, 2]);
});
