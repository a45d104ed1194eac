import { describe, expect, test } from "bun:test";
import { z } from "zod";
import type { BusMessage, ConsumerOptions, Delivery, NatsBus, Verdict } from "../bus/index.ts";
import { createManualClock } from "../testing/index.ts";
import { createFaults } from "./faults.ts";
import { type FaultName, type FaultSettings, faultFlags, faultNames } from "./flags.ts";
import { withBusFaults, withClockFaults, withFetchFaults } from "./inject.ts";

const entry: BusMessage = { id: "m1", type: "toys.v1.counted", time: "", source: "toys", subject: "t", data: {}, trace: {} };

function delivery(body: object, attempt = 1): Delivery {
  const { data: _data, ...attributes } = entry;
  return { attributes, body: new TextEncoder().encode(JSON.stringify(body)), attempt, stream: "TOYS", sequence: 1 };
}

/** A process called toys, of which chance is what the test says. */
function setUp(chance = 0.25) {
  const clock = createManualClock();
  const randomness = { next: () => chance };
  const faults = createFaults({ service: "toys", randomness });
  const stored: string[] = [];
  const consumers: ConsumerOptions[] = [];
  const real = {
    publish: async ({ id }: BusMessage) => void stored.push(id),
    restore: async ({ id }: BusMessage) => void stored.push(`${id} again`),
    ready: () => true,
    consume: async (consumer: ConsumerOptions) => {
      consumers.push(consumer);
      return { stop: async () => undefined };
    },
  } as unknown as NatsBus;
  const injecting = { faults, clock, randomness };
  const handled: number[] = [];
  async function deliver(which: Delivery, kind: "event" | "command" = "event"): Promise<Verdict> {
    const contract = { kind, context: "toys", version: 1, name: "n", type: entry.type, schema: z.unknown() };
    const handle = async ({ attempt }: Delivery): Promise<Verdict> => {
      handled.push(attempt);
      return { kind: "done" };
    };
    await withBusFaults(real, injecting).consume({ durable: "d", contract, concurrency: 1, handle });
    return (consumers.at(-1) as ConsumerOptions).handle(which);
  }
  return { clock, faults, stored, handled, deliver, bus: withBusFaults(real, injecting), injecting };
}

const DONE: Verdict = { kind: "done" };

describe("messages", () => {
  test("duplicate-delivery: what is published is stored a second time under its id", async () => {
    const { faults, bus, stored } = setUp();
    await bus.publish(entry);
    faults.set("duplicate-delivery", { rate: 1 });
    await bus.publish(entry);
    faults.set("duplicate-delivery", { rate: 0.2 });
    await bus.publish(entry);
    expect(stored).toEqual(["m1", "m1", "m1 again", "m1"]);
  });

  test("reordered-delivery: what comes first is put back once, and handled when it comes again", async () => {
    const { faults, deliver, handled } = setUp(0.25);
    faults.set("reordered-delivery", { rate: 1, ms: 1_000 });
    expect(await deliver(delivery({}))).toEqual({ kind: "again", delayMs: 250 });
    expect(await deliver(delivery({}, 2))).toEqual(DONE);
    expect(handled).toEqual([2]);
  });

  test("relay-paused: nothing is published, the bus counts as away, and all goes on afterwards", async () => {
    const { faults, bus, stored } = setUp();
    faults.set("relay-paused", {});
    await expect(bus.publish(entry)).rejects.toThrow("bus is unavailable");
    expect([bus.ready(), stored]).toEqual([false, []]);
    faults.set("relay-paused", null);
    await bus.publish(entry);
    expect([bus.ready(), stored]).toEqual([true, ["m1"]]);
  });

  test("consumer-lag: handling begins later", async () => {
    const { faults, deliver, handled, clock } = setUp();
    faults.set("consumer-lag", { ms: 700 });
    const late = deliver(delivery({}));
    await clock.advance(699);
    expect(handled).toEqual([]);
    await clock.advance(1);
    expect([await late, handled]).toEqual([DONE, [1]]);
  });

  test("compensation-failure: commands that undo are tried again, all others are obeyed", async () => {
    const { faults, deliver, handled } = setUp();
    faults.set("compensation-failure", { rate: 1 });
    expect(await deliver(delivery({ operationId: "o:place-order:pay:undo" }), "command")).toMatchObject({ kind: "again" });
    expect(await deliver(delivery({ operationId: "o:place-order:pay" }), "command")).toEqual(DONE);
    expect(await deliver(delivery({ operationId: "o:place-order:pay:undo" }), "event")).toEqual(DONE);
    expect(handled).toHaveLength(2);
  });
});

describe("the web side", () => {
  const answered = async (request: Request) => new Response(new URL(request.url).pathname);
  const ask = (path: string) => new Request(`http://toys${path}`, { method: "POST" });

  test("subgraph-latency: GraphQL is answered later, health at once", async () => {
    const { faults, clock, injecting } = setUp();
    faults.set("subgraph-latency", { ms: 300 });
    const fetch = withFetchFaults(answered, injecting);
    expect(await (await fetch(ask("/health/live"))).text()).toBe("/health/live");
    let isAnswered = false;
    const answer = fetch(ask("/graphql")).then((response) => {
      isAnswered = true;
      return response.text();
    });
    await clock.advance(299);
    expect(isAnswered).toBe(false);
    await clock.advance(1);
    expect(await answer).toBe("/graphql");
  });

  test("subgraph-errors: GraphQL is refused before it is looked at, health is not", async () => {
    const { faults, injecting } = setUp(0.25);
    faults.set("subgraph-errors", { rate: 0.3 });
    const fetch = withFetchFaults(answered, injecting);
    expect([(await fetch(ask("/graphql"))).status, (await fetch(ask("/health/ready"))).status]).toEqual([503, 200]);
    faults.set("subgraph-errors", { rate: 0.2 });
    expect((await fetch(ask("/graphql"))).status).toBe(200);
  });

  test("webhook-out-of-order: of two calls the second may be through first", async () => {
    const { faults, clock, injecting } = setUp();
    faults.set("webhook-out-of-order", { ms: 1_000 });
    const chances = [0.9, 0.1];
    const fetch = withFetchFaults(answered, { ...injecting, randomness: { next: () => chances.shift() ?? 0 } });
    const through: string[] = [];
    const calls = ["/webhooks/first", "/webhooks/second"].map(async (path) => through.push(await (await fetch(ask(path))).text()));
    await clock.advance(1_000);
    await Promise.all(calls);
    expect(through).toEqual(["/webhooks/second", "/webhooks/first"]);
  });
});

test("clock-skew: it is another time, and waiting takes as long as ever", async () => {
  const { faults, clock } = setUp();
  const skewed = withClockFaults(clock, faults);
  const before = clock.now().getTime();
  faults.set("clock-skew", { ms: -60_000 });
  expect(skewed.now().getTime()).toBe(before - 60_000);
  let isAwake = false;
  const sleeping = skewed.sleep(100).then(() => {
    isAwake = true;
  });
  await clock.advance(100);
  await sleeping;
  expect(isAwake).toBe(true);
  faults.set("clock-skew", null);
  expect(skewed.now()).toEqual(clock.now());
});

test("a flag for one service leaves the others alone", () => {
  const { faults } = setUp();
  faults.set("relay-paused", { service: "others" });
  expect(faults.get("relay-paused")).toBeNull();
  faults.set("relay-paused", { service: "toys" });
  expect(faults.get("relay-paused")).toEqual({ service: "toys" });
});

test("every flag says what it does and has settings that can be left out", () => {
  const usual = Object.fromEntries(faultNames.map((name) => [name, faultFlags[name].settings.parse({})])) as {
    [Name in FaultName]: FaultSettings<Name>;
  };
  expect(usual["clock-skew"]).toEqual({ ms: 60_000 });
  expect(faultNames.every((name) => faultFlags[name].does.length > 10)).toBe(true);
  expect(() => faultFlags["subgraph-errors"].settings.parse({ rate: 2 })).toThrow();
  expect(() => faultFlags["relay-paused"].settings.parse({ ms: 1 })).toThrow();
});
