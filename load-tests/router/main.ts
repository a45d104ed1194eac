import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "@mercato/local/checkout";
import { Command } from "commander";
import { positive, whole } from "../run/arguments.ts";
import { openTerminal } from "../run/terminal.ts";
import { cores, peerNames, port, sharings } from "./arguments.ts";
import { type CompareOptions, compareGateways, comparePassThrough, isSound } from "./compare.ts";
import { SHARINGS, type Sharing } from "./gateways/gateway.ts";
import type { BenchSettings } from "./measure/ground.ts";
import { prepareGround } from "./measure/ground.ts";
import type { Cores } from "./measure/processor.ts";
import { describeProfile } from "./report/profile.ts";
import { describeComparison, resultsFolder, rounded, writeComparison } from "./report/results.ts";
import { soak, writeSoak } from "./soak.ts";

interface Options {
  readonly rounds: number;
  readonly seconds: number;
  readonly warmUp: number;
  readonly vus: number;
  readonly peers?: readonly string[];
  readonly sharing?: readonly Sharing[];
  readonly cores: Cores;
  readonly subgraphPort?: number;
  readonly gatewayPort?: number;
  readonly passThrough: boolean;
  readonly soak?: number;
  readonly profile: boolean;
  readonly results: string;
  readonly json: boolean;
}

const { say, report, signal, finish } = openTerminal();

function settingsOf({ cores: pinnedTo, vus, seconds, warmUp, subgraphPort, gatewayPort }: Options): BenchSettings {
  return { cores: pinnedTo, vus, seconds, warmUpSeconds: warmUp, subgraphPort, gatewayPort };
}

function printLast(options: Options, value: object): void {
  if (options.json) process.stdout.write(`${JSON.stringify(rounded(value))}\n`);
}

async function runSoak(options: Options, minutes: number): Promise<number> {
  await using ground = await prepareGround(settingsOf(options), { report, signal });
  const found = await soak(ground, options.sharing?.at(-1) ?? "requests", minutes);
  const folder = await resultsFolder(options.results, "router-soak");
  await writeSoak(found, folder);
  const { samples: _samples, ...figures } = found;
  say(`\n${found.requests} requests in ${minutes} min, ${found.requestsPerSecond.toFixed(0)} a second, ${found.wrong} answered wrongly`);
  say(
    `RSS ${found.warmRssMb.toFixed(1)} MB after the warm-up, ${found.lastRssMb.toFixed(1)} MB at the end, ${found.mostRssMb.toFixed(1)} MB at most: ${found.slopeMbPerHour.toFixed(1)} MB an hour`,
  );
  say(`Report: ${folder}`);
  printLast(options, { ...figures, report: folder });
  return found.wrong === 0 ? 0 : 1;
}

/** What the profiles in a folder say, the one after the other. */
async function describeProfiles(folder: string): Promise<string> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".cpuprofile")).toSorted();
  const parts = await Promise.all(names.map(async (name) => `# ${name}\n${await describeProfile(join(folder, name))}`));
  return parts.join("\n");
}

async function runComparison(options: Options): Promise<number> {
  const name = options.passThrough ? "router-pass-through" : "router";
  await using ground = await prepareGround(settingsOf(options), { report, signal });
  const folder = await resultsFolder(options.results, name);
  const profile = options.profile ? { folder, name: (sharing: Sharing) => `mercato-${sharing}` } : undefined;
  const { rounds, peers, sharing = SHARINGS } = options;
  const asked: CompareOptions = { ground, rounds, peers, sharings: sharing, profile };
  const found = options.passThrough ? await comparePassThrough(asked) : await compareGateways(asked);
  await writeComparison(found, folder);
  if (options.profile) await writeFile(join(folder, "profile.txt"), await describeProfiles(folder));
  say(`\n${describeComparison(found)}`);
  say(`Report: ${folder}`);
  printLast(options, { ...found, report: folder });
  return isSound(found) ? 0 : 1;
}

const program = new Command("bench:router")
  .description(
    "Measures the router and others of its kind on the same four subgraphs, the same query and the same load, one after the other, and holds what it finds " +
      "against the router's targets. Every answer is checked. The exit code is 1 when an answer was wrong or our router could not be measured; a missed target is a finding.",
  )
  .option("--rounds <n>", "how often each is measured; the median is told", whole, 2)
  .option("--seconds <n>", "how long each is measured", whole, 8)
  .option("--warm-up <n>", "seconds under load before that", whole, 3)
  .option("--vus <n>", "virtual users, each of which asks again once it is answered", whole, 50)
  .option("--peers <names>", 'which beside ours, with commas; "ours" for none (default: all that are here)', peerNames)
  .option("--sharing <settings>", "what in-flight requests share: none, fetches, requests, with commas (default: all)", sharings)
  .option("--cores <load,gateway>", "the core of k6 and the subgraphs, and the gateway's", cores, { load: 0, gateway: 1 })
  .option("--subgraph-port <n>", "the port of the subgraphs (default: a free one)", port)
  .option("--gateway-port <n>", "the port of the gateway (default: a free one)", port)
  .option("--pass-through", "instead: a query that one subgraph answers, against a bare graphql-yoga server", false)
  .option("--soak <minutes>", "instead: our router alone for so long, and how its memory grows", positive)
  .option("--profile", "our router under Bun's CPU profiler, which costs time; the profiles go to the report", false)
  .option("--results <folder>", "where reports go", join(ROOT, "load-tests", "results", "local"))
  .option("--json", "print the findings as JSON in the last line", false)
  .action((options: Options) => finish(() => (options.soak === undefined ? runComparison(options) : runSoak(options, options.soak))));

await program.parseAsync();
process.exit();
