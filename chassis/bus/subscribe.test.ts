import { describe, expect, test } from "bun:test";
import mongoose from "mongoose";
import { z } from "zod";
import { DependencyUnavailableError, InvariantError, StaleVersionError } from "../errors/index.ts";
import { createRecordedLog } from "../testing/index.ts";
import type { Bus, ConsumerOptions, DeadLetter, Delivery, MessageContract } from "./bus.ts";
import { createDeliveryHandler, durableName, on, type SubscribeOptions, subscribe } from "./subscribe.ts";

const counted = {
  kind: "event",
  context: "toys",
  version: 1,
  name: "counted",
  type: "toys.v1.counted",
  schema: z.strictObject({ n: z.int() }),
} satisfies MessageContract;

/** A bus that keeps what it is given. */
function createFakeBus() {
  const letters: DeadLetter[] = [];
  const consumers: ConsumerOptions[] = [];
  const ensured: string[] = [];
  const stopped: string[] = [];
  let isAway = false;
  const bus: Bus = {
    publish: () => Promise.reject(new Error("not expected")),
    async publishDeadLetter(letter) {
      if (isAway) throw new DependencyUnavailableError("bus");
      letters.push(letter);
    },
    async consume(options) {
      consumers.push(options);
      return { stop: async () => void stopped.push(options.durable) };
    },
    ensureStreams: async (contexts) => void ensured.push(...contexts),
    ready: () => !isAway,
    stop: async () => {},
  };
  const goAway = () => {
    isAway = true;
  };
  return { bus, letters, consumers, ensured, stopped, goAway };
}

function delivery(body: unknown, attempt = 1): Delivery {
  return {
    attributes: { id: "m1", type: counted.type, time: "2026-01-01T00:00:00Z", source: "toys", subject: "t1", trace: {} },
    body: new TextEncoder().encode(typeof body === "string" ? body : JSON.stringify(body)),
    attempt,
    stream: "MERCATO_TOYS",
    sequence: 7,
  };
}

function setUp(handle: Parameters<typeof on<typeof counted>>[1], changed: Partial<SubscribeOptions> = {}) {
  const fake = createFakeBus();
  const recorded = createRecordedLog();
  const subscription = on(counted, handle);
  const options: SubscribeOptions = {
    bus: fake.bus,
    consumer: "shelf",
    subscriptions: [subscription],
    randomness: { next: () => 1 },
    log: recorded.log,
    ...changed,
  };
  return { handler: createDeliveryHandler(subscription, options), options, ...fake, ...recorded };
}

const failWith = (error: unknown) => () => Promise.reject(error);

describe("a delivery", () => {
  test("that is handled is done with", async () => {
    const seen: unknown[] = [];
    const { handler, lines } = setUp(async (data, attributes) => void seen.push(data, attributes.id));
    expect(await handler(delivery({ n: 1 }))).toEqual({ kind: "done" });
    expect([seen, lines]).toEqual([[{ n: 1 }, "m1"], []]);
  });

  test("that fails at something that passes comes again, after a pause that grows", async () => {
    const { handler, letters, messages } = setUp(failWith(new StaleVersionError("toy", "t1")));
    expect(await handler(delivery({ n: 1 }, 1))).toEqual({ kind: "again", delayMs: 200 });
    expect(await handler(delivery({ n: 1 }, 3))).toEqual({ kind: "again", delayMs: 800 });
    expect(await handler(delivery({ n: 1 }, 99))).toEqual({ kind: "again", delayMs: 30_000 });
    expect([letters, messages("warn")]).toEqual([[], Array(3).fill("message will be delivered again")]);
  });

  test("that fails at something that no retry helps becomes a dead letter at once, with all that a person needs", async () => {
    const error = new InvariantError("a toy without a shelf");
    const { handler, letters, lines } = setUp(failWith(error));
    const arrived = delivery({ n: 1 });
    expect(await handler(arrived)).toEqual({ kind: "done" });
    expect(letters).toEqual([
      {
        consumer: "shelf--toys-v1-counted",
        delivery: arrived,
        code: "INVARIANT",
        reason: "a toy without a shelf",
        stack: error.stack ?? "",
      },
    ]);
    expect(lines).toMatchObject([{ level: "error", msg: "message became a dead letter", messageId: "m1", messageType: "toys.v1.counted" }]);
  });

  test("that is no JSON, or not what its contract says, becomes a dead letter and is not handled", async () => {
    let handled = 0;
    const { handler, letters } = setUp(async () => {
      handled += 1;
    });
    for (const body of ["{", "", "null", { n: "1" }, { m: 1 }]) expect(await handler(delivery(body))).toEqual({ kind: "done" });
    expect(handled).toBe(0);
    expect(letters.map(({ code }) => code)).toEqual(Array(5).fill("INVALID_MESSAGE"));
    expect(letters[0]?.reason).toBe("message on toys.v1.counted was refused: the body is not JSON");
  });

  test("that fails for unknown reasons becomes a dead letter when its deliveries are used up", async () => {
    const { handler, letters } = setUp(failWith(new TypeError("x is undefined")), { maxDeliveries: 3 });
    expect([await handler(delivery({ n: 1 }, 2)), letters.length]).toEqual([{ kind: "again", delayMs: 400 }, 0]);
    expect(await handler(delivery({ n: 1 }, 3))).toEqual({ kind: "done" });
    expect(letters).toMatchObject([{ code: "INTERNAL", reason: "x is undefined", delivery: { attempt: 3 } }]);
  });

  test("that fails with something that is no error still says what it was", async () => {
    const { handler, letters } = setUp(failWith("no shelf"), { maxDeliveries: 1 });
    await handler(delivery({ n: 1 }));
    expect(letters).toMatchObject([{ code: "INTERNAL", reason: "no shelf" }]);
  });
});

describe("Law 4: what was accepted is not given up on", () => {
  test.each([
    ["of ours that says that it passes", new DependencyUnavailableError("provider")],
    ["of the database's client during an outage", new mongoose.mongo.MongoNetworkTimeoutError("no answer")],
    ["that wraps one of these", new Error("could not load", { cause: new mongoose.mongo.MongoNetworkError("closed") })],
  ])("an error %s never makes a dead letter, however often it comes", async (_what, error) => {
    const { handler, letters } = setUp(failWith(error), { maxDeliveries: 3 });
    for (const attempt of [1, 3, 50, 10_000]) expect(await handler(delivery({ n: 1 }, attempt))).toMatchObject({ kind: "again" });
    expect(letters).toEqual([]);
  });

  test("a message whose dead letter cannot be stored stays", async () => {
    const { handler, goAway, messages } = setUp(failWith(new InvariantError("broken")));
    goAway();
    expect(await handler(delivery({ n: 1 }, 2))).toEqual({ kind: "again", delayMs: 400 });
    expect(messages("error")).toEqual(["dead letter could not be stored, message stays"]);
  });
});

describe("a service's subscriptions", () => {
  test("have a durable consumer each, on streams that exist, and stop together", async () => {
    const { options, consumers, ensured, stopped } = setUp(async () => {});
    const placed = { ...counted, context: "orders", name: "placed", type: "orders.v1.placed" };
    const running = await subscribe({ ...options, subscriptions: [...options.subscriptions, on(placed, async () => {})], concurrency: 4 });
    expect(ensured).toEqual(["toys", "orders"]);
    expect(consumers.map(({ durable, concurrency }) => [durable, concurrency])).toEqual([
      ["shelf--toys-v1-counted", 4],
      ["shelf--orders-v1-placed", 4],
    ]);
    await running.stop();
    expect(stopped).toEqual(["shelf--toys-v1-counted", "shelf--orders-v1-placed"]);
  });

  test("are told apart by consumer, context, version and name", () => {
    expect(durableName("shelf", { ...counted, type: "toys.v2.cmd.count" })).toBe("shelf--toys-v2-cmd-count");
  });
});
