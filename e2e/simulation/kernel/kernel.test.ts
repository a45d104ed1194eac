import { describe, expect, test } from "bun:test";
import type { Faults } from "./faults.ts";
import { createBody, type Life, startLife, type World } from "./machine.ts";
import { createScheduler } from "./scheduler.ts";
import { type Asking, createWire } from "./wire.ts";

/** Below 0.6 a crash comes after the call; below 0.8 before it, and nothing was sent. */
const MEASURES: Readonly<Record<string, number>> = { "crash late/1": 0.5, "crash unsent/1": 0.7, "crash sent/1": 0.9 };

/** A world in which exactly these faults strike. */
function worldWith(...ids: readonly string[]): World {
  const faults: Faults = {
    strikes: (kind, key) => ids.includes(`${kind}:${key}`),
    measure: (key) => MEASURES[key] ?? 0.5,
    end: () => undefined,
    happened: [],
  };
  return { seed: 1, scheduler: createScheduler(false), faults };
}

function lifeIn(world: World, process = "p"): Life {
  return startLife(world, createBody(world, process), () => undefined);
}

function asking<T>(parts: readonly (() => T)[]): Asking<T> {
  return {
    site: "ask",
    effect: true,
    parts,
    broken: () => new Error("broken"),
    away: () => false,
    faults: { lost: "write-lost", unheard: "answer-lost" },
    conflict: null,
  };
}

/** Asks, lets time pass, and tells what was done and what was heard. */
function outcomeOf(world: World, process = "p"): { readonly done: number; readonly heard: string } {
  const wire = createWire(world, lifeIn(world, process));
  let done = 0;
  let heard = "nothing";
  const part = () => {
    done += 1;
  };
  wire.ask(asking([part, part])).then(
    () => {
      heard = "answer";
    },
    (error: Error) => {
      heard = error.message;
    },
  );
  world.scheduler.run(60_000);
  return { done, heard };
}

describe("the scheduler", () => {
  test("things happen in the order of their instants, and those of one instant in the order in which they were scheduled", () => {
    const scheduler = createScheduler(false);
    const seen: string[] = [];
    for (const [delay, name] of [
      [5, "c"],
      [1, "a"],
      [5, "d"],
      [3, "b"],
    ] as const)
      scheduler.after(delay, name, () => seen.push(name));
    scheduler.run(10);
    expect(seen).toEqual(["a", "b", "c", "d"]);
    expect(scheduler.now()).toBe(10);
  });

  test("all that follows from a thing at once has happened before the next thing does", () => {
    const scheduler = createScheduler(false);
    const seen: string[] = [];
    const chain = async (name: string) => {
      for (let link = 1; link <= 3; link += 1) {
        await null;
        seen.push(`${name}${link}`);
      }
    };
    scheduler.after(1, "a", () => void chain("a"));
    scheduler.after(1, "b", () => void chain("b"));
    scheduler.run(2);
    expect(seen).toEqual(["a1", "a2", "a3", "b1", "b2", "b3"]);
  });

  test("what is due later stays for later", () => {
    const scheduler = createScheduler(false);
    let ran = false;
    scheduler.after(10, "late", () => {
      ran = true;
    });
    scheduler.run(9);
    expect([ran, scheduler.now()]).toEqual([false, 9]);
    scheduler.run(10);
    expect(ran).toBe(true);
  });
});

describe("the wire: what is done, and what its caller hears", () => {
  test("nothing goes wrong", () => {
    expect(outcomeOf(worldWith())).toEqual({ done: 2, heard: "answer" });
  });

  test("the request is lost: nothing is done, and the connection broke", () => {
    expect(outcomeOf(worldWith("write-lost:p/1"))).toEqual({ done: 0, heard: "broken" });
  });

  test("the answer is lost: all is done, and the connection broke", () => {
    expect(outcomeOf(worldWith("answer-lost:p/1"))).toEqual({ done: 2, heard: "broken" });
  });

  test("the batch is torn: half is done, and the connection broke", () => {
    expect(outcomeOf(worldWith("batch-torn:p/1.1"))).toEqual({ done: 1, heard: "broken" });
  });

  test("the process dies before, its request under way or not: nothing is heard", () => {
    expect(outcomeOf(worldWith("crash:sent/1"), "sent")).toEqual({ done: 2, heard: "nothing" });
    expect(outcomeOf(worldWith("crash:unsent/1"), "unsent")).toEqual({ done: 0, heard: "nothing" });
  });

  test("the process dies after: all is done, nothing heard", () => {
    expect(outcomeOf(worldWith("crash:late/1"), "late")).toEqual({ done: 2, heard: "nothing" });
  });
});

describe("a process", () => {
  test("nothing of it runs after its death, sleepers included", () => {
    const world = worldWith();
    const life = lifeIn(world);
    let ran = false;
    void life.clock.sleep(10).then(() => {
      ran = true;
    });
    world.scheduler.after(5, "death", life.die);
    world.scheduler.run(100);
    expect(ran).toBe(false);
  });

  test("one that stands still goes on where it was", () => {
    const world = worldWith();
    const life = lifeIn(world);
    let woken = 0;
    void life.clock.sleep(10).then(() => {
      woken = world.scheduler.now();
    });
    world.scheduler.after(5, "pause", () => life.pause(50));
    world.scheduler.run(100);
    expect(woken).toBe(50);
  });

  test("a sleep ends at once when its signal says so", () => {
    const world = worldWith();
    const life = lifeIn(world);
    const ended = new AbortController();
    let woken = false;
    void life.clock.sleep(1_000, ended.signal).then(() => {
      woken = true;
    });
    world.scheduler.after(5, "abort", () => ended.abort());
    world.scheduler.run(6);
    expect(woken).toBe(true);
  });
});
