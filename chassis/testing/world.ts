import { jetstreamManager } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import mongoose from "mongoose";
import { connectNats, type NatsBus } from "../bus/index.ts";
import { systemClock } from "../clock/index.ts";
import type { Stoppable } from "../lifecycle/index.ts";
import { createLog, type Log } from "../log/index.ts";
import { connectDatabase, type Database } from "../mongo/index.ts";
import { createTestIdentity, type TestIdentity } from "./identity.ts";

/** A shop's surroundings on real servers, kept apart from all others by names alone, so that worlds run side by side. */
export interface World {
  readonly mongoUrl: string;
  readonly natsUrl: string;
  /** First token of every subject in this world. */
  readonly prefix: string;
  readonly identity: TestIdentity;
  /** Quiet, unless LOG_LEVEL says otherwise. */
  readonly log: Log;
  /** This world's name for the database of a service. */
  databaseName(service: string): string;
  /** The environment that a subgraph's process would have here. */
  environment(service: string): Record<string, string>;
  connectDatabase(service: string): Promise<Database>;
  connectBus(service: string): Promise<NatsBus>;
  /** Registers what is to be stopped with the world, last first. */
  track<T extends Stoppable>(part: T): T;
  /** Stops what was started, drops the databases and deletes the streams. */
  stop(): Promise<void>;
}

function requiredServer(name: "MONGO_URL" | "NATS_URL"): string {
  const url = process.env[name];
  if (url) return url;
  throw new Error(`${name} is not set. Tests on real servers run by \`npm test\`, or by \`npm run with-servers -- bun test FILE\`.`);
}

async function dropDatabases(mongoUrl: string, names: ReadonlySet<string>): Promise<void> {
  const connection = await mongoose.createConnection(mongoUrl, { serverSelectionTimeoutMS: 5_000, socketTimeoutMS: 20_000 }).asPromise();
  for (const name of names) await connection.useDb(name).dropDatabase();
  await connection.close();
}

async function deleteStreams(natsUrl: string, prefix: string): Promise<void> {
  const connection = await connect({ servers: natsUrl.split(",") });
  const manager = await jetstreamManager(connection, { checkAPI: false });
  for await (const stream of manager.streams.list()) {
    if (stream.config.name.startsWith(`${prefix.toUpperCase()}_`)) await manager.streams.delete(stream.config.name);
  }
  await connection.close();
}

/** @throws Error when MONGO_URL or NATS_URL is not set. */
export async function startWorld(): Promise<World> {
  const mongoUrl = requiredServer("MONGO_URL");
  const natsUrl = requiredServer("NATS_URL");
  const prefix = `t${crypto.randomUUID().replaceAll("-", "").slice(0, 12)}`;
  const identity = await createTestIdentity();
  const log = createLog({ service: "test", level: process.env["LOG_LEVEL"] ?? "silent" });
  const databases = new Set<string>();
  const parts: Stoppable[] = [];
  const track = <T extends Stoppable>(part: T): T => {
    parts.push(part);
    return part;
  };
  const databaseName = (service: string) => {
    const name = `${prefix}_${service}`;
    databases.add(name);
    return name;
  };
  return {
    mongoUrl,
    natsUrl,
    prefix,
    identity,
    log,
    databaseName,
    track,
    environment: (service) => ({
      HOST: "127.0.0.1",
      PORT: "0",
      LOG_LEVEL: process.env["LOG_LEVEL"] ?? "silent",
      MONGO_URL: mongoUrl,
      MONGO_DATABASE: databaseName(service),
      NATS_URL: natsUrl,
      BUS_PREFIX: prefix,
      FAULTS_ALLOWED: "true",
      INTERNAL_TOKEN_JWKS: JSON.stringify(identity.internalJwks),
    }),
    connectDatabase: async (service) =>
      track(await connectDatabase({ url: mongoUrl, database: databaseName(service), clock: systemClock, log })),
    connectBus: async (service) => track(await connectNats({ url: natsUrl, name: service, prefix, replicas: 1, clock: systemClock, log })),
    async stop() {
      for (const part of parts.toReversed()) await part.stop();
      await dropDatabases(mongoUrl, databases);
      await deleteStreams(natsUrl, prefix);
    },
  };
}
