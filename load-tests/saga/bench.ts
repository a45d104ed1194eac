import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { auditShop } from "@mercato/local/audit/audit";
import { startBothServers } from "@mercato/local/both-servers";
import { createScratch } from "@mercato/local/scratch";
import { startGuard } from "@mercato/local/servers/guard";
import { describeExit } from "@mercato/local/servers/managed";
import type { Report } from "@mercato/local/servers/report";
import { describeMachine } from "../run/outcome.ts";
import { prepareCarts } from "./buyers.ts";
import { countNeeds } from "./count.ts";
import { confirmedPerSecond, costOf, figuresOf, type Needs, type SagaFigures } from "./figures.ts";
import { measureFloor } from "./floor.ts";
import { type Placed, type PlacingOptions, placeClosed, placeOpen } from "./placing.ts";
import { type OpenShop, openShop, type SagaGround } from "./shops.ts";

export interface SagaBenchOptions {
  /** Buyers at once, and workers of the floor. */
  readonly concurrency: number;
  /** How long full load, half load and floor take, each. */
  readonly seconds: number;
  /** Orders that are counted, and orders of the idle shop. */
  readonly orders: number;
  readonly report: Report;
  readonly signal: AbortSignal;
}

export interface SagaBench {
  readonly figures: SagaFigures;
  readonly needs: Needs;
  readonly breaches: readonly string[];
}

/** Carts made for a time, by the rate of the warm-up: more than will be needed. */
const SPARE = 1.5;
const WARM_UP_CARTS_EACH = 8;

interface Loads {
  readonly idle: Placed;
  readonly full: Placed;
  readonly half: Placed;
}

/** Idle, full and half load on one shop, after a warm-up. */
async function loadShop(shop: OpenShop, { concurrency, seconds, orders, report, signal }: SagaBenchOptions) {
  const accepted = new Set<string>();
  const { endpoint, messages } = shop;
  async function run(title: string, count: number, place: (options: PlacingOptions) => Promise<Placed>): Promise<Placed> {
    const carts = await report.stage(`preparing ${count} carts`, () => prepareCarts(endpoint, count));
    const placed = await report.stage(title, () => place({ carts, messages, signal }));
    for (const id of placed.accepted) accepted.add(id);
    return placed;
  }
  const warm = await run("warming up", concurrency * WARM_UP_CARTS_EACH, (options) => placeClosed(options, concurrency, 60));
  const idle = await run("one order at a time", orders, (options) => placeClosed(options, 1, 600));
  const expected = Math.ceil(confirmedPerSecond(warm) * SPARE * seconds);
  const full = await run(`${concurrency} buyers at once`, expected, (options) => placeClosed(options, concurrency, seconds));
  const rate = confirmedPerSecond(full) / 2;
  const half = await run(`half of that: ${rate.toFixed(1)} orders a second`, Math.ceil(rate * seconds), (options) =>
    placeOpen(options, rate, seconds),
  );
  return { loads: { idle, full, half } satisfies Loads, accepted };
}

async function measureShop(ground: SagaGround, options: SagaBenchOptions) {
  const { servers, report, signal } = ground;
  await using shop = await report.stage("opening a shop", () => openShop(ground, servers.database.url));
  const { loads, accepted } = await loadShop(shop, options);
  const breaches = await report.stage("holding the books against the laws", () =>
    auditShop({ url: servers.database.url, prefix: shop.prefix, accepted, signal }),
  );
  return { loads, breaches };
}

/** Counts what an order needs, measures the shop, and then the floor under it, on the same servers. @throws SetupProblem */
export async function benchSaga(options: SagaBenchOptions): Promise<SagaBench> {
  const { report, signal, concurrency, seconds, orders } = options;
  await using scratch = await createScratch("saga");
  const { directory } = scratch;
  await using guard = await startGuard(join(directory, "processes.json"));
  const onDeath = (exit: Parameters<typeof describeExit>[0] & { readonly name: string }) =>
    report.say(`${exit.name} ended ${describeExit(exit)}`);
  await using servers = await startBothServers({ directory, report, guard, signal, onDeath });
  const ground: SagaGround = { directory, servers, report, guard, signal };
  const needs = await report.stage(`counting what an order needs, over ${orders}`, () => countNeeds(ground, orders));
  const { loads, breaches } = await measureShop(ground, options);
  const floorPerSecond = await report.stage("the floor: the same writes and messages, bare", () =>
    measureFloor({
      cost: costOf(needs),
      databaseUrl: servers.database.url,
      natsUrl: servers.nats.url,
      prefix: `floor${crypto.randomUUID().slice(0, 8)}`,
      concurrency,
      seconds,
      signal,
    }),
  );
  const figures = figuresOf({ needs, concurrency, ...loads, floorPerSecond, lawsHeld: breaches.length === 0 });
  return { figures, needs, breaches };
}

/** Writes result.json. Returns its folder. */
export async function writeSagaBench(found: SagaBench, results: string): Promise<string> {
  const startedAt = new Date().toISOString();
  const folder = join(results, `${startedAt.replaceAll(/[:.]/g, "-")}-saga`);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "result.json"), `${JSON.stringify({ startedAt, ...found, machine: describeMachine() }, null, 1)}\n`);
  return folder;
}
