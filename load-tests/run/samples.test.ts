import { expect, test } from "bun:test";
import { createSamples } from "./samples.ts";

const HEADER = "metric_name,timestamp,metric_value,check,error_code,group,name,scenario,status,extra_tags,metadata";

function samplesOf(...lines: string[]) {
  const samples = createSamples();
  for (const line of [HEADER, ...lines, ""]) samples.take(line);
  return samples;
}

const request = (atMs: number, durationMs: number, { name = "ProductPage", group = "" } = {}) =>
  `http_req_duration,${atMs},${durationMs},,,${group},${name},load,200,operation=${name},`;

test("percentiles are those of the requests themselves, by operation and in all", () => {
  const lines = Array.from({ length: 100 }, (_, index) => request(1_000_000 + index * 100, index + 1));
  const { requests, p50Ms, p95Ms, p99Ms, operations, seconds, opsPerSecond } = samplesOf(
    ...lines,
    request(1_009_900, 500, { name: "Login" }),
  ).figures();
  expect({ requests, p50Ms, p95Ms, p99Ms, seconds }).toEqual({ requests: 101, p50Ms: 51, p95Ms: 96, p99Ms: 100, seconds: 9.9 });
  expect(opsPerSecond).toBe(10.2);
  expect(operations.map(({ operation, p95Ms: own, maxMs }) => [operation, own, maxMs])).toEqual([
    ["ProductPage", 95, 100],
    ["Login", 500, 500],
  ]);
});

test("what setup does is no load, and its failures count all the same", () => {
  const failed = "graphql_failures,1000000,1.000000,,,::setup,,load,,operation=Register&reason=RATE_LIMITED,";
  const figures = samplesOf(request(1_000_000, 900, { name: "Register", group: "::setup" }), failed, request(1_002_000, 5)).figures();
  expect(figures.requests).toBe(1);
  expect(figures.errors).toBe(1);
  expect(figures.failures).toEqual([{ operation: "Register", reason: "RATE_LIMITED", count: 1 }]);
});

test("a second in which nothing was answered is in the timeline, and empty", () => {
  const { timeline } = samplesOf("vus,1000200,3.000000,,,,,,,,", request(1_000_100, 5), request(1_002_900, 7)).figures();
  expect(timeline.map(({ at, requests, p95Ms, vus }) => [at, requests, p95Ms, vus])).toEqual([
    [0, 1, 5, 3],
    [1, 0, 0, 0],
    [2, 1, 7, 0],
  ]);
});

test("accepted orders are known by their ids, and what became of buyers is counted", () => {
  const samples = samplesOf(
    "orders_accepted,1000000,1.000000,,,,,load,,,order=o-1",
    "orders_accepted,1000001,1.000000,,,,,load,,,order=o-2",
    "orders_confirmed,1000002,1.000000,,,,,load,,,",
    "orders_sold_out,1000003,1.000000,,,,,load,,,",
    "saga_duration,1000002,120.000000,,,,,load,,,",
  );
  expect([...samples.accepted]).toEqual(["o-1", "o-2"]);
  expect(samples.figures().orders).toEqual({ accepted: 2, confirmed: 1, soldOut: 1, sagaP50Ms: 120, sagaP95Ms: 120, sagaP99Ms: 120 });
});

test("a run without a request has figures of zero", () => {
  const { requests, seconds, opsPerSecond, timeline, startedAtMs } = samplesOf().figures();
  expect({ requests, seconds, opsPerSecond, timeline, startedAtMs }).toEqual({
    requests: 0,
    seconds: 0,
    opsPerSecond: 0,
    timeline: [],
    startedAtMs: 0,
  });
});

test("output without the columns that are read is refused", () => {
  expect(() => createSamples().take("metric_name,timestamp")).toThrow(/no column metric_value/);
});
