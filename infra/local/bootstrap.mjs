#!/usr/bin/env node
// The first step of every command: plain Node (or Bun) without dependencies, so that a machine with only
// Node and npm can start. It provides Bun and the packages, then hands over to cli.ts.
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { constants, homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const OLDEST_NODE = 20;
const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..");

const USAGE = `Usage: npm start [-- OPTIONS]            the shop: servers, services, demo catalogue
       npm test [-- OPTIONS]             every check and test, on servers of their own
       npm run demo [-- OPTIONS]         an order, through the running shop
       npm run replay -- --dataset DIR   a data set of real sales, through the shop
       npm run load -- SCENARIO          k6 against a shop of its own; the laws are checked afterwards
       npm run load:scale                the same with 1, 2 and 4 processes of each service, plotted
       npm run bench:router              the router and others of its kind, measured side by side
       npm run bench:saga                what an order costs, beside bare writes and messages
       npm run infra:check               what the shop is deployed with, checked
       npm run image:check               images built and started without an engine (Debian, root)
       npm run compose:secrets           the secrets that infra/compose mounts
       npm run compose:catalogue         a demo catalogue for the shop in containers
       npm run with-servers -- CMD       CMD with a database and NATS of its own

Each command explains its options with --help, for example: npm start -- --help

What this step does: it checks Node (>= ${OLDEST_NODE}), finds Bun at the version that infra/local/versions.json
names on PATH or in the cache, installs it with npm otherwise, runs "bun install" when the lockfile
changed, and runs infra/local/cli.ts with Bun.

Environment:
  MERCATO_CACHE   where Bun, servers and builds are kept (default: $XDG_CACHE_HOME/mercato or ~/.cache/mercato)
`;

function cacheDirectory(env) {
  if (env.MERCATO_CACHE) return env.MERCATO_CACHE;
  return join(env.XDG_CACHE_HOME || join(homedir(), ".cache"), "mercato");
}

function checkNode() {
  if (process.versions.bun !== undefined) return;
  const major = Number(process.versions.node.split(".")[0]);
  if (major >= OLDEST_NODE) return;
  process.stderr.write(`Mercato needs Node ${OLDEST_NODE} or newer; this is ${process.versions.node} (${process.execPath}).\n`);
  process.exit(1);
}

/** The same version on another path would do, but when Bun itself runs this file it is surely there. */
async function bunFile(cache) {
  const { bun: version } = JSON.parse(await readFile(join(here, "versions.json"), "utf8"));
  if (process.versions.bun === version) return process.execPath;
  const { provideBun } = await import("./bootstrap/bun.mjs");
  return provideBun({ version, cache });
}

/**
 * Runs the command itself and returns its exit code. The fourth pipe stays open as long as this process lives,
 * so that cli.ts notices even a `kill -9` and stops what it started.
 */
function handOver(bun, cache, args) {
  return new Promise((resolve, reject) => {
    const env = {
      ...process.env,
      MERCATO_CACHE: cache,
      MERCATO_STARTED_AT: String(startedAt),
      MERCATO_PARENT_FD: "3",
      PATH: `${dirname(bun)}${delimiter}${process.env.PATH ?? ""}`,
    };
    const child = spawn(bun, [join(here, "cli.ts"), ...args], { stdio: ["inherit", "inherit", "inherit", "pipe"], env });
    const forward = (signal) => child.kill(signal);
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, forward);
    if (process.env.npm_lifecycle_event) stopWithParent(() => child.kill("SIGTERM"));
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(code ?? 128 + (constants.signals[signal] ?? 0)));
  });
}

/** npm passes signals on, but a killed npm cannot; its child then gets another parent. */
function stopWithParent(stop) {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    stop();
  }, 1_000);
  timer.unref();
}

let startedAt = Date.now();

async function main() {
  checkNode();
  const args = process.argv.slice(2);
  if (args.length === 0 || args[0] === "--help" || args[0] === "-h") {
    process.stdout.write(USAGE);
    return args.length === 0 ? 1 : 0;
  }
  ({ startedAt } = await import("./bootstrap/report.mjs"));
  const cache = cacheDirectory(process.env);
  const bun = await bunFile(cache);
  const { provideDependencies } = await import("./bootstrap/dependencies.mjs");
  await provideDependencies({ root, bun });
  return handOver(bun, cache, args);
}

main().then(
  (code) => process.exit(code),
  (error) => {
    process.stderr.write(`\n${error?.name === "Problem" ? error.message : (error?.stack ?? error)}\n`);
    process.exit(1);
  },
);
