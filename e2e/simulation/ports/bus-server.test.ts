import { describe, expect, test } from "bun:test";
import type { BusMessage, Delivery, Verdict } from "@mercato/chassis/bus";
import { variantListed as contract } from "@mercato/contracts/events/catalog";
import type { Faults } from "../kernel/faults.ts";
import { createBody, startLife, type World } from "../kernel/machine.ts";
import { createScheduler } from "../kernel/scheduler.ts";
import { createBusServer } from "./bus-server.ts";

/** The bus of simulations keeps the promises of JetStream that the shop stands on. The real one is tested for them in chassis/test. */

const DONE: Verdict = { kind: "done" };

const messageCalled = (id: string): BusMessage => ({
  id,
  type: contract.type,
  time: "",
  source: "toys",
  subject: id,
  data: { id },
  trace: {},
});

function busWith(struck: readonly string[] = []) {
  const faults: Faults = {
    strikes: (kind, key) => struck.includes(`${kind}:${key}`),
    measure: () => 0.5,
    end: () => undefined,
    happened: [],
  };
  const world: World = { seed: 1, scheduler: createScheduler(false), faults };
  const server = createBusServer(world, { dedupMs: 1_000, ackWaitMs: 3_000 });
  /** A process that consumes, with what it got: id and attempt. */
  function consumer(process: string, handle: (delivery: Delivery) => Promise<Verdict> = async () => DONE) {
    const got: string[] = [];
    const life = startLife(world, createBody(world, process), () => undefined);
    const join = () =>
      server.join({
        life,
        taken: 0,
        stopped: false,
        options: {
          durable: "shelf",
          contract,
          concurrency: 4,
          handle: (delivery) => {
            got.push(`${delivery.attributes.id} ${delivery.attempt}`);
            return handle(delivery);
          },
        },
      });
    return { got, life, join };
  }
  return { world, server, consumer, run: (ms: number) => world.scheduler.run(world.scheduler.now() + ms) };
}

describe("the simulated bus", () => {
  test("a durable consumer gets what was stored before it joined, and what is stored after, once each", () => {
    const { server, consumer, run } = busWith();
    server.store(messageCalled("a"));
    const { got, join } = consumer("p");
    join();
    run(100);
    server.store(messageCalled("b"));
    run(10_000);
    expect(got).toEqual(["a 1", "b 1"]);
    expect(server.unsettled()).toBe(0);
  });

  test("a second message of one id is dropped within the window, and stored after it", () => {
    const { server, run } = busWith();
    server.store(messageCalled("a"));
    server.store(messageCalled("a"));
    expect(server.stored).toHaveLength(1);
    run(1_001);
    server.store(messageCalled("a"));
    expect(server.stored).toHaveLength(2);
  });

  test("what is to be delivered again is, after its pause, as another attempt", () => {
    const { server, consumer, run } = busWith();
    const { got, join } = consumer("p", async ({ attempt }) => (attempt === 1 ? { kind: "again", delayMs: 500 } : DONE));
    join();
    server.store(messageCalled("a"));
    run(400);
    expect(got).toEqual(["a 1"]);
    run(10_000);
    expect(got).toEqual(["a 1", "a 2"]);
  });

  test("what a process was at when it died comes to another one", () => {
    const { server, consumer, run } = busWith();
    const dying = consumer("dying", () => new Promise(() => undefined));
    dying.join();
    server.store(messageCalled("a"));
    run(100);
    dying.life.die();
    const heir = consumer("heir");
    heir.join();
    run(10_000);
    expect([dying.got, heir.got]).toEqual([["a 1"], ["a 2"]]);
  });

  test("a delivery that is lost, and one whose acknowledgement is, come again", () => {
    const { server, consumer, run } = busWith(["delivery-lost:shelf/a/1", "ack-lost:shelf/b/1"]);
    const { got, join } = consumer("p");
    join();
    server.store(messageCalled("a"));
    server.store(messageCalled("b"));
    run(30_000);
    expect(got.toSorted()).toEqual(["a 2", "b 1", "b 2"]);
    expect(server.unsettled()).toBe(0);
  });

  test("a delivery that comes twice is handled twice", () => {
    const { server, consumer, run } = busWith(["delivery-twice:shelf/a/1"]);
    const { got, join } = consumer("p");
    join();
    server.store(messageCalled("a"));
    run(10_000);
    expect(got).toEqual(["a 1", "a 1"]);
  });

  test("a server that is away delivers nothing until it is back", () => {
    const { server, consumer, run } = busWith();
    const { got, join } = consumer("p");
    join();
    server.setAway(true);
    server.store(messageCalled("a"));
    run(10_000);
    expect(got).toEqual([]);
    server.setAway(false);
    run(10_000);
    expect(got).toEqual(["a 1"]);
  });
});
