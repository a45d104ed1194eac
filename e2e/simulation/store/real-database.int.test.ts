import { afterAll, beforeAll, expect, test } from "bun:test";
import { startWorld, type World } from "@mercato/chassis/testing";
import mongoose from "mongoose";
import { createRandom, type Random } from "../kernel/random.ts";
import { connectSimulated } from "./connection.ts";
import { createDatabase } from "./server.ts";

/**
 * The store that simulations run on says what the real database says: the same random operations, of all the shapes that the shop's stores use,
 * give the same answers, the same refusals and in the end the same documents.
 */

type Collection = mongoose.mongo.Collection<{ _id: string; [field: string]: unknown }>;

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const schema = () => new mongoose.Schema({ _id: String }, { strict: false, versionKey: false }).index({ unique: 1 }, { unique: true });

async function realCollection(name: string): Promise<Collection> {
  const { connection } = await world.connectDatabase("simulation");
  const model = connection.model(name, schema(), name);
  await model.createIndexes();
  return model.collection as unknown as Collection;
}

/** At once, and nothing goes wrong. */
const plainWire = { latency: () => 0, ask: async <T>({ parts }: { readonly parts: readonly (() => T)[] }) => parts.map((part) => part()) };

async function simulatedCollection(name: string): Promise<Collection> {
  const database = createDatabase("simulation", () => undefined);
  const { connection } = connectSimulated({ wire: plainWire, database, away: () => false });
  const model = connection.model(name, schema(), name);
  await model.createIndexes();
  return model.collection as unknown as Collection;
}

const IDS = ["a", "b", "c", "d"];
const at = (random: Random) => new Date(1_700_000_000_000 + random.below(4) * 1_000);

function makeDocument(random: Random) {
  return {
    _id: random.pick(IDS),
    unique: random.pick([1, 2, 3, 4, 5, 6]),
    n: random.below(4),
    state: { due: random.chance(0.5) ? at(random) : null, deep: { flag: random.chance(0.5), none: undefined } },
    list: Array.from({ length: random.below(3) }, () => ({ id: random.pick(["x", "y"]), at: at(random) })),
    ...(random.chance(0.5) ? { at: at(random) } : {}),
  };
}

function makeFilter(random: Random): Record<string, unknown> {
  const _id = random.pick(IDS);
  const item = random.pick(["x", "y"]);
  return random.pick<Record<string, unknown>>([
    { _id },
    { _id: { $in: [random.pick(IDS), random.pick(IDS)] } },
    { _id, n: random.below(4) },
    { _id, "list.id": { $ne: item } },
    { _id, "list.id": item, n: { $gte: random.below(3) } },
    { _id, "list.id": { $in: ["x", "z"] } },
    { at: { $lte: at(random) } },
    { at: { $gt: new Date(0) } },
    { "state.due": { $lte: at(random) } },
    { "state.due": null },
    { _id, n: { $not: { $gte: random.below(4) } } },
    { $or: [{ n: { $lt: 2 } }, { n: 2, _id: { $lt: "c" } }] },
    { $and: [{ n: { $gt: 0 } }, { unique: { $ne: 3 } }] },
  ]);
}

function makeUpdate(random: Random): Record<string, unknown> | Record<string, unknown>[] {
  const item = random.pick(["x", "y"]);
  const left = { $filter: { input: "$list", as: "entry", cond: { $not: [{ $in: ["$$entry.id", [item]] }] } } };
  return random.pick<Record<string, unknown> | Record<string, unknown>[]>([
    { $set: { n: random.below(4), state: { due: at(random) } } },
    { $set: { at: at(random) }, $inc: { n: 1 } },
    { $unset: { at: true }, $set: { n: 0 } },
    { $min: { at: at(random) } },
    { $push: { list: { id: item, at: at(random) } }, $inc: { n: -1, other: 2 } },
    { $push: { list: { $each: [{ id: item }, { id: "z" }] } } },
    { $pull: { list: { id: item } } },
    { $pull: { list: { id: { $in: ["x", "z"] } } }, $inc: { n: 1 } },
    { $set: { unique: random.pick([1, 2, 3]) } },
    [{ $set: { list: left, sent: { $slice: [{ $concatArrays: [{ $ifNull: ["$sent", []] }, "$list"] }, -2] } } }],
    [
      { $set: { list: left } },
      { $set: { at: { $cond: [{ $eq: [{ $size: "$list" }, 0] }, "$$REMOVE", { $arrayElemAt: ["$list.at", 0] }] } } },
    ],
  ]);
}

type Step = (collection: Collection) => Promise<unknown>;

function findStep(random: Random): Step {
  const filter = makeFilter(random) as never;
  const projection = random.pick<Record<string, 0 | 1> | undefined>([
    undefined,
    { list: 0 },
    { n: 1 },
    { _id: 1 },
    { "state.due": 1, list: 1 },
  ]);
  const limit = random.whole(1, 3);
  const options = projection === undefined ? {} : { projection };
  const sort = random.pick<Record<string, 1 | -1>>([{ _id: 1 }, { n: -1, _id: -1 }, { "state.due": 1, _id: 1 }]);
  return (collection) => collection.find(filter, options).sort(sort).limit(limit).toArray();
}

function makeStep(random: Random): Step {
  const filter = makeFilter(random) as never;
  const update = makeUpdate(random) as never;
  const [one, two] = [makeDocument(random), makeDocument(random)];
  const only = { _id: random.pick(IDS) };
  return random.pick<Step>([
    findStep(random),
    findStep(random),
    (collection) => collection.insertOne(one, { ignoreUndefined: true }).then(({ acknowledged }) => acknowledged),
    (collection) => collection.insertOne(two).then(({ acknowledged }) => acknowledged),
    (collection) => collection.insertMany([one, two], { ordered: false, ignoreUndefined: true }).then(({ insertedCount }) => insertedCount),
    // Of several that fit, servers may choose any: so the id is part of each filter.
    (collection) => collection.updateOne({ ...(filter as object), ...only }, update).then(({ matchedCount }) => matchedCount),
    (collection) => collection.updateOne({ ...(filter as object), ...only }, update).then(({ matchedCount }) => matchedCount),
    (collection) =>
      collection
        .updateOne(
          { ...only, n: { $not: { $gte: 2 } } },
          { $set: { n: one.n, unique: one.unique, list: [], state: one.state } },
          { upsert: true },
        )
        .then(({ matchedCount, upsertedCount }) => ({ matchedCount, upsertedCount })),
    (collection) =>
      collection
        .bulkWrite(
          [only, { _id: one._id, n: one.n }].map((which) => ({
            updateOne: { filter: which, update: { $inc: { n: 1 }, $push: { list: { id: "x" } } } as never },
          })),
          { ordered: false },
        )
        .then(({ matchedCount }) => matchedCount),
    (collection) => collection.findOneAndUpdate(only, { $inc: { n: 1 } } as never, { returnDocument: "after" }),
    (collection) => collection.countDocuments(filter),
    (collection) => collection.findOne(only),
  ]);
}

/** What came of a step, refusals by their code. */
async function outcomeOf(step: Step, collection: Collection): Promise<unknown> {
  try {
    return await step(collection);
  } catch (error) {
    if (!(error instanceof mongoose.mongo.MongoServerError)) throw error;
    const positions = error instanceof mongoose.mongo.MongoBulkWriteError ? [error.writeErrors].flat().map(({ index }) => index) : null;
    return { code: error.code, positions };
  }
}

test("random operations come to the same on the simulated store as on the real database", async () => {
  for (let seed = 1; seed <= 12; seed += 1) {
    const random = createRandom(seed, "operations");
    const [real, simulated] = await Promise.all([realCollection(`documents_${seed}`), simulatedCollection(`documents_${seed}`)]);
    for (let count = 1; count <= 60; count += 1) {
      const step = makeStep(random);
      const place = { seed, count, step: step.toString() };
      expect({ ...place, outcome: await outcomeOf(step, simulated) }).toEqual({ ...place, outcome: await outcomeOf(step, real) });
    }
    const all = (collection: Collection) => collection.find({}).sort({ _id: 1 }).limit(100).toArray();
    expect(await all(simulated)).toEqual(await all(real));
  }
}, 120_000);

test("what the store does not know is refused, never guessed", async () => {
  const collection = await simulatedCollection("unknown");
  await collection.insertOne({ _id: "a", n: 1 });
  const refused = async (work: Promise<unknown>) => expect(await work.catch((error: Error) => error.name)).toBe("UnknownOperatorError");
  await refused(collection.updateOne({ _id: "a" }, { $mul: { n: 2 } } as never));
  await refused(collection.findOne({ n: { $mod: [2, 0] } } as never));
  await refused(collection.updateOne({ _id: "a" }, { $set: { "state.n": 1 } }));
});
