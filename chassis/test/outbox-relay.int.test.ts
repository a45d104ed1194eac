import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type Bus, type BusMessage, on, subscribe } from "../bus/index.ts";
import { systemClock, systemRandomness } from "../clock/index.ts";
import { DependencyUnavailableError } from "../errors/index.ts";
import { createOutboxRelay } from "../outbox/index.ts";
import { eventually, startWorld, type World } from "../testing/index.ts";
import { openStreams } from "./stored-messages.ts";
import { add, type CounterStore, counted, openCounters } from "./toys.ts";

const FAR = new Date("2100-01-01T00:00:00Z");

let world: World;
let bus: Bus;
let counters: Awaited<ReturnType<typeof openCounters>>;
let streams: Awaited<ReturnType<typeof openStreams>>;
/** Every message that a consumer of this world has handled, by aggregate, in the order of the stream. */
const seen = new Map<string, number[]>();

beforeAll(async () => {
  world = await startWorld();
  bus = await world.connectBus("toys");
  counters = await openCounters(await world.connectDatabase("toys"));
  streams = world.track(await openStreams(world));
  const record = on(counted, async ({ n }, { subject }) => void seen.set(subject, [...(seen.get(subject) ?? []), n]));
  world.track(
    await subscribe({ bus, consumer: "shelf", subscriptions: [record], randomness: systemRandomness, log: world.log, concurrency: 1 }),
  );
});

afterAll(() => world.stop());

function startRelay(changed: { readonly bus?: Bus; readonly source?: CounterStore } = {}) {
  const source = changed.source ?? counters.createStore();
  const relay = createOutboxRelay({
    source,
    bus: changed.bus ?? bus,
    clock: systemClock,
    log: world.log,
    sweepIntervalMs: 50,
    graceMs: 100,
  });
  source.relayTo(relay);
  return { relay, store: source };
}

const isEmpty = async () => (await counters.createStore().pending(FAR, 1)).length === 0;
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

/** How a script that stands for a process of ours ends by kill -9 of itself, between two lines of the chassis. */
async function crash(when: "before-publishing" | "before-marking", id: string): Promise<void> {
  const child = Bun.spawn([process.execPath, `${import.meta.dir}/fixtures/crashing-writer.ts`, when, id], {
    env: { MONGO_URL: world.mongoUrl, NATS_URL: world.natsUrl, MONGO_DATABASE: world.databaseName("toys"), BUS_PREFIX: world.prefix },
    stdout: "ignore",
    stderr: "inherit",
  });
  await child.exited;
  expect(child.signalCode).toBe("SIGKILL");
}

describe("Law 4: what was acknowledged lasts", () => {
  test("messages of a process that was killed before it published them are found and published", async () => {
    await crash("before-publishing", "killed-1");
    expect((await counters.read("killed-1"))?.outbox).toHaveLength(1);
    const { relay } = startRelay();
    await eventually("the sweep has published it", isEmpty);
    await eventually("it has arrived", () => seen.get("killed-1")?.length === 1);
    await relay.stop();
  }, 30_000);

  test("while the bus is away writes go on, and all goes out in the order of its aggregate when it is back", async () => {
    let isAway = true;
    const flaky: Bus = {
      ...bus,
      ready: () => !isAway,
      publish: (entry) => (isAway ? Promise.reject(new DependencyUnavailableError("bus")) : bus.publish(entry)),
    };
    const { relay, store } = startRelay({ bus: flaky });
    const ids = upTo(20).map((index) => `away-${index}`);
    await Promise.all(
      ids.map(async (id) => {
        for (let count = 0; count < 10; count += 1) await add(store, id);
      }),
    );
    expect(await isEmpty()).toBe(false);
    isAway = false;
    for (const id of ids) await add(store, id);
    await eventually("all is published", isEmpty, { timeoutMs: 20_000 });
    for (const id of ids) await eventually(`${id} has arrived`, () => seen.get(id)?.length === 11);
    expect(ids.map((id) => seen.get(id))).toEqual(ids.map(() => upTo(11)));
    await relay.stop();
  }, 60_000);
});

describe("Law 5: published at least once, applied effectively once", () => {
  test("a process that is killed between publishing and marking publishes again, under the same id, and the stream keeps one", async () => {
    await crash("before-marking", "killed-2");
    expect((await counters.read("killed-2"))?.outbox.map(({ id }) => id)).toEqual(["toys.killed-2.1.0"]);
    const again: string[] = [];
    const spying: Bus = {
      ...bus,
      publish: async (entry: BusMessage) => {
        await bus.publish(entry);
        again.push(entry.id);
      },
    };
    const { relay } = startRelay({ bus: spying });
    await eventually("the sweep has published it again", isEmpty);
    expect(again).toContain("toys.killed-2.1.0");
    const stored = (await streams.read("toys")).filter((one) => one.header("ce-id") === "toys.killed-2.1.0");
    expect(stored).toHaveLength(1);
    expect(seen.get("killed-2")).toEqual([1]);
    await relay.stop();
  }, 30_000);

  test("two relays side by side publish everything, and the stream keeps each once", async () => {
    const one = startRelay();
    const two = startRelay();
    const ids = upTo(10).map((index) => `pair-${index}`);
    await Promise.all(ids.flatMap((id) => upTo(40).map((index) => add(index % 2 === 0 ? one.store : two.store, id))));
    await eventually("all is published", isEmpty, { timeoutMs: 20_000 });
    for (const id of ids) await eventually(`${id} has arrived`, () => seen.get(id)?.length === 40);
    for (const id of ids) expect(seen.get(id)?.toSorted((a, b) => a - b)).toEqual(upTo(40));
    await one.relay.stop();
    await two.relay.stop();
  }, 60_000);

  test("one relay publishes what many change at once in the order of the changes", async () => {
    const { relay, store } = startRelay();
    await Promise.all(upTo(100).map(() => add(store, "one")));
    await eventually("all has arrived", () => seen.get("one")?.length === 100);
    expect(seen.get("one")).toEqual(upTo(100));
    await eventually("all is marked", isEmpty);
    await relay.stop();
  }, 30_000);
});

test("stopping leaves nothing half-way: what was offered is published and marked, or waits", async () => {
  const { relay, store } = startRelay();
  const writing = Promise.all(upTo(50).map((index) => add(store, `stop-${index}`)));
  await writing;
  await relay.stop();
  const waiting = await store.pending(FAR, 100);
  const published = new Set((await streams.read("toys")).map((one) => one.header("ce-id")));
  for (const index of upTo(50)) {
    const isWaiting = waiting.some(({ documentId }) => documentId === `stop-${index}`);
    expect(isWaiting || published.has(`toys.stop-${index}.1.0`)).toBe(true);
  }
  const { relay: last } = startRelay();
  await eventually("all is published", isEmpty);
  await last.stop();
}, 30_000);
