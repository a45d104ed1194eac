import mongoose from "mongoose";

export type Collection<Document extends object> = mongoose.mongo.Collection<Document>;

/** A shop's databases, looked at from behind: past its services, as an auditor would. */
export interface Databases {
  /** A collection of the database of this name: "orders", "payments_sandbox". */
  collection<Document extends object>(database: string, name: string): Collection<Document>;
  /** Every document of every database as text, by where it is: equal before and after means that nothing was changed. */
  contents(): Promise<ReadonlyMap<string, string>>;
  drop(): Promise<void>;
  close(): Promise<void>;
}

const { EJSON } = mongoose.mongo.BSON;

/** Connects to the databases of the shop with this prefix. */
export async function openDatabases(url: string, prefix: string): Promise<Databases> {
  const connection = await mongoose.createConnection(url, { serverSelectionTimeoutMS: 10_000, socketTimeoutMS: 30_000 }).asPromise();
  const client = connection.getClient();

  async function names(): Promise<readonly string[]> {
    const { databases } = await client.db("admin").admin().listDatabases({ nameOnly: true });
    return databases.map(({ name }) => name).filter((name) => name.startsWith(`${prefix}_`));
  }

  async function collectionContents(database: string, name: string): Promise<readonly (readonly [string, string])[]> {
    const documents = await client.db(database).collection(name).find().toArray();
    return documents.map((document) => [`${database}.${name}/${String(document._id)}`, EJSON.stringify(document)] as const);
  }

  return {
    collection: <Document extends object>(database: string, name: string) =>
      client.db(`${prefix}_${database}`).collection(name) as unknown as Collection<Document>,
    async contents() {
      const found: (readonly [string, string])[] = [];
      for (const database of await names()) {
        for (const { name } of await client.db(database).listCollections({}, { nameOnly: true }).toArray()) {
          found.push(...(await collectionContents(database, name)));
        }
      }
      return new Map(found.toSorted(([one], [other]) => (one < other ? -1 : 1)));
    },
    async drop() {
      for (const name of await names()) await client.db(name).dropDatabase();
    },
    close: () => connection.close(),
  };
}
