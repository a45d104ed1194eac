import { expect, test } from "bun:test";
import { OURS } from "../gateways/ours.ts";
import type { Row } from "../measure/rounds.ts";
import { aRow } from "../testing/rows.ts";
import { judge, judgePassThrough } from "./targets.ts";

const ours = (said: Partial<Row> = {}) => aRow({ gateway: OURS, title: "Ours", ...said });

function verdict(rows: readonly Row[], start: string) {
  return judge(rows).find(({ target }) => target.startsWith(start));
}

test("a tenth of Apollo Server's processor time is just enough", () => {
  const apollo = aRow({ gateway: "apollo-server-node", cpuMsPerRequest: 20 });
  expect(verdict([ours({ cpuMsPerRequest: 2 }), apollo], "CPU per request / Apollo")).toMatchObject({ value: 0.1, met: true });
  expect(verdict([ours({ cpuMsPerRequest: 2.1 }), apollo], "CPU per request / Apollo")).toMatchObject({ met: false });
});

test("only rows that share the same are held against each other", () => {
  const rust = aRow({ gateway: "hive-router", sharing: "requests", requestsPerSecond: 50 });
  expect(verdict([ours({ sharing: "none" }), rust], "requests/s / Hive Router")).toBeUndefined();
});

test("sharing requests, we are held against the fastest Hive Gateway, not the Rust router", () => {
  const rows = [
    ours({ sharing: "requests", requestsPerSecond: 300 }),
    aRow({ gateway: "hive-rust-planner-bun", sharing: "requests", requestsPerSecond: 150 }),
    aRow({ gateway: "hive-js-planner-node", sharing: "requests", requestsPerSecond: 40 }),
    aRow({ gateway: "hive-router", isScript: false, sharing: "requests", requestsPerSecond: 3_000 }),
  ];
  expect(verdict(rows, "requests/s / the fastest Hive Gateway")).toMatchObject({ value: 2, met: true });
  expect(verdict(rows, "requests/s / Hive Router")).toMatchObject({ value: 0.1, met: false });
});

test("p99 is held against the best gateway in JavaScript, so it is no worse than any", () => {
  const rows = [
    ours({ p99Ms: 60 }),
    aRow({ gateway: "a", p99Ms: 50 }),
    aRow({ gateway: "b", p99Ms: 90 }),
    aRow({ gateway: "hive-router", isScript: false, p99Ms: 10 }),
  ];
  expect(verdict(rows, "p99")).toMatchObject({ value: 1.2, met: false });
});

test("a rate that the load side limited is told beside the verdict", () => {
  const rows = [
    ours({ sharing: "requests", limit: "load" }),
    aRow({ gateway: "hive-router", isScript: false, sharing: "requests", title: "Rust" }),
  ];
  expect(verdict(rows, "requests/s / Hive Router")?.note).toBe("the load side was the limit of Ours");
});

test("memory is judged for each of our rows, and for nobody else's", () => {
  const found = judge([ours({ rssMb: 201 }), ours({ sharing: "fetches", rssMb: 199 }), aRow({ sharing: "requests", rssMb: 900 })]);
  expect(found.map(({ sharing, met }) => [sharing, met])).toEqual([
    ["none", false],
    ["fetches", true],
  ]);
});

test("a pass-through is held against the bare server in each of our settings", () => {
  const bare = aRow({ gateway: "bare", cpuMsPerRequest: 0.1 });
  const found = judgePassThrough([bare, ours({ cpuMsPerRequest: 0.12 }), ours({ sharing: "fetches", cpuMsPerRequest: 0.2 })], "bare");
  expect(found.map(({ value, met }) => [Number(value.toFixed(2)), met])).toEqual([
    [1.2, true],
    [2, false],
  ]);
});

test("where the bare server could not be measured, nothing is said", () => {
  expect(judgePassThrough([ours()], "bare")).toEqual([]);
});
