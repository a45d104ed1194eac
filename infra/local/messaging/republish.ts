import { type AggregateDocument, readSentSince } from "@mercato/chassis/aggregate";
import type { NatsBus } from "@mercato/chassis/bus";
import { type Republished, republish } from "@mercato/chassis/outbox";
import { Command, InvalidArgumentError, Option } from "commander";
import { WITH_OUTBOX } from "../audit/books.ts";
import { type Databases, openDatabases } from "../audit/databases.ts";
import { SetupProblem } from "../servers/problem.ts";
import { addTargetOptions, runProgram } from "./command-line.ts";
import { findTarget, openBus, type TargetFlags } from "./target.ts";

interface Flags extends TargetFlags {
  readonly since: Date;
  readonly context?: string;
  readonly mongo?: string;
  readonly dryRun: boolean;
  readonly json: boolean;
}

const UNITS_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** "30m" ago, or a date. */
function since(text: string): Date {
  const [, amount, unit] = /^(\d+)([smhd])$/.exec(text) ?? [];
  if (amount !== undefined && unit !== undefined) return new Date(Date.now() - Number(amount) * (UNITS_MS[unit] ?? 0));
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) throw new InvalidArgumentError("Like 30m, 2h or 2026-01-31T12:00:00Z.");
  return date;
}

/** A message may be stored later than it was written, but never before it; clocks of two machines may differ by this. */
const CLOCKS_MS = 60_000;

interface Restoring {
  readonly bus: NatsBus;
  readonly databases: Databases;
  readonly flags: Pick<Flags, "since" | "dryRun">;
}

/** What the streams hold of it. A command lies in the stream of whom it is for, so all of them are read. */
async function readPresent(bus: NatsBus, since: Date): Promise<ReadonlySet<string>> {
  const contexts = WITH_OUTBOX.map(([context]) => context);
  await bus.ensureStreams(contexts);
  const from = new Date(since.getTime() - CLOCKS_MS);
  const found = await Promise.all(contexts.map((context) => bus.idsSince(context, from)));
  return new Set(found.flatMap((ids) => [...ids]));
}

/** Availability is announced from the stock itself and by revision: what is told again is what is true now. Returns how many SKUs that concerns. */
async function announceStockAgain({ databases, flags }: Restoring): Promise<number> {
  const stock = databases.collection<{ _id: string; announced: number; lookAt: Date }>("inventory", "stock");
  const all = { announced: { $gt: 0 } };
  if (flags.dryRun) return stock.countDocuments(all);
  const { modifiedCount } = await stock.updateMany(all, { $set: { announced: 0, lookAt: new Date() } });
  return modifiedCount;
}

interface Done {
  readonly contexts: Readonly<Record<string, Republished>>;
  /** SKUs whose availability is announced again. */
  readonly announced: number;
}

async function restore(restoring: Restoring, only: string | undefined): Promise<Done> {
  const { bus, databases, flags } = restoring;
  const present = await readPresent(bus, flags.since);
  const contexts: Record<string, Republished> = {};
  for (const [context, name] of WITH_OUTBOX.filter(([one]) => only === undefined || only === one)) {
    const sent = readSentSince(databases.collection<AggregateDocument<unknown, unknown>>(context, name), flags.since);
    contexts[context] = await republish({ sent, present, bus, dryRun: flags.dryRun });
  }
  return { contexts, announced: "inventory" in contexts ? await announceStockAgain(restoring) : 0 };
}

function describe({ contexts, announced }: Done, dryRun: boolean): string {
  const word = dryRun ? "would be published" : "published";
  const lines = Object.entries(contexts).map(
    ([context, { published, present }]) => `${context}: ${published} ${word}, ${present} were there`,
  );
  return [...lines, `inventory: ${announced} SKUs are announced again`].join("\n");
}

async function run(flags: Flags): Promise<void> {
  const target = await findTarget(flags, process.env);
  const mongoUrl = flags.mongo ?? target.mongoUrl;
  if (mongoUrl === null) throw new SetupProblem("The database is not known.", ["Name it with --mongo URL or MONGO_URL."]);
  const databases = await openDatabases(mongoUrl, target.prefix);
  const bus = await openBus(target);
  try {
    const done = await restore({ bus, databases, flags }, flags.context);
    process.stdout.write(`${flags.json ? JSON.stringify(done) : describe(done, flags.dryRun)}\n`);
  } finally {
    await bus.stop();
    await databases.close();
  }
}

function createProgram(): Command {
  const contexts = WITH_OUTBOX.map(([context]) => context);
  const program = new Command("republish").description(
    "Gives streams back what they lost, from what the documents remember to have published: under the same ids, so that nothing is applied twice.",
  );
  return addTargetOptions(program)
    .requiredOption("--since <time>", "from when on: 30m, 2h, or an ISO date; earlier than the loss", since)
    .addOption(new Option("--context <name>", "only what this one published").choices(contexts))
    .option("--mongo <url>", "the database (default: MONGO_URL, else the stack's)")
    .option("--dry-run", "only say what is missing", false)
    .action(run);
}

process.exit(await runProgram(createProgram(), process.argv));
