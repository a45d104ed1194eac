import { afterEach, beforeEach, expect, test } from "bun:test";
import { metrics } from "@opentelemetry/api";
import { createNameBound, observed, secondsIn } from "./instruments.ts";
import { startTelemetry, type Telemetry } from "./sdk.ts";

let telemetry: Telemetry;

beforeEach(async () => {
  telemetry = await startTelemetry({ service: "toys" });
});

afterEach(async () => {
  await telemetry.stop();
  metrics.disable();
});

const text = async () => (await telemetry.scrape()).text();
const shapes = { lag: { name: "toys_lag", kind: "gauge", unit: "{toy}", description: "Toys that wait" } } as const;
const shape = { name: "toys_seconds", unit: "s", description: "Time with a toy" };

test("services that share a process share its metrics, and are told apart by their label", async () => {
  for (const service of ["bears", "cars"]) secondsIn(shape)(0.3, { service, kind: "soft" });
  const found = await text();
  for (const service of ["bears", "cars"]) {
    expect(found).toContain(`toys_seconds_count{service="${service}",kind="soft"} 1`);
    expect(found).toContain(`toys_seconds_bucket{service="${service}",kind="soft",le="0.25"} 0`);
    expect(found).toContain(`toys_seconds_bucket{service="${service}",kind="soft",le="0.5"} 1`);
  }
});

test("a gauge is read when somebody asks, and is missing while it cannot be read: neither its old value nor a wait without end", async () => {
  let looks = 0;
  let look = async (): Promise<number> => 7;
  observed(shapes, async (say) => {
    looks += 1;
    say("lag", await look(), { service: "toys" });
  });
  expect(looks).toBe(0);
  expect(await text()).toContain('toys_lag{service="toys"} 7');
  look = () => Promise.reject(new Error("away"));
  expect(await text()).not.toContain("toys_lag{");
  look = () => new Promise(() => {});
  const without = await text();
  expect(without).not.toContain("toys_lag{");
  expect(without).toContain("process_resident_memory_bytes{");
  look = async () => 8;
  expect(await text()).toContain('toys_lag{service="toys"} 8');
  expect(looks).toBe(4);
});

test("what is observed no longer is not looked at any more", async () => {
  let looks = 0;
  const end = observed(shapes, (say) => {
    looks += 1;
    say("lag", 1, { service: "toys" });
  });
  await text();
  end();
  expect(await text()).not.toContain("toys_lag{");
  expect(looks).toBe(1);
});

test("names that others choose are bounded, those that came first keep theirs", () => {
  const bound = createNameBound(2);
  expect(["a", "b", "c", "a", "d", "b"].map(bound)).toEqual(["a", "b", "other", "a", "other", "b"]);
});
