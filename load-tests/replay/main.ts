import { listenForInterruption } from "@mercato/local/interruption";
import { createTerminalReport } from "@mercato/local/servers/report";
import { Command, InvalidArgumentError, Option } from "commander";
import { DatasetError } from "./dataset/rows.ts";
import { type OwnShop, withOwnShop } from "./own-shop.ts";
import { createProgressBar } from "./progress.ts";
import type { ReplayReport } from "./report.ts";
import { runReplay } from "./run.ts";
import { ShopError } from "./shop/client.ts";

interface Options {
  readonly dataset: string;
  readonly from?: string;
  readonly to?: string;
  readonly target?: string;
  readonly adminEmail: string;
  readonly run?: string;
  readonly concurrency: number;
  readonly mode: "processes" | "single";
  readonly json: boolean;
}

function day(text: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))) return text;
  throw new InvalidArgumentError("It must be a day such as 2010-12-01.");
}

function positive(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new InvalidArgumentError("It must be a whole number above zero.");
}

function runName(text: string): string {
  if (/^[a-z0-9-]{1,30}$/.test(text)) return text;
  throw new InvalidArgumentError("It must be up to 30 small letters, digits and hyphens.");
}

const startedAt = Number(process.env["MERCATO_STARTED_AT"] ?? "") || Date.now();
const say = (text: string) => process.stderr.write(`${text}\n`);
const report = createTerminalReport({ write: say, startedAt });
const interruption = listenForInterruption(process.env, report.say);

function givenShop(target: string, email: string): OwnShop {
  const password = process.env["MERCATO_ADMIN_PASSWORD"];
  if (!password) throw new ShopError("set MERCATO_ADMIN_PASSWORD to the administrator's password", "NO_PASSWORD");
  return { endpoint: target, staff: { email, password } };
}

function replayInto({ endpoint, staff }: OwnShop, options: Options): Promise<ReplayReport> {
  return runReplay({
    dataset: options.dataset,
    range: { from: options.from, to: options.to },
    endpoint,
    staff,
    run: options.run ?? crypto.randomUUID().slice(0, 8),
    exclusive: options.target === undefined,
    concurrency: options.concurrency,
    progress: createProgressBar(process.stderr),
    // With --json the tables go where progress goes: the last line of the output is for programs.
    print: options.json ? say : (text) => process.stdout.write(`${text}\n`),
  });
}

async function replay(options: Options): Promise<number> {
  const findings = options.target
    ? await replayInto(givenShop(options.target, options.adminEmail), options)
    : await withOwnShop({ mode: options.mode, report, interrupted: interruption.signal }, (shop) => replayInto(shop, options));
  const { reconciled, seconds, linesPerSecond } = findings;
  say(`\n${reconciled ? "The books balance." : "The books DIFFER."} ${seconds} s, ${linesPerSecond} order lines a second.`);
  if (options.json) process.stdout.write(`${JSON.stringify(findings)}\n`);
  return reconciled ? 0 : 1;
}

const program = new Command("replay")
  .description(
    "Plays real sales into a shop through its API: catalogue, stock, customers, invoices as orders, cancelling invoices as returns, write-offs. " +
      "Ends with the shop's books beside the file's, to the penny; exit code 1 when they differ. Without --target it starts a shop of its own and removes it again.",
  )
  .requiredOption("--dataset <path>", "a folder of .csv or .csv.gz files in the layout of UCI Online Retail, or one such file")
  .option("--from <day>", "first day, inclusive", day)
  .option("--to <day>", "last day, inclusive", day)
  .option("--target <url>", "GraphQL endpoint of a running shop; its administrator's password is read from MERCATO_ADMIN_PASSWORD")
  .option("--admin-email <address>", "the administrator of --target", "admin@mercato.example")
  .option("--run <name>", "names the run: the same name goes on where an interrupted run stopped (default: a new one)", runName)
  .option("--concurrency <n>", "customers that act at the same time", positive, 16)
  .addOption(new Option("--mode <mode>", "how the shop's own services run").choices(["processes", "single"]).default("processes"))
  .option("--json", "print the findings as JSON in the last line", false)
  .action(async (options: Options) => {
    try {
      process.exitCode = await replay(options);
    } catch (error) {
      const isPlain = error instanceof DatasetError || error instanceof ShopError || interruption.signal.aborted;
      const { message, stack } = error instanceof Error ? error : new Error(String(error));
      say(`
${isPlain ? message : stack}`);
      process.exitCode = interruption.exitCode() || 1;
    }
  });

await program.parseAsync();
process.exit();
