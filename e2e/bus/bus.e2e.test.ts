import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Bus, type BusMessage, connectNats, on, subscribe } from "@mercato/chassis/bus";
import { systemClock, systemRandomness } from "@mercato/chassis/clock";
import { createLog } from "@mercato/chassis/log";
import { eventually } from "@mercato/chassis/testing";
import { orderConfirmed } from "@mercato/contracts/events/orders";
import { startNats } from "@mercato/local/servers/nats";
import type { RunningServer } from "@mercato/local/servers/start-options";

const log = createLog({ service: "e2e", level: process.env["LOG_LEVEL"] ?? "silent" });

let directory: string;
let nats: RunningServer;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "mercato-bus-"));
  nats = await startNats({ directory, own: true });
}, 120_000);

afterAll(async () => {
  await nats.stop();
  await rm(directory, { recursive: true, force: true });
});

const connect = (prefix: string): Promise<Bus> =>
  connectNats({ url: nats.url, name: "e2e", prefix, replicas: 1, clock: systemClock, log, ackWaitMs: 2_000 });

function confirmed(n: number): BusMessage {
  const data = { orderId: `o${n}`, buyerId: "b", total: { amountMinor: n, currency: "EUR" } };
  const { type, context } = orderConfirmed;
  return { id: `orders.o${n}.1.0`, type, time: new Date().toISOString(), source: context, subject: `o${n}`, data, trace: {} };
}

/** Publishes until told to stop, each message until it is acknowledged, as a relay does. */
function publishEndlessly(bus: Bus, from: number) {
  const acknowledged: number[] = [];
  let isOver = false;
  const publishing = (async () => {
    for (let n = from; !isOver; n += 1) {
      const isStored = await bus.publish(confirmed(n)).then(
        () => true,
        () => false,
      );
      if (isStored) acknowledged.push(n);
      else n -= 1;
    }
  })();
  return {
    acknowledged,
    async stop() {
      isOver = true;
      await publishing;
    },
  };
}

describe("Law 4: what was acknowledged lasts", () => {
  test("NATS is killed and started again three times under publishers and consumers: nothing that it acknowledged is missing, and all come back by themselves", async () => {
    const bus = await connect("kill");
    const handled = new Set<string>();
    const consuming = await subscribe({
      bus,
      consumer: "e2e",
      subscriptions: [on(orderConfirmed, async ({ orderId }) => void handled.add(orderId))],
      randomness: systemRandomness,
      log,
    });
    const publishers = [1, 1_000_000, 2_000_000].map((from) => publishEndlessly(bus, from));
    const total = () => publishers.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0);
    for (let round = 0; round < 3; round += 1) {
      const before = total();
      await eventually("publishing goes on", () => total() > before + 200, { timeoutMs: 30_000 });
      await nats.kill9();
      expect(await eventually("the bus says that it is away", () => !bus.ready())).toBe(true);
      await nats.restart();
      await eventually("the bus says that it is there", () => bus.ready());
    }
    const before = total();
    await eventually("publishing goes on after the last restart", () => total() > before + 200, { timeoutMs: 30_000 });
    await Promise.all(publishers.map((publisher) => publisher.stop()));
    const expected = publishers.flatMap(({ acknowledged }) => acknowledged.map((n) => `o${n}`));
    await eventually("all has been handled", () => expected.every((id) => handled.has(id)), { timeoutMs: 30_000 });
    expect(expected.length).toBeGreaterThan(800);
    await consuming.stop();
    await bus.stop();
  }, 180_000);

  test("a delivery that was being handled while NATS was away is delivered again, until it is acknowledged", async () => {
    const bus = await connect("hold");
    const gate = Promise.withResolvers<void>();
    const begun: number[] = [];
    const handled: number[] = [];
    const consuming = await subscribe({
      bus,
      consumer: "e2e",
      subscriptions: [
        on(orderConfirmed, async ({ total }) => {
          begun.push(total.amountMinor);
          await gate.promise;
          handled.push(total.amountMinor);
        }),
      ],
      randomness: systemRandomness,
      log,
    });
    await bus.publish(confirmed(1));
    await eventually("it is being handled", () => begun.length === 1);
    await nats.kill9();
    gate.resolve();
    await eventually("it was handled while NATS was away", () => handled.length === 1);
    await nats.restart();
    await bus.publish(confirmed(2)).catch(() => eventually("the bus is back", () => bus.publish(confirmed(2)).then(() => true)));
    await eventually("the next one is handled", () => handled.includes(2), { timeoutMs: 30_000 });
    await consuming.stop();
    await bus.stop();
  }, 90_000);
});

describe("no wait is without end", () => {
  test("publishing to a server that does not answer fails in time, and works again when it does", async () => {
    const bus = await connect("mute");
    await bus.ensureStreams(["orders"]);
    nats.pause();
    const failure = async () => {
      const begun = performance.now();
      const error: unknown = await bus.publish(confirmed(1)).catch((cause: unknown) => cause);
      return error === undefined ? null : { error, tookMs: performance.now() - begun };
    };
    try {
      // The signal stops it soon, not at once.
      const { error, tookMs } = await eventually("publishing fails", failure, { timeoutMs: 20_000 });
      expect(error).toMatchObject({ code: "DEPENDENCY_UNAVAILABLE" });
      expect(tookMs).toBeLessThan(15_000);
    } finally {
      nats.resume();
    }
    await eventually("it is stored", () => bus.publish(confirmed(1)).then(() => true), { timeoutMs: 20_000 });
    await bus.stop();
  }, 90_000);

  test("a service stops in time while NATS is away", async () => {
    const bus = await connect("stop");
    const consuming = await subscribe({
      bus,
      consumer: "e2e",
      subscriptions: [on(orderConfirmed, async () => {})],
      randomness: systemRandomness,
      log,
    });
    await nats.kill9();
    await eventually("the bus says that it is away", () => !bus.ready());
    const begun = performance.now();
    await consuming.stop();
    await bus.stop();
    expect(performance.now() - begun).toBeLessThan(8_000);
    await nats.restart();
  }, 60_000);

  test("a service that starts before NATS waits for it, and not for ever", async () => {
    await nats.kill9();
    const options = { url: nats.url, name: "e2e", prefix: "early", replicas: 1, clock: systemClock, log };
    await expect(connectNats({ ...options, startTimeoutMs: 1_000 })).rejects.toMatchObject({
      code: "DEPENDENCY_UNAVAILABLE",
      dependency: "bus",
    });
    const connecting = connectNats(options);
    await nats.restart();
    const bus = await connecting;
    expect(bus.ready()).toBe(true);
    await bus.stop();
  }, 60_000);
});
