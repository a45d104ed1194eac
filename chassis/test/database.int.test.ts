import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createServer, type Server } from "node:net";
import { systemClock } from "../clock/index.ts";
import { DependencyUnavailableError } from "../errors/index.ts";
import { createHealth } from "../health/index.ts";
import { connectDatabase, isDuplicateKey } from "../mongo/index.ts";
import { createRecordedLog, eventually, startWorld, type World } from "../testing/index.ts";

let world: World;

beforeAll(async () => {
  world = await startWorld();
});

afterAll(() => world.stop());

/** A server that accepts connections and never says a word. */
async function startMuteServer(): Promise<{ url: string; server: Server }> {
  const server = createServer((socket) => socket.on("error", () => socket.destroy()));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { url: `mongodb://127.0.0.1:${address.port}/`, server };
}

/** A port where nobody listens. */
async function deadUrl(): Promise<string> {
  const { url, server } = await startMuteServer();
  await new Promise((resolve) => server.close(resolve));
  return url;
}

async function failure(url: string) {
  const { log } = createRecordedLog();
  const begun = performance.now();
  const error: unknown = await connectDatabase({ url, database: "toys", clock: systemClock, log, startTimeoutMs: 1_000 }).catch(
    (cause: unknown) => cause,
  );
  return { error, tookMs: performance.now() - begun };
}

describe("no wait is without end", () => {
  test("for a server that is not there", async () => {
    const { error, tookMs } = await failure(await deadUrl());
    expect(error).toBeInstanceOf(DependencyUnavailableError);
    expect(error).toMatchObject({ code: "DEPENDENCY_UNAVAILABLE", dependency: "database" });
    expect(tookMs).toBeLessThan(12_000);
  }, 30_000);

  test("for a server that accepts connections and never answers", async () => {
    const { url, server } = await startMuteServer();
    const { error, tookMs } = await failure(url);
    expect(error).toBeInstanceOf(DependencyUnavailableError);
    expect(tookMs).toBeLessThan(12_000);
    server.close();
  }, 30_000);
});

test("a server that comes up while it is waited for is used", async () => {
  const { log, messages } = createRecordedLog();
  const target = new URL(world.mongoUrl);
  const { url, server } = await startMuteServer();
  await new Promise((resolve) => server.close(resolve));
  const connecting = connectDatabase({ url, database: world.databaseName("late"), clock: systemClock, log, startTimeoutMs: 20_000 });
  await eventually("one attempt has failed", () => messages("warn").includes("database is not up yet"));
  // What comes up is a relay to the real server.
  const { promise: isUp, resolve: up } = Promise.withResolvers<void>();
  const relay = Bun.listen<{ far?: Awaited<ReturnType<typeof Bun.connect>> }>({
    hostname: "127.0.0.1",
    port: Number(new URL(url).port),
    socket: {
      async open(near) {
        near.data = {};
        near.pause();
        near.data.far = await Bun.connect({
          hostname: target.hostname,
          port: Number(target.port || 27_017),
          socket: { data: (_far, chunk) => void near.write(chunk), close: () => void near.end() },
        });
        near.resume();
        up();
      },
      data: (near, chunk) => void near.data.far?.write(chunk),
      close: (near) => void near.data?.far?.end(),
    },
  });
  const database = await connecting;
  await isUp;
  expect(await database.ready()).toBe(true);
  await database.stop();
  relay.stop(true);
}, 40_000);

test("readiness follows the database", async () => {
  const database = await world.connectDatabase("ready");
  const health = createHealth({ database: () => database.ready() });
  const status = async () => (await health.handle(new Request("http://toys/health/ready")))?.status;
  expect(await status()).toBe(200);
  await database.stop();
  expect(await status()).toBe(503);
});

test("a duplicate key is told from other failures", async () => {
  const { connection } = await world.connectDatabase("keys");
  const things = connection.collection("things");
  await things.insertOne({ name: "bear" });
  await things.createIndex({ name: 1 }, { unique: true });
  const error: unknown = await things.insertOne({ name: "bear" }).catch((cause: unknown) => cause);
  expect([isDuplicateKey(error), isDuplicateKey(new Error("E11000 duplicate key")), isDuplicateKey(null)]).toEqual([true, false, false]);
});
