import { expect, test } from "bun:test";
import { aGateway, aSample } from "../testing/rows.ts";
import { limitOf, summarize } from "./rounds.ts";

const CANDIDATE = { gateway: aGateway("apollo"), sharing: "none" } as const;

test("a row has the median of each figure by itself", () => {
  const samples = [
    aSample({ requestsPerSecond: 100, p99Ms: 50 }),
    aSample({ requestsPerSecond: 300, p99Ms: 40 }),
    aSample({ requestsPerSecond: 200, p99Ms: 90 }),
  ];
  expect(summarize(CANDIDATE, samples)).toMatchObject({ gateway: "apollo", requestsPerSecond: 200, p99Ms: 50, rounds: 3 });
});

test("one wrong answer in one round is not lost in a median", () => {
  expect(summarize(CANDIDATE, [aSample(), aSample(), aSample({ wrong: 1 })]).wrong).toBe(1);
});

test("a gateway that used its core up was the limit, though the load's core was full, too", () => {
  expect(limitOf({ gatewayShare: 0.97, loadShare: 0.98 })).toBe("gateway");
});

test("where only the load's core was full, the gateway could have done more", () => {
  expect(limitOf({ gatewayShare: 0.6, loadShare: 0.95 })).toBe("load");
});

test("where neither was full, it was something else", () => {
  expect(limitOf({ gatewayShare: 0.5, loadShare: 0.5 })).toBe("neither");
});
