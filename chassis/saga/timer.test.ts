import { expect, test } from "bun:test";
import { createManualClock, createRecordedLog } from "../testing/index.ts";
import { startSagaTimer } from "./timer.ts";

/** Sagas by the id of their aggregate, with the time at which they are due. */
function setUp(due: Map<string, number>, onDue: (id: string) => Promise<void>) {
  const clock = createManualClock(new Date(0));
  const recorded = createRecordedLog();
  const timer = startSagaTimer({
    source: {
      due: async (now, limit) =>
        [...due]
          .filter(([, at]) => at <= now.getTime())
          .toSorted((a, b) => a[1] - b[1])
          .map(([id]) => id)
          .slice(0, limit),
    },
    onDue,
    clock,
    log: recorded.log,
    intervalMs: 500,
  });
  return { clock, timer, ...recorded };
}

test("Law 3: a saga whose time is up is moved, soon and not before", async () => {
  const due = new Map([["a", 1_000]]);
  const moved: string[] = [];
  const { clock, timer } = setUp(due, async (id) => {
    due.delete(id);
    moved.push(id);
  });
  await clock.advance(900);
  expect(moved).toEqual([]);
  await clock.advance(600);
  expect(moved).toEqual(["a"]);
  await timer.stop();
});

test("one that cannot be moved is tried again later, and keeps nobody else waiting", async () => {
  const due = new Map([
    ["broken", 0],
    ["fine", 1],
  ]);
  const tried: string[] = [];
  const { clock, timer, lines } = setUp(due, async (id) => {
    tried.push(id);
    if (id === "broken") throw new Error("no saga of version 7 is known");
    due.delete(id);
  });
  await clock.advance(1_000);
  expect(tried).toEqual(["broken", "fine"]);
  expect(lines).toMatchObject([{ level: "warn", aggregateId: "broken" }]);
  await clock.advance(5_000);
  expect(tried.filter((id) => id === "broken")).toHaveLength(2);
  await timer.stop();
});

test("more sagas that cannot be moved than are taken at once do not keep the others from their turn", async () => {
  const due = new Map<string, number>(Array.from({ length: 250 }, (_, index) => [`broken${index}`, index]));
  due.set("fine", 999);
  const moved: string[] = [];
  const { clock, timer } = setUp(due, async (id) => {
    if (id.startsWith("broken")) throw new Error("cannot");
    due.delete(id);
    moved.push(id);
  });
  await clock.advance(3_000);
  expect(moved).toEqual(["fine"]);
  await timer.stop();
});

test("a backlog is worked off without pauses", async () => {
  const due = new Map<string, number>(Array.from({ length: 1_000 }, (_, index) => [`s${index}`, 0]));
  const { clock, timer } = setUp(due, async (id) => void due.delete(id));
  await clock.advance(501);
  expect(due.size).toBe(0);
  await timer.stop();
});

test("stopping waits for the move that is under way", async () => {
  const gate = Promise.withResolvers<void>();
  const { clock, timer } = setUp(new Map([["a", 0]]), () => gate.promise);
  await clock.advance(1);
  let stopped = false;
  const stopping = timer.stop().then(() => {
    stopped = true;
  });
  await clock.advance(1);
  expect(stopped).toBe(false);
  gate.resolve();
  await stopping;
});
