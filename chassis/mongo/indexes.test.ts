import { expect, test } from "bun:test";
import mongoose from "mongoose";
import { ensureIndexes } from "./indexes.ts";

const options = { clock: { now: () => new Date(), sleep: async () => {} }, randomness: { next: () => 0.5 } };

function failing(times: number, error: Error) {
  let calls = 0;
  return {
    calls: () => calls,
    createIndexes: async () => {
      calls += 1;
      if (calls <= times) throw error;
    },
  };
}

const deadlock = new mongoose.mongo.MongoServerError({ message: "deadlock detected", code: 1 });

test("indexes that others are making at the same moment are tried again", async () => {
  const models = [failing(0, deadlock), failing(3, deadlock)];
  await ensureIndexes(models, options);
  expect(models.map(({ calls }) => calls())).toEqual([1, 4]);
});

test("a server that refuses for ever is believed in the end", async () => {
  const model = failing(Number.POSITIVE_INFINITY, deadlock);
  await expect(ensureIndexes([model], options)).rejects.toBe(deadlock);
  expect(model.calls()).toBe(8);
});

test("an index that data or another index is in the way of is not tried again", async () => {
  for (const code of [11_000, 85, 86]) {
    const inTheWay = new mongoose.mongo.MongoServerError({ message: "in the way", code });
    const model = failing(1, inTheWay);
    await expect(ensureIndexes([model], options)).rejects.toBe(inTheWay);
    expect(model.calls()).toBe(1);
  }
});
