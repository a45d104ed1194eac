import { afterAll, beforeAll, expect, test } from "bun:test";
import { type MessageContract, type NatsBus, on, subscribe } from "@mercato/chassis/bus";
import { systemRandomness } from "@mercato/chassis/clock";
import { InvariantError } from "@mercato/chassis/errors";
import { eventually, startWorld, type World } from "@mercato/chassis/testing";
import { z } from "zod";
import { runCommand } from "./run-command.ts";

const contract = {
  kind: "event",
  context: "toys",
  version: 1,
  name: "sold",
  type: "toys.v1.sold",
  schema: z.strictObject({ n: z.int(), paymentToken: z.string() }),
} satisfies MessageContract;

const CONSUMER = "shelf--toys-v1-sold";

let world: World;
let bus: NatsBus;
let isMended = false;
const seen: string[] = [];

beforeAll(async () => {
  world = await startWorld();
  bus = await world.connectBus("toys");
  const subscription = on(contract, async (_data, { id }) => {
    if (!isMended) throw new InvariantError("not yet");
    seen.push(id);
  });
  const { log } = world;
  world.track(await subscribe({ bus, consumer: "shelf", subscriptions: [subscription], randomness: systemRandomness, log }));
  for (const n of [1, 2, 3]) {
    const data = { n, paymentToken: "card-of-ada" };
    await bus.publish({
      id: `sold-${n}`,
      type: contract.type,
      time: "2026-01-01T00:00:00Z",
      source: "toys",
      subject: "t",
      data,
      trace: {},
    });
  }
  await eventually("three dead letters", async () => (await bus.deadLetters.list({ limit: 9 })).length === 3);
});

afterAll(() => world.stop());

const dlq = (...args: string[]) => runCommand(world, "infra/local/messaging/dlq.ts", args);

/** What a command said in JSON, in its last line. */
async function answer<Answer>(...args: string[]): Promise<Answer> {
  const { code, stdout, stderr } = await dlq(...args, "--json");
  expect([code, stderr]).toEqual([0, ""]);
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as Answer;
}

interface Letters {
  readonly letters: readonly { readonly id: number; readonly consumer: string; readonly reason: string }[];
}

test("operators find a dead letter, look at it without its secrets, give it back, and drop another", async () => {
  const { letters } = await answer<Letters>("list");
  expect(letters).toHaveLength(3);
  expect(letters[0]).toMatchObject({ consumer: CONSUMER, code: "INVARIANT", reason: "not yet", attempts: 1 });
  expect(letters[0]).toMatchObject({ origin: { stream: `${world.prefix.toUpperCase()}_TOYS`, sequence: 1 }, message: { id: "sold-1" } });
  const [first, second, third] = letters.map(({ id }) => String(id)) as [string, string, string];

  const shown = await dlq("show", first);
  expect(shown.stdout).toContain('"paymentToken": "[redacted]"');
  expect(shown.stdout).not.toContain("card-of-ada");
  expect((await dlq("show", first, "--raw")).stdout).toContain("card-of-ada");

  expect(await answer<object>("discard", second)).toEqual({ discarded: 1, results: { [second]: "discarded" } });
  isMended = true;
  expect(await answer<object>("redrive", first)).toEqual({ redriven: 1, results: { [first]: "redriven" } });
  expect(await answer<object>("redrive", first)).toEqual({ redriven: 0, results: { [first]: "not-found" } });
  expect(await answer<object>("redrive", "--consumer", CONSUMER)).toEqual({ redriven: 1, results: { [third]: "redriven" } });
  await eventually("both were handled", () => seen.length === 2);
  expect(seen.toSorted()).toEqual(["sold-1", "sold-3"]);
  expect((await dlq("list")).stdout).toBe("No dead letters.\n");
}, 60_000);

test("what is asked for wrongly is told, with code 1", async () => {
  expect(await dlq("redrive")).toMatchObject({ code: 1, stderr: expect.stringContaining("No letters are named.") });
  expect(await dlq("show", "4711")).toMatchObject({ code: 1, stderr: expect.stringContaining("There is no dead letter 4711.") });
  expect(await dlq("show", "x")).toMatchObject({ code: 1, stderr: expect.stringContaining("whole number") });
  const { code, stdout } = await dlq("redrive", "--help");
  expect([code, stdout.includes("--consumer <durable>")]).toEqual([0, true]);
}, 60_000);
