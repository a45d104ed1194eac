import { afterAll, expect, test } from "bun:test";
import { createServer, connect as dial, type Socket } from "node:net";
import { startProxy } from "../faults/proxy.ts";

// Says everything back that it hears.
const echo = createServer({ allowHalfOpen: true }, (socket) => {
  socket.on("error", () => undefined);
  socket.pipe(socket);
});
await new Promise<void>((resolve) => echo.listen({ port: 0, host: "127.0.0.1" }, resolve));
const address = echo.address();
const echoPort = address !== null && typeof address === "object" ? address.port : 0;
const proxy = await startProxy(echoPort);
afterAll(async () => {
  await proxy[Symbol.asyncDispose]();
  echo.close();
});

interface Caller {
  readonly socket: Socket;
  /** Resolves with the next `count` characters. */
  hears(count: number): Promise<string>;
  readonly closed: Promise<void>;
}

async function call(port = proxy.port): Promise<Caller> {
  const socket = dial({ port, host: "127.0.0.1" });
  socket.on("error", () => undefined);
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  let heard = "";
  let changed = Promise.withResolvers<void>();
  socket.setEncoding("utf8").on("data", (text: string) => {
    heard += text;
    changed.resolve();
    changed = Promise.withResolvers<void>();
  });
  await new Promise<void>((resolve) => socket.once("connect", () => resolve()));
  return {
    socket,
    closed,
    async hears(count) {
      while (heard.length < count) await changed.promise;
      const found = heard.slice(0, count);
      heard = heard.slice(count);
      return found;
    },
  };
}

test("what is fine passes everything on, in both directions, more than fits a buffer", async () => {
  const caller = await call();
  const text = "0123456789".repeat(500_000);
  caller.socket.write(text);
  expect(await caller.hears(text.length)).toBe(text);
  caller.socket.destroy();
});

test("a cut ends connections and takes no new ones, until it is healed", async () => {
  const before = await call();
  proxy.cut();
  await before.closed;
  const during = await call();
  await during.closed;
  proxy.heal();
  const after = await call();
  after.socket.write("again");
  expect(await after.hears(5)).toBe("again");
  after.socket.destroy();
});

test("silence keeps connections and what is said on them; all of it comes through in its order afterwards", async () => {
  const [talker, loud] = [await call(), await call()];
  proxy.silence();
  const late = await call();
  talker.socket.write("one ");
  talker.socket.write("two");
  const hushed = talker.hears(7);
  late.socket.write("late");
  const big = "x".repeat(20_000_000);
  loud.socket.write(big);
  // Nothing else goes through while another connection that is not silenced has its answer.
  await using other = await startProxy(echoPort);
  const elsewhere = await call(other.port);
  elsewhere.socket.write("hello");
  expect(await Promise.race([hushed, elsewhere.hears(5)])).toBe("hello");
  expect(talker.socket.destroyed).toBe(false);
  proxy.heal();
  expect([await hushed, await late.hears(4)]).toEqual(["one two", "late"]);
  expect((await loud.hears(big.length)).length).toBe(big.length);
  for (const { socket } of [talker, late, loud, elsewhere]) socket.destroy();
});

test("what is delayed arrives in its order, also when the delay ends meanwhile", async () => {
  const caller = await call();
  proxy.delay(100_000);
  caller.socket.write("first ");
  const first = caller.hears(12);
  await using other = await startProxy(echoPort);
  const elsewhere = await call(other.port);
  elsewhere.socket.write("hello");
  expect(await Promise.race([first, elsewhere.hears(5)])).toBe("hello");
  proxy.heal();
  caller.socket.write("second");
  expect(await first).toBe("first second");
  for (const { socket } of [caller, elsewhere]) socket.destroy();
});

test("a connection to nobody is closed", async () => {
  await using nowhere = await startProxy(1);
  const caller = await call(nowhere.port);
  await caller.closed;
});
