import { describe, expect, test } from "bun:test";
import type { Bus, BusMessage } from "../bus/index.ts";
import { DependencyUnavailableError } from "../errors/index.ts";
import { createManualClock, createRecordedLog } from "../testing/index.ts";
import type { PendingOutbox } from "./outbox.ts";
import { createOutboxRelay } from "./relay.ts";

function entry(id: string): BusMessage {
  return { id, type: "toys.v1.counted", time: "2026-01-01T00:00:00Z", source: "toys", subject: id, data: {}, trace: {} };
}

/** Documents whose outbox is real to the relay: what is marked as published is gone, what is not is found by sweeps. */
function createFakeSource() {
  const documents = new Map<string, { entries: BusMessage[]; marked: boolean }>();
  const marks: (readonly string[])[] = [];
  let isAway = false;
  return {
    documents,
    marks,
    setAway: (away: boolean) => {
      isAway = away;
    },
    /** As a write does it; what waits now is what is to be offered. */
    add(documentId: string, ...ids: readonly string[]): PendingOutbox {
      const document = documents.get(documentId) ?? { entries: [], marked: true };
      document.entries.push(...ids.map(entry));
      document.marked = true;
      documents.set(documentId, document);
      return { documentId, entries: [...document.entries] };
    },
    async pending(_before: Date, limit: number): Promise<PendingOutbox[]> {
      if (isAway) throw new DependencyUnavailableError("database");
      return [...documents]
        .filter(([, { marked }]) => marked)
        .slice(0, limit)
        .map(([documentId, { entries }]) => ({ documentId, entries: [...entries] }));
    },
    async backlog() {
      const pending = [...documents.values()].filter(({ marked }) => marked).length;
      return { context: "toys", collection: "toys", pending, oldestAt: null };
    },
    async published(documentId: string, messageIds: readonly string[]): Promise<void> {
      if (isAway) throw new DependencyUnavailableError("database");
      marks.push(messageIds);
      const document = documents.get(documentId);
      if (document === undefined) return;
      document.entries = document.entries.filter(({ id }) => !messageIds.includes(id));
      document.marked = document.entries.length > 0;
    },
  };
}

function setUp() {
  const clock = createManualClock();
  const source = createFakeSource();
  const published: string[] = [];
  /** Publications wait here until they are let through. */
  const refuse = new Set<string>();
  let gate: Promise<void> = Promise.resolve();
  const bus = {
    async publish({ id }: BusMessage) {
      await gate;
      if (refuse.has(id) || refuse.has("all")) throw new DependencyUnavailableError("bus");
      published.push(id);
    },
    ready: () => !refuse.has("all"),
  } as Bus;
  const recorded = createRecordedLog();
  const relay = createOutboxRelay({ source, bus, clock, log: recorded.log, graceMs: 0 });
  const close = () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    gate = promise;
    return resolve;
  };
  return { clock, source, published, refuse, relay, close, ...recorded };
}

describe("offered messages", () => {
  test("go out at once, in their order, and are marked by one update", async () => {
    const { clock, source, published, relay } = setUp();
    relay.offer(source.add("d1", "a", "b", "c"));
    await clock.advance(0);
    expect([published, source.marks.filter(({ length }) => length > 0)]).toEqual([["a", "b", "c"], [["a", "b", "c"]]]);
    await relay.stop();
  });

  test("that are offered while others of their document are under way go out after them, each once", async () => {
    const { clock, source, published, relay, close } = setUp();
    const open = close();
    relay.offer(source.add("d1", "a"));
    relay.offer(source.add("d1", "b"));
    relay.offer(source.add("d1", "c"));
    open();
    await clock.advance(0);
    expect(published).toEqual(["a", "b", "c"]);
    expect(source.documents.get("d1")).toEqual({ entries: [], marked: false });
    await relay.stop();
  });

  test("of different documents do not wait for each other", async () => {
    const { clock, source, published, refuse, relay } = setUp();
    refuse.add("a");
    relay.offer(source.add("d1", "a"));
    relay.offer(source.add("d2", "b"));
    await clock.advance(0);
    expect(published).toEqual(["b"]);
    await relay.stop();
  });
});

describe("Law 5: published at least once, in the order of their aggregate", () => {
  test("no message overtakes one before it that could not be published", async () => {
    const { clock, source, published, refuse, relay } = setUp();
    refuse.add("b");
    relay.offer(source.add("d1", "a", "b", "c"));
    await clock.advance(0);
    relay.offer(source.add("d1", "d"));
    await clock.advance(0);
    expect(published).toEqual(["a"]);
    refuse.clear();
    await clock.advance(15_000);
    expect(published).toEqual(["a", "b", "c", "d"]);
    await relay.stop();
  });

  test("what went out before a failure is not published again", async () => {
    const { clock, source, published, refuse, relay } = setUp();
    refuse.add("c");
    relay.offer(source.add("d1", "a", "b", "c"));
    await clock.advance(0);
    expect(source.documents.get("d1")?.entries.map(({ id }) => id)).toEqual(["c"]);
    refuse.clear();
    await clock.advance(15_000);
    expect(published).toEqual(["a", "b", "c"]);
    await relay.stop();
  });

  test("while the bus is away nothing is lost, and all goes out when it is back", async () => {
    const { clock, source, published, refuse, relay, messages } = setUp();
    refuse.add("all");
    for (let index = 0; index < 250; index += 1) relay.offer(source.add(`d${index}`, `${index}-1`, `${index}-2`));
    await clock.advance(30_000);
    expect(published).toEqual([]);
    expect(messages("warn")[0]).toBe("outbox could not be published, will be swept");
    refuse.clear();
    await clock.advance(15_000);
    expect(published).toHaveLength(500);
    for (let index = 0; index < 250; index += 1) expect(published.indexOf(`${index}-1`)).toBeLessThan(published.indexOf(`${index}-2`));
    await relay.stop();
  });

  test("after a short outage nothing rests any longer", async () => {
    const { clock, source, published, refuse, relay } = setUp();
    refuse.add("all");
    relay.offer(source.add("d1", "a"));
    await clock.advance(1_500);
    refuse.clear();
    await clock.advance(1_500);
    expect(published).toEqual(["a"]);
    await relay.stop();
  });

  test("what a crash left is found, also when it was published and only not marked", async () => {
    const { clock, source, published, relay } = setUp();
    source.add("d1", "a");
    await clock.advance(2_000);
    expect([published, source.documents.get("d1")?.marked]).toEqual([["a"], false]);
    await relay.stop();
  });

  test("a message that was published and could not be marked is published again", async () => {
    const { clock, source, published, relay } = setUp();
    await clock.advance(0);
    source.setAway(true);
    relay.offer(source.add("d1", "a"));
    await clock.advance(0);
    source.setAway(false);
    await clock.advance(15_000);
    expect([published, source.documents.get("d1")?.entries]).toEqual([["a", "a"], []]);
    await relay.stop();
  });

  test("a document that is marked and holds nothing is cleared", async () => {
    const { clock, source, relay } = setUp();
    source.documents.set("d1", { entries: [], marked: true });
    await clock.advance(2_000);
    expect(source.documents.get("d1")?.marked).toBe(false);
    await relay.stop();
  });

  test("documents whose messages the bus never takes do not keep others from their turn", async () => {
    const { clock, source, published, refuse, relay } = setUp();
    for (let index = 0; index < 300; index += 1) {
      refuse.add(`bad${index}`);
      source.add(`bad${index}`, `bad${index}`);
    }
    source.add("good", "a");
    await clock.advance(15_000);
    expect(published).toEqual(["a"]);
    await relay.stop();
  });
});

test("a backlog is swept without pauses", async () => {
  const { clock, source, published, relay } = setUp();
  for (let index = 0; index < 1_000; index += 1) source.add(`d${index}`, `m${index}`);
  await clock.advance(1_001);
  expect(published).toHaveLength(1_000);
  await relay.stop();
});

test("stopping waits for what is under way", async () => {
  const { clock, source, published, relay, close } = setUp();
  await clock.advance(0);
  const open = close();
  relay.offer(source.add("d1", "a"));
  let isStopped = false;
  const stopping = relay.stop().then(() => {
    isStopped = true;
  });
  await clock.advance(0);
  expect([isStopped, published]).toEqual([false, []]);
  open();
  await stopping;
  expect([published, source.documents.get("d1")?.entries]).toEqual([["a"], []]);
});
