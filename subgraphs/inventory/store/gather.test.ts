import { expect, test } from "bun:test";
import { createGatherer } from "./gather.ts";

/** A batch runner whose batches end when told to. */
function held() {
  const batches: { readonly items: readonly string[]; readonly end: (result: string) => void; readonly fail: (error: Error) => void }[] =
    [];
  const run = (items: readonly string[]) => {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    batches.push({ items, end: resolve, fail: reject });
    return promise;
  };
  return { batches, run };
}

test("a call that finds nothing under way goes at once; calls made meanwhile go together", async () => {
  const { batches, run } = held();
  const gather = createGatherer({ width: 1, limit: 10 }, run);
  const first = gather(["a"]);
  const others = [gather(["b", "c"]), gather(["d"])];
  expect(batches.map(({ items }) => items)).toEqual([["a"]]);
  batches[0]?.end("one");
  expect(await first).toBe("one");
  expect(batches.map(({ items }) => items)).toEqual([["a"], ["b", "c", "d"]]);
  batches[1]?.end("two");
  expect(await Promise.all(others)).toEqual(["two", "two"]);
});

test("no batch is larger than the limit, but for a call that is larger by itself", async () => {
  const { batches, run } = held();
  const gather = createGatherer({ width: 1, limit: 2 }, run);
  const calls = [gather(["a"]), gather(["b"]), gather(["c", "d", "e"]), gather(["f"])];
  for (let index = 0; index < calls.length; index += 1) {
    batches[index]?.end("done");
    await calls[index];
  }
  expect(batches.map(({ items }) => items.join(""))).toEqual(["a", "b", "cde", "f"]);
});

test("as many batches as allowed are under way at once", () => {
  const { batches, run } = held();
  const gather = createGatherer({ width: 2, limit: 10 }, run);
  for (const item of ["a", "b", "c", "d"]) void gather([item]);
  expect(batches.map(({ items }) => items)).toEqual([["a"], ["b"]]);
});

test("a batch that fails fails for its calls, and the next goes on", async () => {
  const { batches, run } = held();
  const gather = createGatherer({ width: 1, limit: 10 }, run);
  const first = gather(["a"]);
  const second = gather(["b"]);
  batches[0]?.fail(new Error("no"));
  await expect(first).rejects.toThrow("no");
  batches[1]?.end("yes");
  expect(await second).toBe("yes");
});
