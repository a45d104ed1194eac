import { afterAll, beforeAll, expect, test } from "bun:test";
import { type AggregateStore, aggregateSchema, createAggregateStore } from "../aggregate/index.ts";
import { systemClock, systemRandomness } from "../clock/index.ts";
import { startWorld, type World } from "../testing/index.ts";

interface Plot {
  readonly owner: string;
  readonly numbers: readonly string[];
}
type Claimed = { readonly owner: string; readonly number: string };

let world: World;
let land: AggregateStore<Plot, Claimed>;
/** Another process: it shares the collection with `land` and nothing else. */
let elsewhere: AggregateStore<Plot, Claimed>;

const evolve = (state: Plot | null, { owner, number }: Claimed): Plot => ({ owner, numbers: [...(state?.numbers ?? []), number] });
const claim = (owner: string, number: string) => ({ events: [{ owner, number }], result: "claimed" });
const leave = { events: [], result: "left" };

beforeAll(async () => {
  world = await startWorld();
  const { connection } = await world.connectDatabase("plots");
  const schema = aggregateSchema<Plot, Claimed>();
  schema.index({ "state.numbers": 1 }, { unique: true });
  const model = connection.model("Plot", schema, "plots");
  await model.createIndexes();
  const options = { model, context: "land", evolve, clock: systemClock, randomness: systemRandomness };
  land = createAggregateStore<Plot, Claimed>(options);
  elsewhere = createAggregateStore<Plot, Claimed>(options);
}, 60_000);

afterAll(() => world.stop(), 60_000);

test("many are made, changed and left alone in one go, and answered in the order that was asked for", async () => {
  await land.update("a2", () => claim("ann", "a2-1"));
  await land.update("a3", () => claim("ann", "a3-1"));
  const updated = await land.updateMany(["a3", "a1", "a2", "a3"], (id, current) => {
    if (id === "a3") return leave;
    return claim("bob", `${id}-${(current?.version ?? 0) + 1}`);
  });
  expect([...updated.keys()]).toEqual(["a3", "a1", "a2"]);
  expect([...updated.values()].map((one) => one.kind === "applied" && one.result)).toEqual(["left", "claimed", "claimed"]);
  const stored = await land.loadMany(["a1", "a2", "a3"]);
  const versions = stored.map(({ id, version, state }) => [id, version, state.numbers]).sort();
  expect(versions).toEqual([
    ["a1", 1, ["a1-1"]],
    ["a2", 2, ["a2-1", "a2-2"]],
    ["a3", 1, ["a3-1"]],
  ]);
});

test("an aggregate that another changed in between is decided on again, and the others are not", async () => {
  await land.update("b1", () => claim("ann", "b1-1"));
  const seen: [string, number][] = [];
  const updated = await land.updateMany(["b1", "b2", "b3"], (id, current) => {
    seen.push([id, current?.version ?? 0]);
    return claim("bob", `${id}-${crypto.randomUUID()}`);
  });
  expect(seen.length).toBe(3);
  expect([...updated.values()].every(({ kind }) => kind === "applied")).toBeTrue();

  seen.length = 0;
  const both = [land, elsewhere].map((store) =>
    store.updateMany(["b1", "b2", "b4", "b5"], (id, current) => claim("eve", `${id}-${current?.version ?? 0}-new`)),
  );
  const kinds = (await Promise.all(both)).flatMap((answer) => [...answer.values()].map(({ kind }) => kind));
  expect(kinds).toEqual(Array.from({ length: 8 }, () => "applied"));
  const stored = await land.loadMany(["b1", "b2", "b4", "b5"]);
  expect(stored.map(({ id, version }) => [id, version]).sort()).toEqual([
    ["b1", 4],
    ["b2", 3],
    ["b4", 2],
    ["b5", 2],
  ]);
});

test("what a unique index refuses is a conflict of that aggregate alone, whether it is made or changed", async () => {
  await land.update("c1", () => claim("ann", "c-taken"));
  await land.update("c2", () => claim("ann", "c2-1"));
  const updated = await land.updateMany(["c2", "c3", "c4"], (id) => claim("bob", id === "c4" ? "c4-1" : "c-taken"));
  expect([...updated].map(([id, { kind }]) => [id, kind])).toEqual([
    ["c2", "conflict"],
    ["c3", "conflict"],
    ["c4", "applied"],
  ]);
  expect(await land.load("c3")).toBeNull();
  expect((await land.load("c2"))?.version).toBe(1);
});

test("no ids are no work", async () => {
  expect((await land.updateMany([], () => leave)).size).toBe(0);
});
