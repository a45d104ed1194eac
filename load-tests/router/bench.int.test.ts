import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "@mercato/local/servers/free-port";
import { canProvideK6, provideK6 } from "@mercato/local/servers/k6";
import { silentReport } from "@mercato/local/servers/report";
import { deepTask } from "./compare.ts";
import type { Gateway } from "./gateways/gateway.ts";
import { hiveRouter } from "./gateways/hive-router.ts";
import { GatewayError } from "./gateways/start.ts";
import { deepOperation, passThroughOperation } from "./graph/documents.ts";
import { answerInOneProcess } from "./graph/merged.ts";
import { serveSubgraphs } from "./graph/subgraph-server.ts";
import { prepareGround } from "./measure/ground.ts";
import { measure } from "./measure/measure.ts";

// The real command, the real router and the real k6.

/** On a new machine k6 is built first. */
const BUILD_MS = 10 * 60_000;
const SETTINGS = { cores: { load: 0, gateway: 1 }, vus: 4, seconds: 1, warmUpSeconds: 1 };
const signal = new AbortController().signal;

const results = await mkdtemp(join(tmpdir(), "mercato-bench-"));
afterAll(() => rm(results, { recursive: true }));

/** Two cores to pin to, Linux to read them, and a k6 or Go to build one with. */
const able = process.platform === "linux" && cpus().length > 1 && (await canProvideK6(process.env));
const withK6 = test.skipIf(!able);

beforeAll(async () => {
  if (able) await provideK6(process.env, { report: silentReport, signal });
}, BUILD_MS);

function start(...args: readonly string[]) {
  const command = [process.execPath, join(import.meta.dir, "main.ts"), ...args, "--peers", "ours", "--results", results];
  return Bun.spawn(command, { stdout: "pipe", stderr: "pipe", env: { ...process.env } });
}

async function bench(...args: readonly string[]) {
  const child = start(...args, "--json");
  const [exitCode, stdout, stderr] = await Promise.all([
    child.exited,
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  return { exitCode, stderr, last: JSON.parse(stdout.trim().split("\n").at(-1) || "null") };
}

withK6("our router answers the deep query rightly under load, and the findings are a table, a chart and JSON", async () => {
  const { exitCode, stderr, last } = await bench(
    "--rounds",
    "1",
    "--seconds",
    "1",
    "--warm-up",
    "1",
    "--vus",
    "4",
    "--sharing",
    "none,requests",
  );
  expect({ exitCode, stderr: exitCode === 0 ? "" : stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(last.rows.map(({ gateway, sharing, wrong }: Record<string, unknown>) => [gateway, sharing, wrong])).toEqual([
    ["mercato", "none", 0],
    ["mercato", "requests", 0],
  ]);
  for (const row of last.rows)
    for (const figure of ["requests", "cpuMsPerRequest", "p99Ms", "rssMb"]) expect(row[figure]).toBeGreaterThan(0);
  expect(stderr).toContain("| Mercato router, Bun | none");
  expect(await readdir(last.report)).toEqual(expect.arrayContaining(["chart.svg", "result.json", "table.md"]));
  expect(await readFile(join(last.report, "chart.svg"), "utf8")).toContain("Requests a second");
});

withK6("a soak tells how memory moved", async () => {
  const { exitCode, last } = await bench("--soak", "0.1", "--vus", "4");
  expect(exitCode).toBe(0);
  expect(last).toMatchObject({ benchmark: "soak", sharing: "requests", wrong: 0 });
  expect(last.slopeMbPerHour).toBeNumber();
  expect(last.mostRssMb).toBeGreaterThanOrEqual(last.lastRssMb);
});

withK6("an interrupted run exits as interrupted, without findings, and leaves nothing that listens", async () => {
  const before = await readdir(results);
  const port = String(await freePort());
  const child = start("--rounds", "9", "--seconds", "60", "--subgraph-port", port);
  let said = "";
  for await (const chunk of child.stderr.pipeThrough(new TextDecoderStream())) {
    said += chunk;
    // The subgraphs serve, and a gateway is being started.
    if (said.includes("about")) child.kill("SIGINT");
  }
  expect(await child.exited).toBe(130);
  expect(said).not.toContain("| gateway");
  await expect(fetch(`http://127.0.0.1:${port}/counts`)).rejects.toThrow();
  const left = (await readdir(results)).filter((name) => !before.includes(name));
  for (const folder of left) expect(await readdir(join(results, folder))).toEqual([]);
});

/** A gateway that answers rightly at first, and later with this text. */
function answering(later: string): Gateway {
  return {
    name: "answering",
    title: "Answering",
    isScript: true,
    sharings: ["none"],
    path: "/graphql",
    async launch({ port, directory }) {
      const [answer, other] = [join(directory, "answer.json"), join(directory, "later.json")];
      await writeFile(answer, JSON.stringify(await answerInOneProcess(deepOperation())));
      await writeFile(other, later);
      const env = { ANSWER_FILE: answer, LATER_FILE: other, PORT: String(port) };
      return { command: process.execPath, args: [join(import.meta.dir, "testing", "answering-gateway.ts")], env };
    },
  };
}

async function measureAnswering(later: string) {
  await using ground = await prepareGround(SETTINGS, { report: silentReport, signal });
  return await measure(ground, { gateway: answering(later), sharing: "none" }, await deepTask());
}

/** The same value with the keys of every object the other way round. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, part]) => [key, turned(part)]),
  );
}

withK6("an answer with its keys in another order is right", async () => {
  const { data } = await answerInOneProcess(deepOperation());
  const { wrong, requests } = await measureAnswering(JSON.stringify(turned({ data })));
  expect(wrong).toBe(0);
  expect(requests).toBeGreaterThan(0);
});

withK6("a gateway that begins to answer wrongly under load is not measured as if it were right", async () => {
  const text = JSON.stringify(await answerInOneProcess(deepOperation()));
  const later = text.replace("Ada Lovelace", "Ada Lovelacy");
  expect(later).not.toBe(text);
  await expect(measureAnswering(later)).rejects.toThrow(GatewayError);
});

withK6("a gateway that cannot be started is told with what it said", async () => {
  await using ground = await prepareGround(SETTINGS, { report: silentReport, signal });
  const broken = { gateway: hiveRouter("/nowhere/hive_router"), sharing: "none" } as const;
  await expect(measure(ground, broken, await deepTask())).rejects.toThrow(/nowhere/);
});

test("a subgraph answers by GraphQL, and what it was asked before it need not execute again", async () => {
  await using server = serveSubgraphs(0);
  const ask = async (subgraph: string, query: string) => {
    const response = await fetch(`${server.origin}/${subgraph}`, { method: "POST", body: JSON.stringify({ query }) });
    return response.json();
  };
  const query = "{ topProducts(first: 2) { it: upc } }";
  const answer = { data: { topProducts: [{ it: "1" }, { it: "2" }] } };
  expect([await ask("products", query), await ask("products", query)]).toEqual([answer, answer]);
  expect(server.counts()).toEqual({ requests: 2, executed: 1 });
  expect(await ask("products", "{ topProducts(first: 1) { it: upc } }")).toEqual({ data: { topProducts: [{ it: "1" }] } });
  expect(await ask("reviews", "{ topProducts { upc } }")).toMatchObject({ errors: [{}] });
});

test("the answers are of the size that the field measures with", async () => {
  const deep = JSON.stringify(await answerInOneProcess(deepOperation()));
  expect(deep.length).toBeWithin(80_000, 95_000);
  expect(JSON.stringify(await answerInOneProcess(passThroughOperation()))).not.toContain("errors");
});
