import { expect, mock, test } from "bun:test";
import { createRecordedLog } from "../testing/index.ts";
import { createLifecycle, type StopSignals, stopOnSignal } from "./index.ts";

function signals() {
  const first = Promise.withResolvers<NodeJS.Signals>();
  const second = Promise.withResolvers<NodeJS.Signals>();
  const given: StopSignals = { first: first.promise, second: second.promise };
  return { given, term: () => first.resolve("SIGTERM"), interrupt: () => second.resolve("SIGINT") };
}

test("parts stop in the reverse order of their start, each after the one before", async () => {
  const lifecycle = createLifecycle(createRecordedLog().log);
  const stopped: string[] = [];
  for (const name of ["database", "bus", "consumers"]) {
    lifecycle.add(name, {
      stop: async () => {
        await Promise.resolve();
        stopped.push(name);
      },
    });
  }
  await lifecycle.stop();
  expect(stopped).toEqual(["consumers", "bus", "database"]);
});

test("a part that fails to stop is logged and keeps no other from stopping", async () => {
  const { log, lines } = createRecordedLog();
  const lifecycle = createLifecycle(log);
  const database = lifecycle.add("database", { stop: mock(async () => {}) });
  lifecycle.add("bus", { stop: () => Promise.reject(new Error("stuck")) });
  await lifecycle.stop();
  expect(database.stop).toHaveBeenCalledTimes(1);
  expect(lines).toMatchObject([{ level: "error", part: "bus", msg: "could not be stopped cleanly" }]);
});

test("stopping twice is stopping once", async () => {
  const lifecycle = createLifecycle(createRecordedLog().log);
  const bus = lifecycle.add("bus", { stop: mock(async () => {}) });
  await Promise.all([lifecycle.stop(), lifecycle.stop()]);
  await lifecycle.stop();
  expect(bus.stop).toHaveBeenCalledTimes(1);
});

test("nothing stops before a signal, and a clean stop in time is exit code 0", async () => {
  const { given, term } = signals();
  const { log, messages } = createRecordedLog();
  const part = { stop: mock(async () => {}) };
  const code = stopOnSignal(part, { log, timeoutMs: 1_000, signals: given });
  await Promise.resolve();
  expect(part.stop).not.toHaveBeenCalled();
  term();
  expect(await code).toBe(0);
  expect(part.stop).toHaveBeenCalledTimes(1);
  expect(messages("info")).toEqual(["stopping", "stopped"]);
});

test("a stop that takes too long, or fails, is exit code 1", async () => {
  const slow = signals();
  const late = createRecordedLog();
  slow.term();
  expect(await stopOnSignal({ stop: () => new Promise(() => {}) }, { log: late.log, timeoutMs: 5, signals: slow.given })).toBe(1);
  expect(late.messages("error")).toEqual(["did not stop in time"]);
  const failing = signals();
  const broken = createRecordedLog();
  failing.term();
  const stop = () => Promise.reject(new Error("stuck"));
  expect(await stopOnSignal({ stop }, { log: broken.log, timeoutMs: 1_000, signals: failing.given })).toBe(1);
  expect(broken.messages("error")).toEqual(["could not be stopped cleanly"]);
});

test("a second signal ends the wait at once", async () => {
  const { given, term, interrupt } = signals();
  const { log, messages } = createRecordedLog();
  const code = stopOnSignal({ stop: () => new Promise(() => {}) }, { log, timeoutMs: 60_000, signals: given });
  term();
  interrupt();
  expect(await code).toBe(1);
  expect(messages("warn")).toEqual(["told to stop again, does not wait any longer"]);
});
