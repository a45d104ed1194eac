import { expect, test } from "bun:test";
import { runCampaign } from "./campaign.ts";

const CASES = 300;
const SEED = 1;
/** Composition and the start of a planner for each schema take most of it. */
const TIMEOUT_MS = 120_000;
const LEAST_COMPOSED = 0.8;

test(
  "any valid operation over any composed schema gives what the merged schema answers in one process",
  async () => {
    const { findings, cases, composed, schemas } = await runCampaign({ cases: CASES, seed: SEED, planner: "mixed" });
    expect(findings.map(({ text }) => text)).toEqual([]);
    expect(cases).toBeGreaterThanOrEqual(CASES);
    expect(composed / schemas).toBeGreaterThanOrEqual(LEAST_COMPOSED);
  },
  TIMEOUT_MS,
);
