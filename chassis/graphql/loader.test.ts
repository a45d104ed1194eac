import { expect, test } from "bun:test";
import { createEntityResolver, createRequestLoader } from "./loader.ts";

interface Context {
  readonly caller: string;
}

const owners = new Map([
  ["o1", { id: "o1", owner: "ann" }],
  ["o2", { id: "o2", owner: "bob" }],
]);

function setUp() {
  const batches: (readonly string[])[] = [];
  const loader = createRequestLoader<Context, { id: string; owner: string }>(async (keys) => {
    batches.push(keys);
    return new Map(keys.flatMap((key) => (owners.has(key) ? [[key, owners.get(key)!] as const] : [])));
  });
  return { batches, loader };
}

test("the keys that one tick asks for are loaded together, each once", async () => {
  const { batches, loader } = setUp();
  const context = { caller: "ann" };
  const found = await Promise.all(["o1", "o2", "o1", "gone"].map((key) => loader.load(key, context)));
  expect(batches).toEqual([["o1", "o2", "gone"]]);
  expect(found.map((value) => value?.id ?? null)).toEqual(["o1", "o2", "o1", null]);
});

test("what a request has loaded it does not load again; the next request does", async () => {
  const { batches, loader } = setUp();
  const context = { caller: "ann" };
  await loader.load("o1", context);
  await loader.load("o1", context);
  await loader.load("o1", { caller: "ann" });
  expect(batches).toEqual([["o1"], ["o1"]]);
});

test("requests are never loaded together: what one may see, another may not", async () => {
  const { batches, loader } = setUp();
  await Promise.all([loader.load("o1", { caller: "ann" }), loader.load("o2", { caller: "bob" })]);
  expect(batches).toEqual([["o1"], ["o2"]]);
});

test("more than a thousand keys are loaded in several batches", async () => {
  const { batches, loader } = setUp();
  const context = { caller: "ann" };
  await Promise.all(Array.from({ length: 1_500 }, (_, index) => loader.load(`k${index}`, context)));
  expect(batches.map((keys) => keys.length)).toEqual([1_000, 500]);
});

test("Law 8: an entity that the caller may not see is as one that is not there", async () => {
  const { loader } = setUp();
  const see = (value: { owner: string }, { caller }: Context) => value.owner === caller;
  const resolve = createEntityResolver({ key: "id", loader, see });
  const context = { caller: "ann" };
  expect(await Promise.all(["o1", "o2", "gone"].map((id) => resolve({ id }, context)))).toEqual([{ id: "o1", owner: "ann" }, null, null]);
});

test("a failing batch fails those who asked, and the next request tries again", async () => {
  let failing = true;
  const loader = createRequestLoader<Context, string>(async () => {
    if (failing) throw new Error("database is away");
    return new Map([["a", "found"]]);
  });
  await expect(loader.load("a", { caller: "ann" })).rejects.toThrow("database is away");
  failing = false;
  expect(await loader.load("a", { caller: "ann" })).toBe("found");
});
