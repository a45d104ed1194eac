import { afterAll, beforeAll, expect, test } from "bun:test";
import { readSentSince } from "../aggregate/index.ts";
import { type NatsBus, on, startReplay, subscribe } from "../bus/index.ts";
import { systemClock, systemRandomness } from "../clock/index.ts";
import { createOutboxRelay, republish } from "../outbox/index.ts";
import { eventually, startWorld, type World } from "../testing/index.ts";
import { openStreams } from "./stored-messages.ts";
import { add, type CounterDocument, counted, openCounters } from "./toys.ts";

let world: World;
let bus: NatsBus;
let counters: Awaited<ReturnType<typeof openCounters>>;
let streams: Awaited<ReturnType<typeof openStreams>>;
const LONG_AGO = new Date("2020-01-01T00:00:00Z");

beforeAll(async () => {
  world = await startWorld();
  bus = await world.connectBus("toys");
  counters = await openCounters(await world.connectDatabase("toys"));
  streams = world.track(await openStreams(world));
  await bus.ensureStreams(["toys"]);
});

afterAll(() => world.stop());

/** Counts ids up, and publishes what it says. */
async function count(ids: readonly string[]): Promise<void> {
  const store = counters.createStore();
  const relay = createOutboxRelay({ source: store, bus, clock: systemClock, log: world.log });
  store.relayTo(relay);
  for (const id of ids) await add(store, id);
  await relay.stop();
}

const idsInStream = async () => (await streams.read("toys")).map(({ header }) => header("ce-id"));
const collection = () => counters.collection as unknown as Parameters<typeof readSentSince>[0];

async function restore(since: Date, dryRun = false) {
  const present = await bus.idsSince("toys", LONG_AGO);
  return republish({ sent: readSentSince(collection(), since), present, bus, dryRun });
}

test("a new read model is fed from the first message on, knows when it has caught up, and goes on with what comes", async () => {
  await count(["a", "a", "b"]);
  const old = new Map<string, number>();
  const into = (model: Map<string, number>) => on(counted, async ({ n }, { subject }) => void model.set(subject, n));
  const { log } = world;
  world.track(await subscribe({ bus, consumer: "sums", subscriptions: [into(old)], randomness: systemRandomness, log, concurrency: 1 }));
  await eventually("the old one knows", () => old.get("b") === 1);

  const fresh = new Map<string, number>();
  const settings = { bus, consumer: "sums-2", randomness: systemRandomness, log, clock: systemClock, concurrency: 1 };
  const replay = world.track(await startReplay({ ...settings, subscriptions: [into(fresh)] }));
  await replay.caughtUp();
  expect(fresh).toEqual(old);
  expect(fresh).toEqual(
    new Map([
      ["a", 2],
      ["b", 1],
    ]),
  );
  await count(["b"]);
  await eventually("both know", () => fresh.get("b") === 2 && old.get("b") === 2);
});

test("Law 5: a stream that lost its tail gets back what was in it, under the same ids, and nothing is applied twice", async () => {
  const applied: string[] = [];
  const inbox = new Set<string>();
  const take = on(counted, async (_data, { id }) => {
    if (inbox.has(id)) return;
    inbox.add(id);
    applied.push(id);
  });
  world.track(await subscribe({ bus, consumer: "taker", subscriptions: [take], randomness: systemRandomness, log: world.log }));
  await count(["c", "c", "d"]);
  const before = await idsInStream();
  await eventually("all were taken in", () => applied.length === before.length);

  // The server was killed before it synced: the last of what it had acknowledged is gone.
  await streams.loseTail("toys", 3);
  expect(await idsInStream()).toEqual(before.slice(0, -3));
  expect(await restore(LONG_AGO, true)).toEqual({ published: 3, present: before.length - 3 });
  expect(await idsInStream()).toHaveLength(before.length - 3);

  expect(await restore(LONG_AGO)).toEqual({ published: 3, present: before.length - 3 });
  expect((await idsInStream()).toSorted()).toEqual(before.toSorted());
  expect(await restore(LONG_AGO)).toEqual({ published: 0, present: before.length });
  await eventually("nothing is on its way", async () => (await bus.lag("taker--toys-v1-counted", "toys")) === 0);
  expect(applied).toHaveLength(before.length);
});

test("only what was published since then is published again, and a document remembers the last fifty", async () => {
  await count(Array.from({ length: 60 }, () => "e"));
  const { sent = [], outbox } = (await counters.read("e")) as CounterDocument;
  expect([outbox.length, sent.length, sent[0]?.id, sent.at(-1)?.id]).toEqual([0, 50, "toys.e.11.0", "toys.e.60.0"]);
  const since = sent[45]!.at;
  const found: string[] = [];
  for await (const { documentId, entries } of readSentSince(collection(), since))
    found.push(...entries.map(({ id }) => `${documentId} ${id}`));
  const wanted = sent.filter(({ at }) => at >= since).map(({ id }) => `e ${id}`);
  expect(found).toEqual(wanted);
  expect(wanted.length).toBeLessThan(50);
});
