import { expect, test } from "bun:test";
import { createManualClock, createRecordedLog } from "../testing/index.ts";
import { startSweep } from "./sweep.ts";
import { systemClock, systemIds } from "./system.ts";

test("a sweep runs at once, then after each pause, never two at a time, and stops", async () => {
  const clock = createManualClock();
  let runs = 0;
  const sweep = startSweep({
    name: "toys",
    intervalMs: 1_000,
    clock,
    log: createRecordedLog().log,
    run: async () => {
      runs += 1;
      return false;
    },
  });
  expect(runs).toBe(1);
  await clock.advance(999);
  expect(runs).toBe(1);
  await clock.advance(2_001);
  expect(runs).toBe(4);
  await sweep.stop();
  await clock.advance(10_000);
  expect([runs, clock.sleepers]).toEqual([4, 0]);
});

test("with more to do it goes on at once; a failure is logged and followed by a pause", async () => {
  const clock = createManualClock();
  const { log, lines } = createRecordedLog();
  const answers: (boolean | Error)[] = [true, true, new Error("away"), false];
  let runs = 0;
  const run = async () => {
    const answer = answers[runs] ?? false;
    runs += 1;
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const sweep = startSweep({ name: "toys", intervalMs: 1_000, clock, log, run });
  await clock.advance(1);
  expect(runs).toBe(3);
  expect(lines).toMatchObject([{ level: "warn", sweep: "toys", msg: "sweep failed, will run again" }]);
  await clock.advance(1_000);
  expect(runs).toBe(4);
  await sweep.stop();
});

test("sleep ends early when its signal aborts, and at once when it has aborted", async () => {
  const ended = new AbortController();
  const sleeping = systemClock.sleep(60_000, ended.signal);
  ended.abort();
  await sleeping;
  await systemClock.sleep(60_000, ended.signal);
  expect(ended.signal.aborted).toBe(true);
});

test("ids are unique and sort by the time of their making", () => {
  const ids = Array.from({ length: 1_000 }, () => systemIds.next());
  expect(new Set(ids).size).toBe(1_000);
  expect(ids.toSorted()).toEqual(ids);
});
