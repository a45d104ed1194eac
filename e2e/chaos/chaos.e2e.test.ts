import { expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { runChaos } from "@mercato/chaos/run";
import { ROOT } from "@mercato/local/checkout";
import { silentReport } from "@mercato/local/servers/report";

/** Kills orders, the database, NATS and payments; pauses inventory, delays payments→nats and cuts router→payments meanwhile. */
const SEED = 15;

test("a shop that is killed in four places while people buy keeps what it said, and all laws", async () => {
  const { outcome, page } = await runChaos({
    seed: SEED,
    minutes: 0.2,
    killEveryMs: 3_000,
    disturbEveryMs: 4_000,
    customers: 5,
    calmMs: 3_000,
    results: join(ROOT, ".local", "logs", "e2e-chaos"),
    prefix: `e2e${crypto.randomUUID().slice(0, 8)}`,
    report: silentReport,
    signal: new AbortController().signal,
  });
  expect(outcome.violations).toEqual([]);
  expect(outcome.faults.map(({ what }) => what).toSorted()).toEqual([
    expect.stringMatching(/^cut router→payments/),
    expect.stringMatching(/^delay payments→nats/),
    "kill database",
    "kill nats",
    "kill orders",
    "kill payments",
    "pause inventory",
  ]);
  // Otherwise nothing was tried.
  expect(outcome.orders.confirmed).toBeGreaterThan(0);
  expect(outcome.orders.needAttention).toBe(0);
  expect(existsSync(page)).toBe(true);
}, 170_000);
