import { expect, test } from "bun:test";
import { withDeadline } from "./deadline.ts";

const never = () => new Promise<never>(() => {});

test("work in time gives its result, and the deadline lets go of the caller's signal", async () => {
  const controller = new AbortController();
  expect(await withDeadline({ timeoutMs: 1_000, signal: controller.signal }, async () => 7)).toBe(7);
  controller.abort();
});

test("work that does not heed its signal is left behind at the deadline", async () => {
  expect(withDeadline({ timeoutMs: 1 }, never)).rejects.toMatchObject({ name: "TimeoutError" });
});

test("work ends with the caller's signal, also when that came first", async () => {
  const reason = new Error("client gone");
  expect(withDeadline({ timeoutMs: 1_000, signal: AbortSignal.abort(reason) }, never)).rejects.toBe(reason);
  const controller = new AbortController();
  const result = withDeadline({ timeoutMs: 1_000, signal: controller.signal }, never);
  controller.abort(reason);
  expect(result).rejects.toBe(reason);
});

test("the work's signal aborts at the deadline", async () => {
  const aborted = Promise.withResolvers<string>();
  const work = (signal: AbortSignal) => {
    signal.addEventListener("abort", () => aborted.resolve(signal.reason.name));
    return never();
  };
  await withDeadline({ timeoutMs: 1 }, work).catch(() => {});
  expect(await aborted.promise).toBe("TimeoutError");
});
