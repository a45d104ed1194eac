import { expect, test } from "bun:test";
import { parseSummary } from "./k6.ts";

const REQUESTS = { http_reqs: { values: { count: 800, rate: 99.5 } } };
const DURATION = { http_req_duration: { values: { med: 10, "p(95)": 20, "p(99)": 30 } } };

test("a summary of k6 says how much was answered, how fast, and how wrongly", () => {
  const text = JSON.stringify({ metrics: { ...REQUESTS, ...DURATION, wrong_answers: { values: { count: 3 } } } });
  expect(parseSummary(text)).toEqual({ requests: 800, requestsPerSecond: 99.5, p50Ms: 10, p95Ms: 20, p99Ms: 30, wrong: 3 });
});

test("k6 leaves a counter out that was never counted: no answer was wrong", () => {
  expect(parseSummary(JSON.stringify({ metrics: { ...REQUESTS, ...DURATION } })).wrong).toBe(0);
});

test("a summary without figures is not taken for one with zeros", () => {
  expect(() => parseSummary(JSON.stringify({ metrics: {} }))).toThrow();
});
