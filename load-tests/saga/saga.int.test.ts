import { afterAll, expect, test } from "bun:test";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

// The real command on real servers, as short as it can be.

/** Two shops are opened, one after the other. */
const WHOLE_RUN_MS = 170_000;

const results = await mkdtemp(join(tmpdir(), "mercato-saga-"));
afterAll(() => rm(results, { recursive: true }));

test(
  "orders are confirmed, counted and held against the floor, and no law is broken",
  async () => {
    const args = ["--concurrency", "2", "--seconds", "1", "--orders", "2", "--results", results, "--json"];
    const child = Bun.spawn([process.execPath, join(import.meta.dir, "main.ts"), ...args], {
      stdout: "pipe",
      stderr: "pipe",
      env: { ...process.env },
    });
    const [exitCode, stdout, stderr] = await Promise.all([
      child.exited,
      new Response(child.stdout).text(),
      new Response(child.stderr).text(),
    ]);
    expect({ exitCode, stderr: exitCode === 0 ? "" : stderr }).toEqual({ exitCode: 0, stderr: "" });
    const last = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
    expect(last).toMatchObject({ benchmark: "saga", failed: 0, lawsHeld: true });
    expect(last.needs.writes["insert orders"]).toBe(1);
    expect(last.needs.messages["orders.v1.confirmed"]).toBe(1);
    expect(last.confirmedPerSecond).toBeGreaterThan(0);
    expect(last.floorPerSecond).toBeGreaterThan(0);
    expect(JSON.parse(await readFile(join(last.report, "result.json"), "utf8")).figures.concurrency).toBe(2);
  },
  WHOLE_RUN_MS,
);
