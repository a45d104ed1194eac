import { Command, InvalidArgumentError, Option } from "commander";
import { DEFAULT_STACK } from "../checkout.ts";
import type { ShopMode } from "../shop.ts";
import { stages } from "../test-run/stages.ts";
import type { CommandContext } from "./context.ts";
import { demo } from "./demo.ts";
import { handOver } from "./hand-over.ts";
import { start } from "./start.ts";
import { test } from "./test.ts";
import { withServers } from "./with-servers.ts";

type Ended = (exitCode: number) => void;

const DATABASE_SOURCES = "mongod, container, download or documentdb";
const NATS_SOURCES = "nats-server, container, download or go";

function port(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 65_535) throw new InvalidArgumentError("A port is a whole number from 1 to 65535.");
  return value;
}

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError("A whole number from 1 on is wanted.");
  return value;
}

interface StartFlags {
  readonly mode: ShopMode;
  readonly port?: number;
  readonly databasePort?: number;
  readonly natsPort?: number;
  readonly database?: string;
  readonly nats?: string;
  readonly stack: string;
  readonly fresh: boolean;
  readonly catalogue: boolean;
}

function addStart(program: Command, context: CommandContext, ended: Ended): void {
  program
    .command("start")
    .description("Opens the shop: servers, services, a demo catalogue when it is empty. Stays until Ctrl-C.")
    .addOption(
      new Option("--mode <mode>", "a process for each service, or all in one").choices(["processes", "single"]).default("processes"),
    )
    .option("--port <number>", "the router's port; those of the subgraphs follow it (default: 4000)", port)
    .option("--database-port <number>", "the database's port (default: 27017, or a free one)", port)
    .option("--nats-port <number>", "the port of NATS (default: 4222, or a free one)", port)
    .option("--stack <name>", "a shop of its own, with its own data, beside others", DEFAULT_STACK)
    .option("--database <source>", `only this source: ${DATABASE_SOURCES}`)
    .option("--nats <source>", `only this source: ${NATS_SOURCES}`)
    .option("--fresh", "throw the stack's data away first", false)
    .option("--no-catalogue", "leave an empty shop empty")
    .action(async (flags: StartFlags) => {
      ended(await start({ ...flags, databaseSource: flags.database, natsSource: flags.nats }, context));
    });
}

function addWithServers(program: Command, context: CommandContext, ended: Ended): void {
  program
    .command("with-servers")
    .description("Runs a command with a database and NATS of its own: MONGO_URL and NATS_URL are set for it.")
    .argument("<command...>", "the command and its arguments")
    .option("--fast", "servers that do not sync to disk", false)
    .option("--database <source>", `only this source: ${DATABASE_SOURCES}`)
    .option("--nats <source>", `only this source: ${NATS_SOURCES}`)
    .passThroughOptions()
    .action(async (command: string[], flags: { fast: boolean; database?: string; nats?: string }) => {
      ended(await withServers({ command, fast: flags.fast, databaseSource: flags.database, natsSource: flags.nats }, context));
    });
}

interface DemoFlags {
  readonly decline: boolean;
  readonly json: boolean;
  readonly target?: string;
  readonly stack: string;
  readonly search: string;
  readonly quantity: number;
}

function addDemo(program: Command, context: CommandContext, ended: Ended): void {
  program
    .command("demo")
    .description("Places an order in the running shop as a new customer and follows it to its end.")
    .option("--decline", "pay with a card that is declined: nothing may be left of it", false)
    .option("--json", "print the result as JSON in the last line", false)
    .option("--target <url>", "the endpoint of another shop")
    .option("--stack <name>", "which stack of this checkout", DEFAULT_STACK)
    .option("--search <words>", "what the customer looks for", "mug")
    .option("--quantity <number>", "how many of it", positive, 2)
    .action(async (flags: DemoFlags) => {
      ended(await demo(flags, context));
    });
}

function addTest(program: Command, context: CommandContext, ended: Ended): void {
  program
    .command("test")
    .description("Runs every check and test, on a database and NATS of its own. The last line is the result.")
    .argument("[files...]", "only test files with one of these in their path")
    .option("--only <stages>", `only these, with commas between them: ${stages.map(({ name }) => name).join(", ")}`, (text) =>
      text.split(","),
    )
    .option("--fast", "servers that do not sync to disk", false)
    .action(async (filters: string[], flags: { only?: string[]; fast: boolean }) => {
      ended(await test({ filters, only: flags.only, fast: flags.fast }, context));
    });
}

/** Commands of other rooms, which explain their own options. */
const OTHERS: readonly { readonly name: string; readonly entry: string; readonly description: string }[] = [
  {
    name: "replay",
    entry: "load-tests/replay/main.ts",
    description: "Plays a data set of real sales through the running shop and reconciles the books.",
  },
  {
    name: "load",
    entry: "load-tests/run/main.ts",
    description: "Puts a shop under load with k6, holds its books against the laws, and writes a report.",
  },
  {
    name: "load:scale",
    entry: "load-tests/run/scale/main.ts",
    description: "Finds what a shop does within its latency budgets with 1, 2 and more processes of each service, and plots it.",
  },
  {
    name: "bench:router",
    entry: "load-tests/router/main.ts",
    description: "Measures the router and others of its kind on the same subgraphs, query and load.",
  },
  {
    name: "bench:saga",
    entry: "load-tests/saga/main.ts",
    description: "Measures what an order costs, beside the same number of bare writes and messages.",
  },
  { name: "infra:check", entry: "infra/check/main.ts", description: "Checks what the shop is deployed with, without an engine." },
  { name: "image:check", entry: "infra/image/check.ts", description: "Builds images and starts what is in them, without an engine." },
  { name: "compose:secrets", entry: "infra/compose/secrets.ts", description: "Makes the secrets that compose mounts." },
  { name: "compose:catalogue", entry: "infra/compose/catalogue.ts", description: "Fills a shop in containers with the demo catalogue." },
];

function addOthers(program: Command, context: CommandContext, ended: Ended): void {
  for (const { name, entry, description } of OTHERS) {
    program
      .command(name)
      .description(description)
      .argument("[options...]", `see: npm run ${name} -- --help`)
      .helpOption(false)
      .allowUnknownOption()
      .passThroughOptions()
      .action(async (args: string[]) => {
        ended(await handOver({ entry, args }, context));
      });
  }
}

/** All commands. `ended` gets the exit code of the one that ran. */
export function createProgram(context: CommandContext, ended: Ended): Command {
  const program = new Command("mercato").description("Mercato on this machine.").exitOverride().enablePositionalOptions();
  addStart(program, context, ended);
  addDemo(program, context, ended);
  addTest(program, context, ended);
  addWithServers(program, context, ended);
  addOthers(program, context, ended);
  return program;
}
