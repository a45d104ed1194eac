import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { eventually } from "@mercato/chassis/testing";
import { jetstream, jetstreamManager, StorageType } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import mongoose from "mongoose";
import { createScratch, type Scratch } from "../scratch.ts";
import { startDatabase } from "../servers/database.ts";
import { isFree } from "../servers/free-port.ts";
import { startNats } from "../servers/nats.ts";
import { accepts, mongoAnswers, natsInfo } from "../servers/probe.ts";
import type { ServerExit } from "../servers/server-process.ts";
import type { RunningServer } from "../servers/start-options.ts";

let scratch: Scratch;
beforeAll(async () => {
  scratch = await createScratch("servers-test");
});
afterAll(async () => {
  await scratch.remove();
});

const portOf = (server: RunningServer) => Number(new URL(server.url).port);

async function countDocuments(url: string, write?: (collection: mongoose.mongo.Collection) => Promise<void>): Promise<number> {
  const connection = await mongoose.createConnection(url, { serverSelectionTimeoutMS: 5_000, socketTimeoutMS: 10_000 }).asPromise();
  try {
    const collection = connection.useDb("lasting").collection("things");
    await write?.(collection);
    return await collection.countDocuments();
  } finally {
    await connection.close();
  }
}

describe("a database of one's own", () => {
  let database: RunningServer;
  const deaths: ServerExit[] = [];
  beforeAll(async () => {
    database = await startDatabase({ directory: join(scratch.directory, "db"), own: true, onDeath: (exit) => void deaths.push(exit) });
  });
  afterAll(async () => {
    await database.stop();
  });

  test("what was acknowledged is there after kill -9 and a restart, on the same address", async () => {
    const written = await countDocuments(database.url, async (things) => {
      for (let n = 0; n < 50; n += 1) await things.insertOne({ n }, { writeConcern: { w: "majority", j: true } });
    });
    await database.kill9();
    expect(await mongoAnswers(portOf(database), 500)).toBe(false);
    await database.restart();
    expect(await countDocuments(database.url)).toBe(written);
  });

  test("a restart right after a restart, without waiting, works as well", async () => {
    await database.restart();
    await database.kill9();
    await database.restart();
    expect(await mongoAnswers(portOf(database))).toBe(true);
  });

  test("a stale pid file whose number belongs to another process by now is no obstacle", async () => {
    const pidFile = join(scratch.directory, "db", "postgres", "postmaster.pid");
    if (database.kind !== "documentdb") return;
    await database.kill9();
    const lines = (await readFile(pidFile, "utf8")).split("\n");
    await writeFile(pidFile, [String(process.pid), ...lines.slice(1)].join("\n"));
    await database.restart();
    expect(await countDocuments(database.url)).toBeGreaterThan(0);
  });

  test("a second user of its directory is refused, and told who has it", async () => {
    const second = startDatabase({ directory: join(scratch.directory, "db"), own: true });
    await expect(second).rejects.toThrow(`is in use by process ${process.pid}`);
  });

  test("nobody is told of deaths that were asked for", () => {
    expect(deaths).toEqual([]);
  });
});

describe("NATS of one's own", () => {
  let nats: RunningServer;
  const deaths: ServerExit[] = [];
  beforeAll(async () => {
    nats = await startNats({ directory: join(scratch.directory, "nats"), own: true, onDeath: (exit) => void deaths.push(exit) });
  });
  afterAll(async () => {
    await nats.stop();
  });

  test("what was acknowledged is there after kill -9 and a restart", async () => {
    const publisher = await connect({ servers: nats.url });
    const manager = await jetstreamManager(publisher);
    await manager.streams.add({ name: "LASTING", subjects: ["lasting.>"], storage: StorageType.File });
    for (let n = 0; n < 50; n += 1) await jetstream(publisher).publish("lasting.thing", String(n));
    await nats.kill9();
    await publisher.close();
    await nats.restart();
    const reader = await connect({ servers: nats.url });
    const info = await (await jetstreamManager(reader)).streams.info("LASTING");
    await reader.close();
    expect(info.state.messages).toBe(50);
  });

  test("a paused server keeps its port and answers nothing, until it is resumed", async () => {
    nats.pause();
    expect(await accepts("127.0.0.1", portOf(nats))).toBe(true);
    expect(await natsInfo("127.0.0.1", portOf(nats), 300)).toBe(undefined);
    nats.resume();
    expect((await eventually("NATS answers", () => natsInfo("127.0.0.1", portOf(nats))))?.jetstream).toBe(true);
  });

  test("a death that nobody asked for is told, with the end of the log, and a restart mends it", async () => {
    const pid = nats.pids["nats"] ?? 0;
    process.kill(pid, "SIGKILL");
    await eventually("the death is told", () => deaths.length === 1);
    expect(deaths[0]).toMatchObject({ name: "nats", pid, signal: "SIGKILL" });
    expect(deaths[0]?.logTail).toContain("Server is ready");
    await nats.restart();
    expect(nats.pids["nats"]).not.toBe(pid);
  });

  test("after a stop its port is free, and another stop does nothing", async () => {
    const port = portOf(nats);
    await nats.stop();
    await nats.stop();
    expect(await isFree(port)).toBe(true);
  });
});

test("a server that was named is used, and never stopped", async () => {
  await using real = await startNats({ directory: join(scratch.directory, "real"), own: true });
  const given = await startNats({ directory: join(scratch.directory, "given"), env: { NATS_URL: real.url } });
  expect(given).toMatchObject({ url: real.url, kind: "given", pids: {} });
  await expect(given.kill9()).rejects.toThrow("was started by somebody else");
  await given.stop();
  expect((await natsInfo("127.0.0.1", portOf(real)))?.jetstream).toBe(true);
});

test("a server that was named and is not there is a problem, not a reason to install another", async () => {
  const start = startNats({ directory: join(scratch.directory, "nowhere"), env: { ...process.env, NATS_URL: "nats://127.0.0.1:1" } });
  await expect(start).rejects.toThrow("NATS_URL is nats://127.0.0.1:1, and nothing answers there.");
});
