import { expect, test } from "bun:test";
import { createManualClock } from "../testing/index.ts";
import { createRests } from "./rests.ts";

test("what failed rests for its time, and is forgotten afterwards", async () => {
  const clock = createManualClock();
  const rests = createRests({ clock, restMs: 1_000 });
  rests.rest("a");
  await clock.advance(600);
  rests.rest("b");
  expect([rests.isAtRest("a"), rests.isAtRest("b"), rests.isAtRest("c"), rests.count()]).toEqual([true, true, false, 2]);
  await clock.advance(500);
  expect([rests.isAtRest("a"), rests.isAtRest("b"), rests.count()]).toEqual([false, true, 1]);
  await clock.advance(500);
  expect(rests.count()).toBe(0);
});

test("what fails again rests again, from then on", async () => {
  const clock = createManualClock();
  const rests = createRests({ clock, restMs: 1_000 });
  rests.rest("a");
  rests.rest("b");
  await clock.advance(900);
  rests.rest("a");
  await clock.advance(900);
  expect([rests.isAtRest("a"), rests.isAtRest("b"), rests.count()]).toEqual([true, false, 1]);
});

test("all can be woken", () => {
  const rests = createRests({ clock: createManualClock(), restMs: 1_000 });
  rests.rest("a");
  rests.clear();
  expect([rests.isAtRest("a"), rests.count()]).toEqual([false, 0]);
});
