import { jetstream, jetstreamManager, StorageType } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import mongoose from "mongoose";

/** What one order asks of the servers. */
export interface OrderCost {
  /** New documents. */
  readonly inserts: number;
  /** Changes of a document that is there. */
  readonly updates: number;
  readonly publishes: number;
}

export interface FloorOptions {
  readonly cost: OrderCost;
  readonly databaseUrl: string;
  readonly natsUrl: string;
  /** Names what it makes on the servers, and removes again. */
  readonly prefix: string;
  /** How many do this at once. */
  readonly concurrency: number;
  readonly seconds: number;
  readonly signal: AbortSignal;
}

/** About the size of an order's document and of an event: the shop's are of this order. */
const DOCUMENT = "x".repeat(2_000);
const MESSAGE = "x".repeat(500);

interface Servers extends AsyncDisposable {
  insert(): Promise<unknown>;
  /** Changes a document that is the worker's own. */
  update(worker: number): Promise<unknown>;
  publish(): Promise<unknown>;
}

/** The durability that the shop asks for: a majority's word and the journal; a message that is stored. */
async function openServers({ databaseUrl, natsUrl, prefix, concurrency }: FloorOptions): Promise<Servers> {
  await using stack = new AsyncDisposableStack();
  const client = await mongoose.mongo.MongoClient.connect(databaseUrl, {
    writeConcern: { w: "majority", journal: true },
    maxPoolSize: 100,
  });
  stack.defer(() => client.close());
  const database = client.db(`${prefix}_floor`);
  stack.defer(async () => void (await database.dropDatabase()));
  const documents = database.collection<{ _id: string; version: number; body: string }>("documents");
  await documents.insertMany(Array.from({ length: concurrency }, (_, worker) => ({ _id: `worker-${worker}`, version: 0, body: DOCUMENT })));
  const connection = await connect({ servers: natsUrl });
  stack.defer(() => connection.close());
  const manager = await jetstreamManager(connection);
  const stream = `${prefix.toUpperCase()}_FLOOR`;
  await manager.streams.add({ name: stream, subjects: [`${prefix}.floor`], storage: StorageType.File });
  stack.defer(async () => void (await manager.streams.delete(stream)));
  const publisher = jetstream(connection);
  const kept = stack.move();
  return {
    insert: () => documents.insertOne({ _id: crypto.randomUUID(), version: 0, body: DOCUMENT }),
    update: (worker) => documents.findOneAndUpdate({ _id: `worker-${worker}` }, { $inc: { version: 1 }, $set: { body: DOCUMENT } }),
    publish: () => publisher.publish(`${prefix}.floor`, MESSAGE, { msgID: crypto.randomUUID() }),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

/** The floor's orders a second: the same writes and publishes, bare, one after the other in each of so many at once. */
export async function measureFloor(options: FloorOptions): Promise<number> {
  const { cost, concurrency, seconds, signal } = options;
  await using servers = await openServers(options);
  let done = 0;
  const fromMs = performance.now();
  const deadline = fromMs + seconds * 1_000;
  async function work(worker: number): Promise<void> {
    while (performance.now() < deadline) {
      signal.throwIfAborted();
      for (let count = 0; count < cost.inserts; count += 1) await servers.insert();
      for (let count = 0; count < cost.updates; count += 1) await servers.update(worker);
      for (let count = 0; count < cost.publishes; count += 1) await servers.publish();
      done += 1;
    }
  }
  await Promise.all(Array.from({ length: concurrency }, (_, worker) => work(worker)));
  return done / ((performance.now() - fromMs) / 1_000);
}
