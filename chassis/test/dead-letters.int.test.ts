import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import { z } from "zod";
import { connectNats, type MessageContract, type NatsBus, on, type StoredDeadLetter, type Subscription, subscribe } from "../bus/index.ts";
import { systemClock, systemRandomness } from "../clock/index.ts";
import { InvariantError } from "../errors/index.ts";
import { eventually, startWorld, type World } from "../testing/index.ts";
import { openStreams } from "./stored-messages.ts";
import { type CounterStore, openCounters } from "./toys.ts";

let world: World;
let bus: NatsBus;
let store: CounterStore;
let sumOf: (id: string) => Promise<number | undefined>;
let streams: Awaited<ReturnType<typeof openStreams>>;

beforeAll(async () => {
  world = await startWorld();
  bus = await world.connectBus("toys");
  const counters = await openCounters(await world.connectDatabase("toys"));
  store = counters.createStore();
  sumOf = async (id) => (await counters.read(id))?.state.sum;
  streams = world.track(await openStreams(world));
});

afterAll(() => world.stop());

function contractOf(context: string) {
  const type = `${context}.v1.counted`;
  return { kind: "event", context, version: 1, name: "counted", type, schema: z.strictObject({ n: z.int() }) } satisfies MessageContract;
}

function publish(contract: MessageContract, n: number) {
  const { type, context } = contract;
  const time = new Date().toISOString();
  return bus.publish({ id: `${context}-${n}`, type, time, source: context, subject: "c1", data: { n }, trace: {} });
}

async function listen(subscription: Subscription, consumer = "shelf") {
  const backoff = { firstMs: 20, maxMs: 100 };
  const { log } = world;
  return world.track(await subscribe({ bus, consumer, subscriptions: [subscription], randomness: systemRandomness, log, backoff }));
}

/** The only dead letter of a consumer. */
function letterOf(consumer: string): Promise<StoredDeadLetter> {
  return eventually(`${consumer} has a dead letter`, async () => (await bus.deadLetters.list({ limit: 10, consumer }))[0]);
}

describe("redriving", () => {
  test("gives the message to the consumer that failed at it, once, under its own id, and to no other", async () => {
    const contract = contractOf("mended");
    let isMended = false;
    const seen: string[] = [];
    const others: string[] = [];
    await listen(
      on(contract, async ({ n }, { id }) => {
        if (!isMended) throw new InvariantError("not yet");
        await store.update("mended", () => ({ events: [{ by: n }], result: null }), { messageId: id });
        seen.push(id);
      }),
    );
    await listen(
      on(contract, async (_data, { id }) => void others.push(id)),
      "another",
    );
    await publish(contract, 5);
    const letter = await letterOf("shelf--mended-v1-counted");
    expect(letter).toMatchObject({ code: "INVARIANT", reason: "not yet", attempts: 1, message: { id: "mended-5", type: contract.type } });
    isMended = true;
    expect(await bus.deadLetters.redrive(letter.id)).toBe("redriven");
    await eventually("it was handled", () => seen.length === 1);
    expect(await bus.deadLetters.get(letter.id)).toBeNull();
    expect(await bus.deadLetters.redrive(letter.id)).toBe("not-found");
    await eventually("nothing is on its way", async () => (await bus.lag("another--mended-v1-counted", "mended")) === 0);
    expect([seen, others, await sumOf("mended")]).toEqual([["mended-5"], ["mended-5"], 5]);
  });

  test("Law 5: what a handler had written before it failed is not written again", async () => {
    const contract = contractOf("written");
    let deliveries = 0;
    await listen(
      on(contract, async ({ n }, { id }) => {
        deliveries += 1;
        await store.update("written", () => ({ events: [{ by: n }], result: null }), { messageId: id });
        if (deliveries === 1) throw new InvariantError("died after its write");
      }),
    );
    await publish(contract, 3);
    const letter = await letterOf("shelf--written-v1-counted");
    await bus.deadLetters.redrive(letter.id);
    await eventually("it was delivered again", () => deliveries === 2);
    expect(await sumOf("written")).toBe(3);
  });

  test("that dies between giving the message and taking the letter off is done again without a second message", async () => {
    const contract = contractOf("halfway");
    const seen: string[] = [];
    await listen(
      on(contract, async (_data, { id }) => {
        if (seen.push(id) === 1) throw new InvariantError("the first time");
      }),
    );
    await publish(contract, 1);
    const letter = await letterOf("shelf--halfway-v1-counted");
    const dying = createBrokenRedrive(letter.id);
    await expect(dying).rejects.toThrow("no more");
    expect(await bus.deadLetters.get(letter.id)).not.toBeNull();
    expect(await bus.deadLetters.redrive(letter.id)).toBe("redriven");
    await eventually("nothing is on its way", async () => (await bus.lag("shelf--halfway-v1-counted", "halfway")) === 0);
    expect(seen).toEqual(["halfway-1", "halfway-1"]);
  });

  test("a message that fails again is a new letter, and the other messages are not held up", async () => {
    const contract = contractOf("stubborn");
    const seen: number[] = [];
    await listen(
      on(contract, async ({ n }) => {
        if (n === 2) throw new InvariantError("never two");
        seen.push(n);
      }),
    );
    for (const n of [1, 2, 3]) await publish(contract, n);
    const first = await letterOf("shelf--stubborn-v1-counted");
    await bus.deadLetters.redrive(first.id);
    const second = await eventually("there is a new letter", async () => {
      const found = await bus.deadLetters.list({ limit: 10, consumer: "shelf--stubborn-v1-counted" });
      return found.length === 1 && found[0]?.id !== first.id ? found[0] : null;
    });
    await publish(contract, 4);
    await eventually("the others were handled", () => seen.length === 3);
    expect(second.message.id).toBe("stubborn-2");
    expect(await bus.deadLetters.discard(second.id)).toBe("discarded");
    expect(await bus.deadLetters.discard(second.id)).toBe("not-found");
  });

  test("reaches a consumer that an earlier release made, which listened to its messages alone", async () => {
    const contract = contractOf("earlier");
    const durable = "shelf--earlier-v1-counted";
    await bus.ensureStreams(["earlier"]);
    await streams.addConsumer("earlier", { durable_name: durable, filter_subject: `${world.prefix}.${contract.type}` });
    let isMended = false;
    const seen: number[] = [];
    await listen(
      on(contract, async ({ n }) => {
        if (!isMended) throw new InvariantError("not yet");
        seen.push(n);
      }),
    );
    await publish(contract, 1);
    const letter = await letterOf(durable);
    isMended = true;
    await bus.deadLetters.redrive(letter.id);
    await eventually("it was handled", () => seen.length === 1);
  });

  test("letters are listed oldest first, in pages, past those that are gone", async () => {
    const contract = contractOf("many");
    await listen(
      on(contract, async () => {
        throw new InvariantError("none of them");
      }),
    );
    const consumer = "shelf--many-v1-counted";
    for (const n of [1, 2, 3, 4]) await publish(contract, n);
    const all = await eventually("four letters", async () => {
      const found = await bus.deadLetters.list({ limit: 10, consumer });
      return found.length === 4 ? found : null;
    });
    await bus.deadLetters.discard(all[1]!.id);
    const page = await bus.deadLetters.list({ limit: 2, consumer });
    expect(page.map(({ id }) => id)).toEqual([all[0]!.id, all[2]!.id]);
    expect((await bus.deadLetters.list({ limit: 2, consumer, after: page[1]!.id })).map(({ id }) => id)).toEqual([all[3]!.id]);
  });
});

/** A redrive whose process dies before it takes the letter off: the server loses its deletion. */
async function createBrokenRedrive(id: number): Promise<unknown> {
  const { createNatsDeadLetters } = await import("../bus/nats/dead-letters.ts");
  const { storeMessage } = await import("../bus/nats/store-message.ts");
  const { streamNames } = await import("../bus/nats/streams.ts");
  const connection = await connect({ servers: world.natsUrl.split(",") });
  world.track({ stop: () => connection.close() });
  const real = await jetstreamManager(connection);
  const refuse = () => Promise.reject(new Error("no more"));
  const manager = Object.assign(Object.create(real), { streams: Object.assign(Object.create(real.streams), { deleteMessage: refuse }) });
  const publisher = { client: jetstream(connection), watched: { ready: () => true, onReconnect: () => () => undefined } };
  return createNatsDeadLetters({
    manager,
    names: streamNames(world.prefix),
    store: (outgoing) => storeMessage(publisher, outgoing),
  }).redrive(id);
}

describe("what the server gave up", () => {
  const ACK_WAIT_MS = 1_000;

  function connectFragile(): Promise<NatsBus> {
    const { natsUrl: url, prefix, log } = world;
    const settings = { url, name: "fragile", prefix, replicas: 1, clock: systemClock, log };
    return connectNats({ ...settings, ackWaitMs: ACK_WAIT_MS, maxDeliver: 2 });
  }

  test("since whoever handled it died each time, becomes a dead letter, once, and the rest goes on", async () => {
    const contract = contractOf("deadly");
    const consumer = "shelf--deadly-v1-counted";
    await bus.ensureStreams(["deadly"]);
    world.track(await bus.watchExhausted("deadly"));
    world.track(await (await connectWatching()).watchExhausted("deadly"));
    const seen: number[] = [];
    // A process that dies says nothing more, neither that it is done nor that it is at work.
    await dieOn(2, { contract, durable: consumer, seen });
    for (const n of [1, 2, 3]) await publish(contract, n);
    const letter = await eventually("it is a dead letter", async () => (await bus.deadLetters.list({ limit: 9, consumer }))[0], {
      timeoutMs: 20_000,
    });
    expect(letter).toMatchObject({ code: "MAX_DELIVERIES", attempts: 2, message: { id: "deadly-2" } });
    await publish(contract, 4);
    await eventually("the rest went on", () => seen.includes(4), { timeoutMs: 10_000 });
    expect(await bus.deadLetters.list({ limit: 9, consumer })).toHaveLength(1);
    expect(new Set(seen)).toEqual(new Set([1, 3, 4]));
  }, 40_000);

  async function connectWatching(): Promise<NatsBus> {
    return world.track(await connectFragile());
  }

  /** A consumer of this name whose process dies of one message: it takes it and is never heard of again. */
  async function dieOn(
    deadly: number,
    { contract, durable, seen }: { readonly contract: MessageContract; readonly durable: string; readonly seen: number[] },
  ): Promise<void> {
    const fragile = world.track(await connectFragile());
    // Makes the consumer as the service would.
    const made = await fragile.consume({ durable, contract, concurrency: 1, handle: async () => ({ kind: "done" }) });
    await made.stop();
    const connection = await connect({ servers: world.natsUrl.split(",") });
    world.track({ stop: () => connection.close() });
    const stream = `${world.prefix.toUpperCase()}_${contract.context.toUpperCase()}`;
    const messages = await (await jetstream(connection).consumers.get(stream, durable)).consume();
    void (async () => {
      for await (const msg of messages) {
        const { n } = msg.json<{ n: number }>();
        if (n === deadly) continue;
        seen.push(n);
        msg.ack();
      }
    })();
  }

  test("and that its consumer had made a letter of before it died stays one letter", async () => {
    const contract = contractOf("twofold");
    const consumer = "shelf--twofold-v1-counted";
    await bus.ensureStreams(["twofold"]);
    await publish(contract, 1);
    const [stored] = await streams.read("twofold");
    const attributes = { id: "twofold-1", type: contract.type, time: stored!.header("ce-time"), source: "", subject: "", trace: {} };
    const stream = `${world.prefix.toUpperCase()}_TWOFOLD`;
    const delivery = { attributes, body: new TextEncoder().encode('{"n":1}'), attempt: 2, stream, sequence: 1 };
    await bus.publishDeadLetter({ consumer, code: "INVARIANT", reason: "its own", stack: "", delivery });
    world.track(await bus.watchExhausted("twofold"));
    const advisory = { stream, consumer, stream_seq: 1, deliveries: 2 };
    const connection = await connect({ servers: world.natsUrl.split(",") });
    world.track({ stop: () => connection.close() });
    const subject = `$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.${stream}.${consumer}`;
    await jetstream(connection).publish(subject, JSON.stringify(advisory));
    await eventually("it was told of", async () => {
      const { delivered, num_ack_pending } = await streams.consumer("advisories_twofold", "toys--exhausted");
      return delivered.stream_seq >= 1 && num_ack_pending === 0;
    });
    const letters = await bus.deadLetters.list({ limit: 9, consumer });
    expect(letters.map(({ code }) => code)).toEqual(["INVARIANT"]);
  });
});
