import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { z } from "zod";
import { type MessageContract, message } from "../bus/index.ts";
import { InvariantError } from "../errors/index.ts";
import type { SagaInstance } from "../saga/index.ts";
import type { AggregateDocument } from "./document.ts";
import { type NextDocumentOptions, nextDocument } from "./next-document.ts";

interface Counter {
  readonly sum: number;
  readonly seen: number;
}
interface Added {
  readonly by: number;
}

const counted = {
  kind: "event",
  context: "toys",
  version: 1,
  name: "counted",
  type: "toys.v1.counted",
  schema: z.strictObject({ n: z.int() }),
} satisfies MessageContract;

const evolve = (state: Counter | null, { by }: Added): Counter => ({ sum: (state?.sum ?? 0) + by, seen: (state?.seen ?? 0) + 1 });
const T0 = new Date("2026-01-01T00:00:00Z");

type Options = NextDocumentOptions<Counter, Added>;

function next(changed: Partial<Options> & Pick<Options, "change">): AggregateDocument<Counter, Added> {
  return nextDocument({
    id: "t1",
    context: "toys",
    evolve,
    history: "kept",
    current: null,
    messageId: undefined,
    at: T0,
    trace: {},
    ...changed,
  });
}

function saga(id: string, dueAt: Date | null): SagaInstance {
  return {
    id,
    name: "s",
    version: 1,
    status: "running",
    data: null,
    steps: [],
    startedAt: T0,
    endedAt: null,
    dueAt,
    failure: null,
    cause: null,
    traceId: null,
  };
}

test("Law 6: fold(history) = state, whatever happened", () => {
  const changes = fc.array(fc.array(fc.record({ by: fc.integer({ min: -100, max: 100 }) }), { maxLength: 4 }), {
    minLength: 1,
    maxLength: 20,
  });
  fc.assert(
    fc.property(changes, (all) => {
      let current: AggregateDocument<Counter, Added> = next({ change: { events: [{ by: 1 }], result: null } });
      for (const events of all) current = next({ current, change: { events, result: null } });
      expect(current.history.map(({ event }) => event).reduce<Counter | null>(evolve, null)).toEqual(current.state);
      expect(current.version).toBe(all.length + 1);
      const versions = current.history.map(({ version }) => version);
      expect(versions).toEqual(versions.toSorted((a, b) => a - b));
    }),
  );
});

test("ids of messages follow from context, aggregate, version and place: the same change makes the same messages", () => {
  const change = { events: [{ by: 1 }], messages: [message(counted, { n: 1 }), message(counted, { n: 2 })], result: null };
  const first = next({ change });
  expect(first.outbox.map(({ id }) => id)).toEqual(["toys.t1.1.0", "toys.t1.1.1"]);
  expect(next({ change, trace: { traceparent: "other" } }).outbox.map(({ id }) => id)).toEqual(first.outbox.map(({ id }) => id));
  const second = next({ current: first, change });
  expect(second.outbox.map(({ id }) => id)).toEqual(["toys.t1.1.0", "toys.t1.1.1", "toys.t1.2.0", "toys.t1.2.1"]);
});

test("ids are unique over all versions of all aggregates of a context", () => {
  const ids = fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(ids, fc.integer({ min: 1, max: 12 }), (aggregates, versions) => {
      const change = { events: [{ by: 1 }], messages: Array.from({ length: 11 }, (_, n) => message(counted, { n })), result: null };
      const made = aggregates.flatMap((id) => {
        let current: AggregateDocument<Counter, Added> | null = null;
        for (let version = 0; version < versions; version += 1) current = next({ id, current, change });
        return current?.outbox.map((entry) => entry.id) ?? [];
      });
      expect(new Set(made).size).toBe(made.length);
    }),
    { numRuns: 20 },
  );
});

test("a message says whence it comes, what it is about, when it was caused, and in which trace", () => {
  const trace = { traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" };
  const { outbox } = next({ trace, change: { events: [{ by: 1 }], messages: [message(counted, { n: 1 })], result: null } });
  expect(outbox).toEqual([
    { id: "toys.t1.1.0", type: "toys.v1.counted", time: T0.toISOString(), source: "toys", subject: "t1", data: { n: 1 }, trace, at: T0 },
  ]);
});

test("a message that its contract refuses is a mistake of ours, found before it is written", () => {
  const messages = [{ contract: counted, data: { n: "one" } }];
  expect(() => next({ change: { events: [{ by: 1 }], messages, result: null } })).toThrow(InvariantError);
});

test("nothing is written without a state", () => {
  expect(() => next({ change: { events: [], messages: [], result: null } })).toThrow("toys t1 would be written without a state");
});

describe("what sweeps look for", () => {
  const change = { events: [{ by: 1 }], messages: [message(counted, { n: 1 })], result: null };
  const later = new Date(T0.getTime() + 5_000);

  test("since when messages wait: from the first of them, and not at all when none does", () => {
    const first = next({ change });
    expect(first.outboxSince).toEqual(T0);
    expect(next({ current: first, change, at: later }).outboxSince).toEqual(T0);
    expect("outboxSince" in next({ change: { events: [{ by: 1 }], result: null } })).toBe(false);
  });

  test("when the first of the sagas is due, and nothing when none waits", () => {
    const one = next({ change: { ...change, saga: saga("a", later) } });
    expect(one.dueAt).toEqual(later);
    const sooner = next({ current: one, change: { events: [], saga: saga("a", T0), result: null } });
    expect([sooner.dueAt, sooner.sagas.map(({ id }) => id)]).toEqual([T0, ["a"]]);
    const ended = next({ current: sooner, change: { events: [], saga: { ...saga("a", null), endedAt: T0 }, result: null } });
    expect("dueAt" in ended).toBe(false);
    const second = next({ current: ended, change: { events: [], saga: saga("b", later), result: null } });
    expect([second.dueAt, second.sagas.map(({ id }) => id)]).toEqual([later, ["a", "b"]]);
  });
});

test("a saga locks its aggregate until it ends: no other begins beside it, whoever forgot to look", () => {
  const change = (one: SagaInstance) => ({ events: [{ by: 1 }], saga: one, result: null });
  const held = next({ change: change(saga("a", T0)) });
  expect(() => next({ current: held, change: change(saga("b", T0)) })).toThrow("saga b would begin while a holds the aggregate");
  const stuck = next({ current: held, change: change({ ...saga("a", null), status: "needs-attention" }) });
  expect(() => next({ current: stuck, change: change(saga("b", T0)) })).toThrow(InvariantError);
  const free = next({ current: stuck, change: change({ ...saga("a", null), status: "completed", endedAt: T0 }) });
  expect(next({ current: free, change: change(saga("b", T0)) }).sagas.map(({ id }) => id)).toEqual(["a", "b"]);
});

test("an aggregate without history keeps its state alone", () => {
  const first = next({ history: "none", change: { events: [{ by: 1 }], result: null } });
  const second = next({ history: "none", current: first, change: { events: [{ by: 2 }], result: null } });
  expect([second.history, second.state, second.version]).toEqual([[], { sum: 3, seen: 2 }, 2]);
});

test("the id of the message that caused a change is taken in with it", () => {
  const first = next({ messageId: "m1", change: { events: [{ by: 1 }], result: null } });
  expect(next({ current: first, messageId: "m2", change: { events: [], result: null } }).inbox).toEqual(["m1", "m2"]);
});
