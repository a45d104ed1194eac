import { expect, test } from "bun:test";
import { createHistory } from "../history/history.ts";
import { countFaults, lastLine, type Outcome } from "./outcome.ts";
import { reportPage } from "./page.ts";
import { textOf } from "./text.ts";
import { stepOf } from "./timeline.ts";

const outcome: Outcome = {
  seed: 7,
  minutes: 1,
  startedAt: "2026-01-01T00:00:00.000Z",
  machine: "2 × some processor",
  customers: 8,
  orders: { acknowledged: 12, confirmed: 9, cancelled: 2, returned: 1, needAttention: 0 },
  unanswered: 5,
  faults: [
    { id: 1, what: "kill orders", kind: "kill", beganAtMs: 1_000, endedAtMs: 1_500, upAtMs: 2_500, placedMs: 1_200, confirmedMs: 1_500 },
    { id: 2, what: "pause orders", kind: "pause", beganAtMs: 5_000, endedAtMs: 6_500, upAtMs: 6_500, placedMs: 100, confirmedMs: null },
    {
      id: 3,
      what: "delay orders→nats by 20 ms",
      kind: "delay",
      beganAtMs: 7_000,
      endedAtMs: 7_500,
      upAtMs: 7_500,
      placedMs: null,
      confirmedMs: null,
    },
  ],
  normal: { placeMs: 500, confirmMs: 2_000 },
  recoveryP95Ms: 1_200,
  confirmationP95Ms: 1_500,
  settledAfterMs: 9_000,
  surprises: ["<b>it ended</b>"],
  violations: [],
  throughput: Array.from({ length: 20 }, (_, at) => ({ at, placed: at % 3, confirmed: at % 2, unanswered: 0 })),
};

test("the last line has what a program needs", () => {
  expect(JSON.parse(lastLine(outcome, "x.html"))).toEqual({
    seed: 7,
    ordersAcknowledged: 12,
    kills: 1,
    pauses: 1,
    partitions: 1,
    violations: 0,
    recoveryP95Ms: 1_200,
    confirmationP95Ms: 1_500,
    settledAfterMs: 9_000,
    unanswered: 5,
    surprises: 1,
    report: "x.html",
  });
  expect(countFaults({ faults: [] })).toEqual({ kills: 0, pauses: 0, partitions: 0 });
});

test("the page needs nothing else, escapes what it shows, and has a row for each part that was hurt", () => {
  const page = reportPage(outcome);
  expect(page).not.toMatch(/<script|https?:\/\/|<link/);
  expect(page).not.toContain("<b>it ended</b>");
  expect(page).toContain("&lt;b&gt;it ended&lt;/b&gt;");
  const labels = [...page.matchAll(/text-anchor="end">([^<]+)</g)].map(([, label]) => label);
  expect(labels.filter((label) => label?.startsWith("orders"))).toEqual(["orders", "orders→nats"]);
  expect(page).not.toMatch(/NaN|undefined|Infinity/);
});

test("violations are on the page and on the terminal", () => {
  const broken = { ...outcome, violations: ["Law 4: order_1 was accepted and is gone"] };
  expect(reportPage(broken)).toContain("Law 4: order_1 was accepted and is gone");
  expect(textOf(broken)).toContain("VIOLATION Law 4: order_1 was accepted and is gone");
  expect(textOf(outcome).at(-1)).toBe("All laws held, and everything that anybody was told is true.");
});

test("a run of any length has about ten marks on its axis", () => {
  for (const seconds of [5, 40, 330, 3_700]) expect(seconds / stepOf(seconds)).toBeLessThanOrEqual(12);
});

test("a history keeps everything in its order, with its time", () => {
  const history = createHistory();
  history.write({ kind: "surprise", what: "one" });
  history.write({ kind: "surprise", what: "two" });
  expect(history.entries.map((entry) => (entry.kind === "surprise" ? entry.what : ""))).toEqual(["one", "two"]);
  const times = history.entries.map(({ atMs }) => atMs);
  expect(times).toEqual(times.toSorted((one, other) => one - other));
});
