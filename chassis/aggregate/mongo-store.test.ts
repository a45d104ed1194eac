import { describe, expect, test } from "bun:test";
import mongoose from "mongoose";
import { createManualClock } from "../testing/index.ts";
import { createAggregateStore } from "./mongo-store.ts";

/** A collection without documents that answers insertions with these errors, then takes them. */
function createFakeStore(...errors: readonly Error[]) {
  const clock = createManualClock();
  const left = [...errors];
  let inserted = 0;
  const collection = {
    findOne: async () => null,
    insertOne: async () => {
      const error = left.shift();
      if (error !== undefined) throw error;
      inserted += 1;
    },
  };
  const store = createAggregateStore<number, number>({
    // Only what the store calls is there.
    model: { collection: collection as unknown as mongoose.Collection },
    context: "toys",
    evolve: (state, event) => (state ?? 0) + event,
    clock,
    randomness: { next: () => 1 },
  });
  const make = () => store.update("t1", () => ({ events: [1], result: "made" }));
  return { clock, make, inserted: () => inserted };
}

const deadlock = () => new mongoose.mongo.MongoServerError({ code: 16_908_292, message: "deadlock detected" });

describe("a write that the database gave up for another", () => {
  test("is made again, after a pause in which the other can end", async () => {
    const { clock, make, inserted } = createFakeStore(deadlock(), deadlock());
    const making = make();
    await clock.advance(1_400);
    expect(inserted()).toBe(0);
    await clock.advance(10_000);
    expect(await making).toMatchObject({ kind: "applied", result: "made" });
    expect(inserted()).toBe(1);
  });

  test("is not made again for ever", async () => {
    const { clock, make, inserted } = createFakeStore(...Array.from({ length: 10 }, deadlock));
    const making = make().catch((error: unknown) => error);
    await clock.advance(60_000);
    expect(await making).toMatchObject({ message: "deadlock detected" });
    expect(inserted()).toBe(0);
  });
});

test("a write of which it is not known whether it was made is not made again: its caller decides", async () => {
  const { make, inserted } = createFakeStore(new mongoose.mongo.MongoNetworkTimeoutError("no answer"));
  await expect(make()).rejects.toThrow("no answer");
  expect(inserted()).toBe(0);
});
