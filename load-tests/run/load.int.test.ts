import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { canProvideK6, provideK6 } from "@mercato/local/servers/k6";
import { createTerminalReport } from "@mercato/local/servers/report";
import { startFakeShop } from "./testing/fake-shop.ts";

// The real command with the real k6, as a user runs it.

/** On a new machine k6 is built first. */
const BUILD_MS = 10 * 60_000;
/** Budgets are for machines of their own; here tests share one. */
const UNHURRIED = ["--budget-factor", "100", "--json"];

const results = await mkdtemp(join(tmpdir(), "mercato-load-"));
afterAll(() => rm(results, { recursive: true }));

/** A machine with Node alone runs the other tests; these need a k6, or Go to build one with. */
const withK6 = test.skipIf(!(await canProvideK6(process.env)));

beforeAll(async () => {
  if (!(await canProvideK6(process.env))) return;
  const report = createTerminalReport({ write: (line) => process.stderr.write(`${line}\n`), startedAt: Date.now() });
  await provideK6(process.env, { report, signal: new AbortController().signal });
}, BUILD_MS);

function start(...args: readonly string[]) {
  const command = [process.execPath, join(import.meta.dir, "main.ts"), ...args, "--results", results];
  return Bun.spawn(command, { stdout: "pipe", stderr: "pipe", env: { ...process.env } });
}

async function load(...args: readonly string[]) {
  const child = start(...args);
  const [exitCode, stdout, stderr] = await Promise.all([
    child.exited,
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  return { exitCode, stderr, last: JSON.parse(stdout.trim().split("\n").at(-1) || "null") };
}

withK6("smoke passes on a shop of real services, and its books hold every order that clients were told of", async () => {
  const { exitCode, last, stderr } = await load("smoke", "--mode", "single", "--duration", "3s", "--customers", "2", ...UNHURRIED);
  expect({ exitCode, stderr: exitCode === 0 ? "" : stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(last).toMatchObject({ scenario: "smoke", errors: 0, lawsHeld: true, thresholdsHeld: true });
  expect(last.confirmed).toBeGreaterThan(0);
  const outcome = JSON.parse(await readFile(join(last.report, "..", "result.json"), "utf8"));
  expect(outcome.orders.accepted).toBe(last.confirmed);
  expect(outcome.resources.map(({ name }: { name: string }) => name)).toContain("shop");
  expect(await readFile(last.report, "utf8")).toContain("All held");
});

withK6("smoke passes on answers that are right", async () => {
  using shop = startFakeShop();
  const { exitCode, last } = await load("smoke", "--target", shop.endpoint, "--duration", "1s", "--customers", "1", ...UNHURRIED);
  expect(exitCode).toBe(0);
  expect(last).toMatchObject({ errors: 0, lawsHeld: null, thresholdsHeld: true });
});

withK6("an error in the body of an answer with HTTP 200 makes smoke fail, and the operation and the reason are told", async () => {
  using shop = startFakeShop(["MyOrders"]);
  const { exitCode, last, stderr } = await load("smoke", "--target", shop.endpoint, "--duration", "1s", "--customers", "1", ...UNHURRIED);
  expect(exitCode).toBe(1);
  expect(last.errors).toBeGreaterThan(0);
  expect(last).toMatchObject({ thresholdsHeld: false });
  expect(stderr).toContain("FAILED MyOrders: SUBGRAPH_UNAVAILABLE");
  expect(stderr).not.toContain("FAILED ProductPage");
});

withK6("a shop that cannot even be signed in to ends the run with the reason", async () => {
  using shop = startFakeShop(["Register"]);
  const { exitCode, last, stderr } = await load("smoke", "--target", shop.endpoint, "--duration", "1s", ...UNHURRIED);
  expect({ exitCode, last }).toEqual({ exitCode: 1, last: null });
  expect(stderr).toContain("customer 1 could not be registered");
});

withK6("an interrupted run stops k6 and exits as interrupted, without a report", async () => {
  using shop = startFakeShop();
  const before = await readdir(results);
  const child = start("smoke", "--target", shop.endpoint, "--duration", "5m", "--customers", "1", ...UNHURRIED);
  let said = "";
  for await (const chunk of child.stderr.pipeThrough(new TextDecoderStream())) {
    said += chunk;
    // The first line of progress: k6 is at work.
    if (said.includes("virtual users")) child.kill("SIGINT");
  }
  expect(await child.exited).toBe(130);
  expect(said).toContain("k6 was stopped");
  expect(await readdir(results)).toEqual(before);
});
