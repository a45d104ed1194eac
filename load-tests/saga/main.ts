import { join } from "node:path";
import { ROOT } from "@mercato/local/checkout";
import { Command } from "commander";
import { rounded } from "../router/report/results.ts";
import { whole } from "../run/arguments.ts";
import { openTerminal } from "../run/terminal.ts";
import { benchSaga, type SagaBench, writeSagaBench } from "./bench.ts";
import type { Tally } from "./counting/tally.ts";
import { judgeSaga } from "./figures.ts";

interface Options {
  readonly concurrency: number;
  readonly seconds: number;
  readonly orders: number;
  readonly results: string;
  readonly json: boolean;
}

const { say, report, signal, finish } = openTerminal();

function list(title: string, tally: Tally): void {
  say(`\n${title}`);
  for (const [name, count] of Object.entries(tally)) say(`${count.toFixed(2).padStart(8)}  ${name}`);
}

function tell({ figures, needs, breaches }: SagaBench): void {
  const { confirmedPerSecond, floorPerSecond, idleP50Ms, idleP99Ms, halfLoadPerSecond, halfLoadP99Ms, fullLoadP99Ms, failed } = figures;
  list("Writes of one order", needs.writes);
  list("Reads of one order", needs.reads);
  list("Messages of one order", needs.messages);
  say(
    `\n${confirmedPerSecond.toFixed(1)} orders confirmed a second with ${figures.concurrency} buyers; the floor is ${floorPerSecond.toFixed(1)}`,
  );
  say(
    `${figures.writesPerOrder.toFixed(1)} writes, ${figures.readsPerOrder.toFixed(1)} reads, ${figures.messagesPerOrder.toFixed(1)} messages an order`,
  );
  say(`A saga takes ${idleP50Ms.toFixed(0)} ms when the shop is idle (p99 ${idleP99Ms.toFixed(0)} ms);`);
  say(`p99 ${halfLoadP99Ms.toFixed(0)} ms at ${halfLoadPerSecond.toFixed(1)} orders a second, ${fullLoadP99Ms.toFixed(0)} ms at full load`);
  for (const { target, value, wanted, met } of judgeSaga(figures)) {
    say(`${met ? "met   " : "MISSED"} ${target}: ${value.toFixed(2)}, wanted ${wanted}`);
  }
  if (failed > 0) say(`FAILED ${failed} orders were not confirmed`);
  for (const breach of breaches.slice(0, 20)) say(`BROKEN ${breach}`);
}

async function run(options: Options): Promise<number> {
  const found = await benchSaga({ ...options, report, signal });
  const folder = await writeSagaBench(found, options.results);
  tell(found);
  say(`Report: ${folder}`);
  const { figures, needs } = found;
  if (options.json)
    process.stdout.write(`${JSON.stringify(rounded({ ...figures, needs, targets: judgeSaga(figures), report: folder }))}\n`);
  return figures.failed === 0 && figures.lawsHeld ? 0 : 1;
}

const program = new Command("bench:saga")
  .description(
    "Measures what placing an order costs: confirmed orders a second through the whole shop, beside the floor under them, which is the same number of bare database " +
      "writes and JetStream publishes on the same servers in the same run; a saga's time at half load beside its idle time; what an order writes, reads and sends. " +
      "The exit code is 1 when an order was not confirmed or a law does not hold; a missed target is a finding.",
  )
  .option("--concurrency <n>", "buyers at once, and workers of the floor", whole, 16)
  .option("--seconds <n>", "how long full load, half load and the floor take, each", whole, 15)
  .option("--orders <n>", "orders that are counted, and orders of the idle shop", whole, 30)
  .option("--results <folder>", "where reports go", join(ROOT, "load-tests", "results", "local"))
  .option("--json", "print the findings as JSON in the last line", false)
  .action((options: Options) => finish(() => run(options)));

await program.parseAsync();
process.exit();
