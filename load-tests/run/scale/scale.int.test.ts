import { afterAll, expect, test } from "bun:test";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { canProvideK6 } from "@mercato/local/servers/k6";

// The real command with the real k6; budgets are for machines of their own, and tests share one.

const results = await mkdtemp(join(tmpdir(), "mercato-scale-"));
afterAll(() => rm(results, { recursive: true }));

const canRun = process.platform === "linux" && (await canProvideK6(process.env));
/** On a new machine k6 is built first. */
const BUILD_MS = 10 * 60_000;

test.skipIf(!canRun)(
  "a shop with two processes of each service holds a low rate and all laws, and is reported",
  async () => {
    const options = ["--steps", "2", "--rate-steps", "2", "--duration", "2s", "--customers", "2", "--budget-factor", "100", "--json"];
    const command = [process.execPath, join(import.meta.dir, "main.ts"), ...options, "--results", results];
    const child = Bun.spawn(command, { stdout: "pipe", stderr: "pipe", env: { ...process.env } });
    const [exitCode, stdout, stderr] = await Promise.all([
      child.exited,
      new Response(child.stdout).text(),
      new Response(child.stderr).text(),
    ]);
    expect({ exitCode, stderr: exitCode === 0 ? "" : stderr }).toEqual({ exitCode: 0, stderr: "" });
    const last = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
    expect(last).toMatchObject({ scenario: "scale", steps: [{ processes: 2, rate: 2, brokenRate: null }], lawsHeld: true });
    expect(last.steps[0].opsPerSecond).toBeGreaterThan(0);
    expect(await readFile(last.report, "utf8")).toContain("Throughput at the objective");
  },
  BUILD_MS,
);
