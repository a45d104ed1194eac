import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import fc from "fast-check";
import { message } from "../bus/index.ts";
import { isDuplicateKey } from "../mongo/index.ts";
import type { OutboxRelay, PendingOutbox } from "../outbox/index.ts";
import { startWorld, type World } from "../testing/index.ts";
import { add, type CounterStore, counted, evolve, openCounters } from "./toys.ts";

let world: World;
let counters: Awaited<ReturnType<typeof openCounters>>;
let store: CounterStore;
let nextId = 0;
const newId = () => `c${nextId++}`;
const FAR = new Date("2100-01-01T00:00:00Z");

beforeAll(async () => {
  world = await startWorld();
  counters = await openCounters(await world.connectDatabase("toys"));
  store = counters.createStore();
});

afterAll(() => world.stop());

describe("Law 4: what was acknowledged lasts", () => {
  test("200 updates of one aggregate at once, by four processes, all land, each once", async () => {
    const id = newId();
    const stores = Array.from({ length: 4 }, () => counters.createStore());
    const updates = Array.from({ length: 200 }, (_, index) => add(stores[index % 4]!, id));
    expect((await Promise.all(updates)).every(({ kind }) => kind === "applied")).toBe(true);
    const document = await counters.read(id);
    expect(document).toMatchObject({ version: 200, state: { sum: 200, seen: 200 } });
    expect(document?.history.map(({ version }) => version)).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
    // Every update decided on what the one before it had written.
    expect(document?.outbox.map(({ data }) => (data as { n: number }).n)).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
  }, 60_000);

  test("50 makings of one aggregate at once make one, and the others change it", async () => {
    const id = newId();
    const results = await Promise.all(
      Array.from({ length: 50 }, () =>
        counters.createStore().update(id, (current) => ({ events: [{ by: 1 }], result: current === null ? "made" : "changed" })),
      ),
    );
    expect(results.filter((updated) => updated.kind === "applied" && updated.result === "made")).toHaveLength(1);
    expect(await counters.read(id)).toMatchObject({ version: 50, state: { sum: 50 } });
  }, 30_000);

  test("what a decision threw is the caller's, and nothing is written", async () => {
    const id = newId();
    await add(store, id);
    const refusing = store.update(id, () => {
      throw new Error("not today");
    });
    await expect(refusing).rejects.toThrow("not today");
    expect(await counters.read(id)).toMatchObject({ version: 1 });
  });
});

describe("Law 5: published at least once, applied effectively once", () => {
  test("a message that is delivered many times at once, to several processes, changes its aggregate once", async () => {
    const id = newId();
    await add(store, id);
    const stores = Array.from({ length: 4 }, () => counters.createStore());
    const results = await Promise.all(Array.from({ length: 40 }, (_, index) => add(stores[index % 4]!, id, "m1")));
    expect(results.filter(({ kind }) => kind === "applied")).toHaveLength(1);
    expect(await counters.read(id)).toMatchObject({ version: 2, state: { sum: 2 }, inbox: ["m1"] });
  });

  test("also when it is the message that makes the aggregate", async () => {
    const id = newId();
    const results = await Promise.all(Array.from({ length: 20 }, () => add(counters.createStore(), id, "m1")));
    expect(results.filter(({ kind }) => kind === "applied")).toHaveLength(1);
    expect(await counters.read(id)).toMatchObject({ version: 1, inbox: ["m1"] });
  });

  test("a message that changes nothing is taken in all the same, where there is an aggregate", async () => {
    const id = newId();
    await add(store, id);
    const nothing = () => ({ events: [], result: "nothing to do" });
    expect(await store.update(id, nothing, { messageId: "m1" })).toMatchObject({ kind: "applied", result: "nothing to do" });
    expect(await store.update(id, nothing, { messageId: "m1" })).toMatchObject({ kind: "duplicate" });
    const gone = newId();
    expect(await store.update(gone, nothing, { messageId: "m1" })).toEqual({ kind: "applied", result: "nothing to do", aggregate: null });
    expect(await counters.read(gone)).toBeNull();
  });

  test("a message whose change is unfinished is not taken in, so that its next delivery goes on", async () => {
    const id = newId();
    await store.update(id, () => ({ events: [{ by: 1 }], unfinished: true, result: null }), { messageId: "m1" });
    expect(await counters.read(id)).toMatchObject({ version: 1, inbox: [] });
    expect(await add(store, id, "m1")).toMatchObject({ kind: "applied" });
    expect(await add(store, id, "m1")).toMatchObject({ kind: "duplicate" });
    expect(await counters.read(id)).toMatchObject({ version: 2, state: { sum: 2 }, inbox: ["m1"] });
  });

  test("a change that nobody asked for by message and that changes nothing writes nothing", async () => {
    const id = newId();
    await add(store, id);
    await store.update(id, () => ({ events: [], result: null }));
    expect(await counters.read(id)).toMatchObject({ version: 1 });
  });

  test("messages that no aggregate carries are refused, not lost", async () => {
    const sending = store.update(newId(), () => ({ events: [], messages: [message(counted, { n: 1 })], result: null }));
    await expect(sending).rejects.toThrow("its messages would be lost");
  });
});

test("Law 6: fold(history) = state, as both are stored", async () => {
  const event = fc.record({ by: fc.integer(), name: fc.option(fc.uuid(), { nil: undefined }) });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(event, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 6 }), async (changes) => {
      const id = newId();
      for (const events of changes) await store.update(id, () => ({ events, result: null }));
      const document = await counters.read(id);
      expect(document?.history.map((recorded) => recorded.event).reduce<ReturnType<typeof evolve> | null>(evolve, null)).toEqual(
        document?.state ?? null,
      );
      expect(document?.version).toBe(changes.length);
      const aggregate = await store.load(id);
      expect(aggregate).toMatchObject({ id, version: changes.length, state: document?.state });
    }),
    { numRuns: 30 },
  );
}, 30_000);

describe("a unique index besides that of the id", () => {
  test("refuses the second who wants what it guards, and says so", async () => {
    const name = crypto.randomUUID();
    const [first, second, third] = [newId(), newId(), newId()];
    await store.update(first, () => ({ events: [{ by: 1, name }], result: null }));
    const making = store.update(second, () => ({ events: [{ by: 1, name }], result: null })).catch((error: unknown) => error);
    expect(isDuplicateKey(await making)).toBe(true);
    expect(await counters.read(second)).toBeNull();
    await add(store, third);
    const renaming = store.update(third, () => ({ events: [{ by: 1, name }], result: null })).catch((error: unknown) => error);
    expect(isDuplicateKey(await renaming)).toBe(true);
    expect(await counters.read(third)).toMatchObject({ version: 1 });
  });

  test("lets one of many at once through", async () => {
    const name = crypto.randomUUID();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 4 }, () => counters.createStore().update(newId(), () => ({ events: [{ by: 1, name }], result: null }))),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [isDuplicateKey(outcome.reason)] : []))).toEqual(
      Array(3).fill(true),
    );
  }, 30_000);
});

describe("what waits to be published", () => {
  test("is found by since when it waits, the longest first, and not before", async () => {
    const [first, second] = [newId(), newId()];
    await add(store, first);
    const between = new Date();
    await Bun.sleep(2);
    await add(store, second);
    const ids = async (before: Date) =>
      (await store.pending(before, 10_000)).map(({ documentId }) => documentId).filter((id) => [first, second].includes(id));
    expect(await ids(FAR)).toEqual([first, second]);
    expect(await ids(between)).toEqual([first]);
  });

  test("says since when what is left of it waits, and nothing when nothing is left", async () => {
    const id = newId();
    await add(store, id);
    await Bun.sleep(2);
    await add(store, id);
    const [one, two] = (await counters.read(id))?.outbox ?? [];
    expect((await counters.read(id))?.outboxSince?.toISOString()).toBe(one!.time);
    await store.published(id, [one!.id]);
    expect((await counters.read(id))?.outboxSince?.toISOString()).toBe(two!.time);
    await store.published(id, [two!.id]);
    const document = await counters.read(id);
    expect([document?.outbox, "outboxSince" in document!, document?.version]).toEqual([[], false, 2]);
    await store.published(id, [one!.id, two!.id]);
    expect(await counters.read(id)).toEqual(document);
  });

  test("is marked exactly while it waits, also when it is taken off as more is added", async () => {
    const id = newId();
    const published: string[] = [];
    const taking: Promise<void>[] = [];
    /** Takes everything off that it is offered, at once and in no order. */
    const relay: OutboxRelay = {
      offer({ documentId, entries }: PendingOutbox) {
        const ids = entries.map((entry) => entry.id);
        taking.push(store.published(documentId, ids).then(() => void published.push(...ids)));
      },
      stop: async () => {},
    };
    const writers = Array.from({ length: 4 }, () => {
      const writer = counters.createStore();
      writer.relayTo(relay);
      return writer;
    });
    let isOver = false;
    const watching = (async () => {
      let looks = 0;
      for (; !isOver; looks += 1) {
        const document = await counters.read(id);
        if (document !== null) expect(document.outbox.length > 0).toBe(document.outboxSince !== undefined);
      }
      return looks;
    })();
    await Promise.all(
      writers.map(async (writer) => {
        for (let count = 0; count < 100; count += 1) await add(writer, id);
      }),
    );
    await Promise.all(taking);
    isOver = true;
    expect(await watching).toBeGreaterThan(50);
    const document = await counters.read(id);
    expect([document?.version, document?.outbox, "outboxSince" in document!]).toEqual([400, [], false]);
    expect(new Set(published).size).toBe(400);
  }, 60_000);

  test("is never taken off with what was published: a mark that races with an addition leaves the addition", async () => {
    for (let round = 0; round < 100; round += 1) {
      const id = newId();
      await add(store, id);
      const [entry] = (await counters.read(id))!.outbox;
      await Promise.all([store.published(id, [entry!.id]), add(store, id)]);
      const document = await counters.read(id);
      expect(document?.outbox.map((left) => left.id)).toEqual([`toys.${id}.2.0`]);
      expect(document?.outboxSince).toBeDefined();
    }
  }, 30_000);
});
