import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createServer, type Server } from "node:net";
import { systemClock } from "../clock/index.ts";
import { DependencyUnavailableError, isKnownToPass } from "../errors/index.ts";
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

/** Stands before the real server at a port of its own, and can fall silent. */
function startGate(port: number) {
  const target = new URL(world.mongoUrl);
  let isSilent = false;
  const listener = Bun.listen<{ far?: Awaited<ReturnType<typeof Bun.connect>> }>({
    hostname: "127.0.0.1",
    port,
    socket: {
      async open(near) {
        near.data = {};
        near.pause();
        near.data.far = await Bun.connect({
          hostname: target.hostname,
          port: Number(target.port || 27_017),
          socket: { data: (_far, chunk) => void (isSilent || near.write(chunk)), close: () => void near.end() },
        });
        near.resume();
      },
      data: (near, chunk) => void near.data.far?.write(chunk),
      close: (near) => void near.data?.far?.end(),
    },
  });
  return {
    url: `mongodb://127.0.0.1:${listener.port}/`,
    fallSilent: () => {
      isSilent = true;
    },
    stop: () => listener.stop(true),
  };
}

test("a server that comes up while it is waited for is used", async () => {
  const { log, messages } = createRecordedLog();
  const url = await deadUrl();
  const connecting = connectDatabase({ url, database: world.databaseName("late"), clock: systemClock, log, startTimeoutMs: 20_000 });
  await eventually("one attempt has failed", () => messages("warn").includes("database is not up yet"));
  const gate = startGate(Number(new URL(url).port));
  const database = await connecting;
  expect(await database.ready()).toBe(true);
  await database.stop();
  gate.stop();
}, 40_000);

test("a server that falls silent holds nobody for ever, and its silence is known to pass", async () => {
  const gate = startGate(0);
  const options = { url: gate.url, database: world.databaseName("silent"), clock: systemClock, log: world.log, silenceMs: 500 };
  const database = await connectDatabase(options);
  const toys = database.connection.collection("toys");
  expect(await toys.countDocuments()).toBe(0);
  gate.fallSilent();
  const begun = performance.now();
  const error: unknown = await toys.countDocuments().catch((cause: unknown) => cause);
  expect(performance.now() - begun).toBeLessThan(15_000);
  expect(isKnownToPass(error)).toBe(true);
  await database.stop();
  gate.stop();
}, 30_000);

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
