import { expect, test } from "bun:test";
import { z } from "zod";
import { aggregateSchema, createAggregateStore } from "../aggregate/index.ts";
import { type MessageContract, message, on, subscribe } from "../bus/index.ts";
import { systemClock, systemRandomness } from "../clock/index.ts";
import { createOutboxRelay } from "../outbox/index.ts";
import { eventually, startWorld } from "../testing/index.ts";

const counted = {
  kind: "event",
  context: "toy",
  version: 1,
  name: "counted",
  type: "toy.v1.counted",
  schema: z.strictObject({ n: z.int() }),
} satisfies MessageContract;
test("a change reaches a consumer", async () => {
  const world = await startWorld();
  const db = await world.connectDatabase("toy");
  const bus = await world.connectBus("toy");
  type S = { n: number };
  type E = { type: "added"; by: number };
  const model = db.connection.model("counter", aggregateSchema<S, E>(), "counters");
  await model.createIndexes();
  const store = createAggregateStore<S, E>({
    model,
    context: "toy",
    evolve: (s, e) => ({ n: (s?.n ?? 0) + e.by }),
    clock: systemClock,
    randomness: systemRandomness,
  });
  await bus.ensureStreams(["toy"]);
  const relay = world.track(createOutboxRelay({ source: store, bus, clock: systemClock, log: world.log }));
  store.relayTo(relay);
  const seen: number[] = [];
  world.track(
    await subscribe({
      bus,
      consumer: "t",
      randomness: systemRandomness,
      log: world.log,
      subscriptions: [on(counted, async ({ n }) => void seen.push(n))],
    }),
  );
  await Promise.all(
    Array.from({ length: 20 }, () =>
      store.update("a", (c) => ({
        events: [{ type: "added", by: 1 }],
        messages: [message(counted, { n: (c?.state.n ?? 0) + 1 })],
        result: null,
      })),
    ),
  );
  await eventually("20 seen", () => seen.length === 20);
  expect(seen.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  await eventually("outbox empty", async () => (await store.pending(new Date(Date.now() + 1000), 10)).length === 0);
  const raw = await model.findById("a").lean();
  expect(raw).toMatchObject({ version: 20, outbox: [] });
  expect(raw?.outboxSince).toBeUndefined();
  await world.stop();
}, 60000);
