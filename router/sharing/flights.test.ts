import { expect, test } from "bun:test";
import { createFlights } from "./flights.ts";

/** Work that ends when it is told to, and counts how often it was started. */
function createWork() {
  const started: { readonly signal: AbortSignal; readonly end: PromiseWithResolvers<string> }[] = [];
  function start(signal: AbortSignal): Promise<string> {
    const end = Promise.withResolvers<string>();
    started.push({ signal, end });
    return end.promise;
  }
  return { started, start };
}
const never = () => new AbortController().signal;

test("what is in flight is waited for, what has landed is started anew", async () => {
  const [flights, work] = [createFlights<string>(), createWork()];
  const both = [flights.join("a", never(), work.start), flights.join("a", never(), work.start)];
  const other = flights.join("b", never(), work.start);
  expect(work.started).toHaveLength(2);
  work.started[0]?.end.resolve("first");
  work.started[1]?.end.resolve("other");
  expect(await Promise.all([...both, other])).toEqual(["first", "first", "other"]);
  const again = flights.join("a", never(), work.start);
  work.started[2]?.end.resolve("second");
  expect(await again).toBe("second");
});

test("a failure is everybody's, and not kept", async () => {
  const [flights, work] = [createFlights<string>(), createWork()];
  const both = [flights.join("a", never(), work.start), flights.join("a", never(), work.start)];
  work.started[0]?.end.reject(new Error("broken"));
  expect((await Promise.allSettled(both)).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  const again = flights.join("a", never(), work.start);
  work.started[1]?.end.resolve("well");
  expect(await again).toBe("well");
});

test("who goes away takes nothing from those who stay; the last one to go ends the work", async () => {
  const [flights, work] = [createFlights<string>(), createWork()];
  const [first, second] = [new AbortController(), new AbortController()];
  const waiting = [flights.join("a", first.signal, work.start), flights.join("a", second.signal, work.start)];
  const outcomes = Promise.allSettled(waiting);
  first.abort(new Error("gone"));
  expect(work.started[0]?.signal.aborted).toBe(false);
  second.abort(new Error("gone too"));
  expect(work.started[0]?.signal.aborted).toBe(true);
  expect((await outcomes).map((outcome) => (outcome.status === "rejected" ? outcome.reason.message : ""))).toEqual(["gone", "gone too"]);
  const fresh = flights.join("a", never(), work.start);
  expect(work.started).toHaveLength(2);
  work.started[0]?.end.reject(new Error("ended")); // the old flight must not take the new one along
  work.started[1]?.end.resolve("well");
  expect(await fresh).toBe("well");
});

test("who is gone already starts nothing", async () => {
  const [flights, work] = [createFlights<string>(), createWork()];
  const gone = AbortSignal.abort(new Error("gone"));
  await expect(flights.join("a", gone, work.start)).rejects.toThrow("gone");
  expect(work.started).toHaveLength(0);
});
