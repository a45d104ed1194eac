import { expect, test } from "bun:test";
import { createHealth } from "./index.ts";

async function ask(health: ReturnType<typeof createHealth>, path: string) {
  const response = await health.handle(new Request(`http://toys${path}`));
  return response === null ? null : { status: response.status, body: await response.json() };
}

const READY = "/health/ready";

test("ready when every dependency answers", async () => {
  const health = createHealth({ database: () => true, bus: async () => true });
  expect(await ask(health, READY)).toEqual({ status: 200, body: { status: "ready" } });
});

test("not ready is 503 and names those that fail: by saying no, by failing, by not answering", async () => {
  const health = createHealth(
    {
      database: () => true,
      bus: () => false,
      cache: () => Promise.reject(new Error("refused")),
      search: () => {
        throw new Error("refused");
      },
      mail: () => new Promise<boolean>(() => {}),
    },
    { timeoutMs: 5 },
  );
  expect(await ask(health, READY)).toEqual({ status: 503, body: { status: "unavailable", failing: ["bus", "cache", "search", "mail"] } });
});

test("live whatever its dependencies do", async () => {
  const health = createHealth({ bus: () => false });
  expect(await ask(health, "/health/live")).toEqual({ status: 200, body: { status: "live" } });
});

test("draining is not ready, and still live", async () => {
  const health = createHealth({ database: () => true });
  health.drain();
  expect(await ask(health, READY)).toEqual({ status: 503, body: { status: "draining" } });
  expect(await ask(health, "/health/live")).toMatchObject({ status: 200 });
});

test("other paths are somebody else's", async () => {
  const health = createHealth({});
  expect(await ask(health, "/graphql")).toBeNull();
  expect(await ask(health, "/health")).toBeNull();
});
