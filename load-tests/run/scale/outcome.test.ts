import { expect, test } from "bun:test";
import { meanCpu } from "./cpu.ts";
import { hasScalePassed, type ScaleOutcome, type ScaleStep, scaleLastLine } from "./outcome.ts";
import { scalePage } from "./page.ts";
import type { RateProbe } from "./scale.ts";

const cpu = { router: 30, subgraphs: 80, database: 60, nats: 5, k6: 10 };
const probe = (rate: number, held: boolean): RateProbe => ({
  rate,
  held,
  broken: held ? [] : ["http_req_duration{operation:PlaceOrder} p(95)<600: 712.4"],
  opsPerSecond: rate * 7,
  p95Ms: held ? 120 : 900,
  errors: 0,
  cpu,
});
const one: ScaleStep = {
  processes: 1,
  best: probe(8, true),
  broken: probe(12, false),
  probes: [probe(8, true), probe(12, false)],
  breaches: [],
};
const two: ScaleStep = { processes: 2, best: probe(12, true), broken: undefined, probes: [probe(12, true)], breaches: [] };
const outcome: ScaleOutcome = {
  scenario: "scale",
  startedAt: "2026-01-01T00:00:00.000Z",
  duration: "5s",
  budgetFactor: 1,
  steps: [one, two],
  machine: { cores: 2, model: "a processor", memoryBytes: 8 * 1024 ** 3, platform: "linux x64, Bun" },
};
const nothingHeld: ScaleOutcome = { ...outcome, steps: [{ ...one, best: undefined }] };
const lawBroken: ScaleOutcome = { ...outcome, steps: [one, { ...two, breaches: ["5 units sold twice"] }] };

test("a series passes when each shop held a rate and the laws; that it does not scale is no failure", () => {
  expect(hasScalePassed(outcome)).toBe(true);
  expect(hasScalePassed({ ...outcome, steps: [one, { ...one, processes: 2 }] })).toBe(true);
  expect(hasScalePassed(nothingHeld)).toBe(false);
  expect(hasScalePassed(lawBroken)).toBe(false);
});

test("the last line has the highest rate that held of each step", () => {
  expect(JSON.parse(scaleLastLine(outcome, "report.html"))).toEqual({
    scenario: "scale",
    steps: [
      { processes: 1, rate: 8, opsPerSecond: 56, p95Ms: 120, cpu, brokenRate: 12 },
      { processes: 2, rate: 12, opsPerSecond: 84, p95Ms: 120, cpu, brokenRate: null },
    ],
    lawsHeld: true,
    report: "report.html",
  });
  expect(JSON.parse(scaleLastLine(nothingHeld, "")).steps).toMatchObject([
    { processes: 1, rate: null, opsPerSecond: null, brokenRate: 12 },
  ]);
  expect(JSON.parse(scaleLastLine(lawBroken, ""))).toMatchObject({ lawsHeld: false });
});

test("the page draws the curve, and tells every rate and what it broke", () => {
  const page = scalePage(outcome);
  expect(page).toContain("passed");
  expect(page).toMatch(/aria-label="Throughput at the objective".*>1 of each<.*>2 of each<.*<polyline/s);
  expect(page).toContain("PlaceOrder} p(95)&lt;600: 712.4");
  expect(page).toContain("2 × a processor");
  expect(scalePage(lawBroken)).toContain("with 2 of each: 5 units sold twice");
  expect(scalePage(nothingHeld)).toContain("FAILED");
});

test("the processes of a part count together, and only while the load lasted", () => {
  const sample = (atMs: number, name: string, cpuPercent: number) => ({ atMs, name, cpuPercent, rssBytes: 0 });
  const samples = [
    sample(500, "router", 99),
    ...[1_000, 2_000].flatMap((at) => [
      sample(at, "router", 20),
      sample(at, "router.2", 10),
      sample(at, "orders.2", 7),
      sample(at, "catalog", 3),
    ]),
    ...[1_000, 2_000].flatMap((at) => [sample(at, "postgres", 40), sample(at, "ferretdb", 20), sample(at, "nats", 2)]),
    sample(2_000, "k6", 8),
    sample(3_000, "router", 99),
  ];
  expect(meanCpu(samples, 1_000, 2_500)).toEqual({ router: 30, subgraphs: 10, database: 60, nats: 2, k6: 4 });
  expect(meanCpu([], 0, 1)).toEqual({ router: 0, subgraphs: 0, database: 0, nats: 0, k6: 0 });
});
