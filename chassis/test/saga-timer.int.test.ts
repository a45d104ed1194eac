import { afterAll, beforeAll, expect, test } from "bun:test";
import { aggregateSchema, createAggregateStore, type MongoAggregateStore } from "../aggregate/index.ts";
import { message, type OutgoingMessage } from "../bus/index.ts";
import { systemClock, systemRandomness } from "../clock/index.ts";
import type { Database } from "../mongo/index.ts";
import { createSagaEngine, defineSaga, type SagaInstance, type SagaTransition, startSagaTimer } from "../saga/index.ts";
import { eventually, startWorld, type World } from "../testing/index.ts";
import { counted } from "./toys.ts";

const patience = { timeoutMs: 150, attempts: 2 };
const ask = (n: number) => (): OutgoingMessage => message(counted, { n });

const build = defineSaga<null>("build", 1)
  .step("wheels", { kind: "compensatable", patience, compensationPatience: patience, invoke: ask(1), compensate: ask(-1) })
  .step("paint", { kind: "pivot", patience, compensationPatience: patience, invoke: ask(2), compensate: ask(-2) });

const engine = createSagaEngine([build]);

type Store = MongoAggregateStore<{ readonly begun: true }, { readonly type: "begun" }>;

let world: World;
let database: Database;

beforeAll(async () => {
  world = await startWorld();
  database = await world.connectDatabase("cars");
});

afterAll(() => world.stop());

async function openCars(collection: string): Promise<Store> {
  const model = database.connection.model(collection, aggregateSchema<{ readonly begun: true }, { readonly type: "begun" }>(), collection);
  await model.createIndexes();
  return createAggregateStore({
    model,
    context: "cars",
    evolve: () => ({ begun: true }) as const,
    clock: systemClock,
    randomness: systemRandomness,
  });
}

function begin(store: Store, id: string) {
  return store.update(id, () => {
    const { instance, messages } = engine.start({
      id: `${id}:build`,
      definition: build,
      data: null,
      now: systemClock.now(),
      traceId: null,
    });
    return { events: [{ type: "begun" }], saga: instance, messages, result: null };
  });
}

/** Writes a saga's move as services do: its state and its commands in one step. */
async function move(store: Store, id: string, step: (saga: SagaInstance) => SagaTransition): Promise<void> {
  await store.update(id, (current) => {
    const { instance, messages, changed } = step(current!.sagas[0]!);
    return changed ? { events: [], saga: instance, messages, result: null } : { events: [], result: null };
  });
}

const due = (store: Store) => (id: string) => move(store, id, (saga) => engine.due(saga, systemClock.now()));
const sagaOf = async (store: Store, id: string) => (await store.load(id))?.sagas[0];

function startTimer(store: Store, onDue = due(store)) {
  return world.track(startSagaTimer({ source: store, onDue, clock: systemClock, log: world.log, intervalMs: 20 }));
}

test("Law 3: every accepted order ends: with silent participants its saga asks again, turns back, and says whom it needs", async () => {
  const store = await openCars("silent");
  await begin(store, "car");
  const timer = startTimer(store);
  await eventually("it has given up", async () => (await sagaOf(store, "car"))?.status === "needs-attention");
  const document = await store.pending(new Date("2100-01-01"), 10);
  expect(document[0]?.entries.map(({ data }) => (data as { n: number }).n)).toEqual([1, 1, -1, -1]);
  expect(await store.due(new Date("2100-01-01"), 10)).toEqual([]);
  await timer.stop();
});

test("a deadline outlives the process that set it, and several timers move a saga once", async () => {
  const store = await openCars("several");
  const ids = Array.from({ length: 30 }, (_, index) => `car-${index}`);
  for (const id of ids) await begin(store, id);
  const stores = [store, await openCars("several"), await openCars("several")];
  const timers = stores.map((one) => startTimer(one));
  await eventually("all were asked twice", async () => {
    const cars = await store.loadMany(ids);
    return cars.every(({ sagas }) => sagas[0]?.steps[0]?.attempts === 2);
  });
  for (const timer of timers) await timer.stop();
  for (const { documentId, entries } of await store.pending(new Date("2100-01-01"), 100))
    expect([documentId, entries.filter(({ data }) => (data as { n: number }).n === 1).length]).toEqual([documentId, 2]);
});

test("an answer takes its deadline away", async () => {
  const store = await openCars("answered");
  await begin(store, "car");
  await move(store, "car", (saga) => engine.reply(saga, { operationId: "car:build:wheels", outcome: { ok: true } }, systemClock.now()));
  await move(store, "car", (saga) => engine.reply(saga, { operationId: "car:build:paint", outcome: { ok: true } }, systemClock.now()));
  expect((await sagaOf(store, "car"))?.status).toBe("completed");
  expect(await store.due(new Date("2100-01-01"), 10)).toEqual([]);
});

test("a saga that cannot be moved does not keep the others from their end", async () => {
  const store = await openCars("stuck");
  for (const id of ["broken", "fine"]) await begin(store, id);
  const moving = due(store);
  const timer = startTimer(store, async (id) => {
    if (id === "broken") throw new Error("cannot be moved");
    await moving(id);
  });
  await eventually("the other has given up", async () => (await sagaOf(store, "fine"))?.status === "needs-attention");
  expect((await sagaOf(store, "broken"))?.steps[0]?.attempts).toBe(1);
  await timer.stop();
});
