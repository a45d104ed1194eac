import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createScratch } from "@mercato/local/scratch";
import { freePort } from "@mercato/local/servers/free-port";
import { type Guard, startGuard } from "@mercato/local/servers/guard";
import { provideK6 } from "@mercato/local/servers/k6";
import type { Report } from "@mercato/local/servers/report";
import { logTail, startProcess } from "@mercato/local/servers/server-process";
import type { SubgraphCounts } from "../graph/subgraph-server.ts";
import { composeSupergraph } from "../graph/supergraph.ts";
import { type Cores, checkCores, pinned } from "./processor.ts";

/** What every measurement is told. */
export interface BenchSettings {
  readonly cores: Cores;
  /** Virtual users. */
  readonly vus: number;
  /** How long each measurement takes. */
  readonly seconds: number;
  /** How long a gateway is under load before it is measured. */
  readonly warmUpSeconds: number;
  /** @default a free one */
  readonly subgraphPort?: number | undefined;
  /** @default a free one */
  readonly gatewayPort?: number | undefined;
}

/** What gateways are measured on: k6 and the subgraphs, which run until it is disposed of. */
export interface Ground extends AsyncDisposable {
  readonly settings: BenchSettings;
  readonly k6: string;
  readonly supergraphFile: string;
  /** Of the process that serves all four. */
  readonly subgraphsPid: number;
  counts(): Promise<SubgraphCounts>;
  /** Removed at the end. */
  readonly directory: string;
  readonly report: Report;
  readonly guard: Guard;
  readonly signal: AbortSignal;
}

const READY_MS = 20_000;
const LOOK_AGAIN_MS = 20;

async function readCounts(origin: string): Promise<SubgraphCounts> {
  const response = await fetch(`${origin}/counts`);
  return (await response.json()) as SubgraphCounts; // our own server's
}

async function startSubgraphs({ cores, subgraphPort }: BenchSettings, directory: string, guard: Guard) {
  const port = subgraphPort ?? (await freePort());
  const server = await startProcess({
    ...pinned(cores.load, { command: process.execPath, args: [join(import.meta.dir, "..", "graph", "main.ts")] }),
    name: "subgraphs",
    env: { PATH: process.env["PATH"] ?? "", HOME: process.env["HOME"] ?? "", NODE_ENV: "production", PORT: String(port) },
    logFile: join(directory, "subgraphs.log"),
    guard,
  });
  const origin = `http://127.0.0.1:${port}`;
  const deadline = performance.now() + READY_MS;
  for (;;) {
    const ready = await readCounts(origin).then(
      () => true,
      () => false,
    );
    if (ready) return { server, origin };
    if (!server.alive() || performance.now() > deadline) {
      await server.stop();
      throw new Error(`The subgraphs do not serve: ${logTail(server.logFile)}`);
    }
    await Bun.sleep(LOOK_AGAIN_MS);
  }
}

/** Starts the subgraphs and composes them. @throws SetupProblem */
export async function prepareGround(settings: BenchSettings, { report, signal }: Pick<Ground, "report" | "signal">): Promise<Ground> {
  checkCores(settings.cores, process.env["PATH"]);
  const k6 = await provideK6(process.env, { report, signal });
  await using stack = new AsyncDisposableStack();
  const { directory } = stack.use(await createScratch("router"));
  await mkdir(directory, { recursive: true });
  const guard = stack.use(await startGuard(join(directory, "processes.json")));
  const { server, origin } = await startSubgraphs(settings, directory, guard);
  stack.defer(() => server.stop());
  const supergraphFile = join(directory, "supergraph.graphql");
  await writeFile(supergraphFile, composeSupergraph(origin));
  const kept = stack.move();
  return {
    settings,
    k6,
    supergraphFile,
    subgraphsPid: server.pid,
    counts: () => readCounts(origin),
    directory,
    report,
    guard,
    signal,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}
