import { afterAll, beforeAll, expect, test } from "bun:test";
import type { NatsBus } from "../bus/index.ts";
import { systemRandomness } from "../clock/index.ts";
import { clearFault, FAULTS_NAME, listFaults, setFault, watchFaults } from "../faults/index.ts";
import { eventually, startWorld, type World } from "../testing/index.ts";
import { openStreams } from "./stored-messages.ts";

let world: World;
let bus: NatsBus;

beforeAll(async () => {
  world = await startWorld();
  bus = await world.connectBus("operator");
});

afterAll(() => world.stop());

async function watch(service: string) {
  const values = (await world.connectBus(service)).sharedValues(FAULTS_NAME);
  return world.track(await watchFaults(values, { service, randomness: systemRandomness, log: world.log }));
}

test("a flag that is set reaches all processes, those that start later at once, until it is cleared", async () => {
  const values = bus.sharedValues(FAULTS_NAME);
  const early = await watch("toys");
  expect(early.get("relay-paused")).toBeNull();
  await setFault(values, "relay-paused", {});
  await setFault(values, "consumer-lag", { service: "toys", ms: 5 });
  await setFault(values, "consumer-lag", { service: "toys", ms: 7 });
  await eventually("it has arrived", () => early.get("consumer-lag")?.ms === 7);
  const late = await watch("shelf");
  expect([late.get("relay-paused"), late.get("consumer-lag")]).toEqual([{}, null]);
  expect(await listFaults(values)).toEqual({ "relay-paused": {}, "consumer-lag": { service: "toys", ms: 7 } });
  await clearFault(values, "relay-paused");
  await eventually("both know", () => early.get("relay-paused") === null && late.get("relay-paused") === null);
  expect(await listFaults(values)).toEqual({ "consumer-lag": { service: "toys", ms: 7 } });
});

test("what no flag is, or has no such settings, changes nothing", async () => {
  const values = bus.sharedValues(FAULTS_NAME);
  const faults = await watch("toys");
  await expect(setFault(values, "clock-skew", { ms: "much" })).rejects.toThrow();
  await values.put("clock-skew", '{"ms":"much"}');
  await values.put("of-a-later-release", "{}");
  await values.put("subgraph-latency", "{}");
  await eventually("the last has arrived", () => faults.get("subgraph-latency")?.ms === 500);
  expect(faults.get("clock-skew")).toBeNull();
});

test("flags are followed on after their stream was lost", async () => {
  const streams = world.track(await openStreams(world));
  const faults = await watch("toys");
  await streams.deleteStream("faults");
  const values = bus.sharedValues(FAULTS_NAME);
  await setFault(values, "provider-outage", {});
  await eventually("it has arrived", () => faults.get("provider-outage") !== null, { timeoutMs: 30_000 });
}, 40_000);
