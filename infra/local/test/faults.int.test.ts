import { afterAll, beforeAll, expect, test } from "bun:test";
import { startWorld, type World } from "@mercato/chassis/testing";
import { runCommand } from "./run-command.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const faults = (...args: string[]) => runCommand(world, "infra/local/messaging/faults.ts", args);

test("flags are set with their settings, listed, and cleared", async () => {
  expect((await faults("set", "provider-outage", "--rate", "0.5")).stdout).toBe("provider-outage rate=0.5\n");
  expect((await faults("set", "clock-skew", "--ms", "-5000", "--service", "orders")).stdout).toBe("clock-skew service=orders ms=-5000\n");
  const { stdout } = await faults("list", "--json");
  expect(JSON.parse(stdout)).toEqual({ "provider-outage": { rate: 0.5 }, "clock-skew": { service: "orders", ms: -5000 } });
  expect((await faults("clear", "clock-skew")).stdout).toBe("1 cleared.\n");
  expect((await faults("clear", "--all")).code).toBe(0);
  expect((await faults("list")).stdout).toBe("No failure flag is set.\n");
  expect((await faults("list", "--known")).stdout).toContain("compensation-failure");
}, 60_000);

test("what cannot be set is told, with code 1; so is production", async () => {
  expect(await faults("set", "meteor")).toMatchObject({ code: 1, stderr: expect.stringContaining("relay-paused") });
  expect(await faults("set", "relay-paused", "--ms", "5")).toMatchObject({ code: 1, stderr: expect.stringContaining("cannot be set so") });
  expect(await faults("clear")).toMatchObject({ code: 1, stderr: expect.stringContaining("No flag is named.") });
  const refused = await runCommand({ ...world, extra: { NODE_ENV: "production" } }, "infra/local/messaging/faults.ts", [
    "set",
    "relay-paused",
  ]);
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining("production") });
  expect((await faults("list", "--json")).stdout).toBe("{}\n");
}, 60_000);
