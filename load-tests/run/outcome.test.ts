import { expect, test } from "bun:test";
import { bestThroughput } from "./best.ts";
import { escapeHtml, lineChart, ticks } from "./chart.ts";
import { hasPassed, lastLine, type Outcome } from "./outcome.ts";
import { reportPage } from "./page.ts";
import { readThresholds } from "./summary.ts";

const second = (at: number, requests: number, { p95Ms = 20, errors = 0 } = {}) => ({
  at,
  requests,
  errors,
  p50Ms: 5,
  p95Ms,
  p99Ms: p95Ms,
  vus: 2,
});

const outcome: Outcome = {
  scenario: "smoke",
  startedAt: "2026-01-01T00:00:00.000Z",
  target: "http://127.0.0.1:4000/graphql",
  shop: "single",
  asked: { duration: "5s" },
  requests: 10,
  errors: 0,
  seconds: 5,
  opsPerSecond: 2,
  bestOpsPerSecond: 2,
  p50Ms: 5,
  p95Ms: 20,
  p99Ms: 30,
  operations: [{ operation: "ProductPage", requests: 10, errors: 0, p50Ms: 5, p95Ms: 20, p99Ms: 30, maxMs: 31 }],
  failures: [],
  timeline: [second(0, 2), second(1, 2), second(2, 2), second(3, 2), second(4, 2)],
  startedAtMs: 1_000_000,
  orders: { accepted: 0, confirmed: 0, soldOut: 0, sagaP50Ms: 0, sagaP95Ms: 0, sagaP99Ms: 0 },
  thresholds: [{ metric: "graphql_failed", threshold: "rate<=0", held: true, value: 0 }],
  thresholdsHeld: true,
  lawsHeld: true,
  breaches: [],
  resources: [{ atMs: 1_001_000, name: "router", cpuPercent: 40, rssBytes: 100 * 1024 * 1024 }],
  machine: { cores: 2, model: "a processor", memoryBytes: 8 * 1024 ** 3, platform: "linux x64, Bun" },
};

test("a run passes when its thresholds and the laws hold, and it did something", () => {
  expect(hasPassed(outcome)).toBe(true);
  expect(hasPassed({ ...outcome, lawsHeld: null })).toBe(true);
  expect(hasPassed({ ...outcome, lawsHeld: false })).toBe(false);
  expect(hasPassed({ ...outcome, thresholdsHeld: false })).toBe(false);
  expect(hasPassed({ ...outcome, requests: 0 })).toBe(false);
});

test("a breakpoint run seeks the threshold that breaks; a broken law fails it, too", () => {
  expect(hasPassed({ ...outcome, scenario: "breakpoint", thresholdsHeld: false })).toBe(true);
  expect(hasPassed({ ...outcome, scenario: "breakpoint", lawsHeld: false })).toBe(false);
});

test("the last line has what programs look for", () => {
  expect(JSON.parse(lastLine(outcome, "report.html"))).toMatchObject({
    scenario: "smoke",
    requests: 10,
    errors: 0,
    opsPerSecond: 2,
    p95Ms: 20,
    p99Ms: 30,
    lawsHeld: true,
  });
});

test("the report needs nothing but itself", () => {
  const page = reportPage(outcome);
  expect(page).not.toMatch(/<script|<link|<img|@import|url\(|src=/);
  expect(page).toContain("<svg");
  expect(page).toContain("ProductPage");
  expect(page).toContain("router");
});

test("the report tells a broken law, and nothing in it becomes markup", () => {
  const page = reportPage({ ...outcome, lawsHeld: false, breaches: ["Law 1: oversold, <b>MUG</b>"] });
  expect(page).toContain("FAILED");
  expect(page).toContain("Law 1: oversold, &lt;b&gt;MUG&lt;/b&gt;");
});

test("a chart draws every point within its frame, whatever the numbers", () => {
  const svg = lineChart({
    title: "CPU",
    unit: "%",
    series: [
      {
        name: "a & b",
        points: [
          [0, 0],
          [1, 1234.5],
          [2, 3],
        ],
      },
    ],
  });
  const points =
    /points="([^"]+)"/
      .exec(svg)?.[1]
      ?.split(" ")
      .map((pair) => pair.split(",").map(Number)) ?? [];
  expect(points).toHaveLength(3);
  for (const [x = -1, y = -1] of points) {
    expect(x).toBeWithin(0, 721);
    expect(y).toBeWithin(0, 241);
  }
  expect(svg).toContain("a &amp; b");
});

test("ticks are round, begin at zero and reach past the most", () => {
  expect(ticks(1234.5)).toEqual([0, 500, 1000, 1500]);
  expect(ticks(0.03).at(-1)).toBeGreaterThanOrEqual(0.03);
  expect(ticks(0)).toEqual([0, 1]);
});

test("text is escaped for HTML", () => {
  expect(escapeHtml(`<a href="x">&</a>`)).toBe("&lt;a href=&quot;x&quot;&gt;&amp;&lt;/a&gt;");
});

test("thresholds are read with what was measured of their kind", () => {
  const values = { avg: 12, "p(95)": 41.25 };
  const text = JSON.stringify({
    metrics: {
      "http_req_duration{operation:Login}": { type: "trend", values, thresholds: { "p(95)<40": { ok: false } } },
      http_reqs: { type: "counter", values: { count: 3 } },
    },
  });
  expect(readThresholds(text)).toEqual([
    { metric: "http_req_duration{operation:Login}", threshold: "p(95)<40", held: false, value: 41.25 },
  ]);
});

test("the best throughput is that of five seconds in a row without a failure and within the budget", () => {
  const calm = [10, 20, 30, 40, 50].map((requests, at) => second(at, requests));
  expect(bestThroughput(calm, 300)).toBe(30);
  const slow = [...calm, second(5, 900, { p95Ms: 301 }), second(6, 900), second(7, 900), second(8, 900), second(9, 900, { errors: 1 })];
  expect(bestThroughput(slow, 300)).toBe(30);
  expect(bestThroughput(calm.slice(1), 300)).toBe(0);
});
