import type { SharedValues } from "@mercato/chassis/bus";
import {
  clearFault,
  FAULTS_NAME,
  type FaultName,
  faultFlags,
  faultNames,
  isFaultName,
  listFaults,
  setFault,
} from "@mercato/chassis/faults";
import { Argument, Command, InvalidArgumentError } from "commander";
import { z } from "zod";
import { SetupProblem } from "../servers/problem.ts";
import { addTargetOptions, runProgram } from "./command-line.ts";
import { findTarget, openBus, type TargetFlags } from "./target.ts";

interface Flags extends TargetFlags {
  readonly json: boolean;
}

interface SetFlags extends Flags {
  readonly service?: string;
  readonly rate?: number;
  readonly ms?: number;
  readonly allowProduction: boolean;
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);

function number(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || Number.isNaN(value)) throw new InvalidArgumentError("A number is wanted.");
  return value;
}

async function withValues(flags: TargetFlags, work: (values: SharedValues) => Promise<void>): Promise<void> {
  const bus = await openBus(await findTarget(flags, process.env));
  try {
    await work(bus.sharedValues(FAULTS_NAME));
  } finally {
    await bus.stop();
  }
}

function describe(name: string, settings: object): string {
  const details = Object.entries(settings).map(([key, value]) => `${key}=${value}`);
  return [name, ...details].join(" ");
}

async function set(name: FaultName, { service, rate, ms, ...flags }: SetFlags): Promise<void> {
  // Services of production do not heed flags unless FAULTS_ALLOWED says so; here a person has to say so as well.
  if (process.env["NODE_ENV"] === "production" && !flags.allowProduction) {
    throw new SetupProblem("Nothing is made to fail in production.", ["If you mean it: --allow-production."]);
  }
  const given = Object.fromEntries(Object.entries({ service, rate, ms }).filter(([, value]) => value !== undefined));
  await withValues(flags, async (values) => {
    const settings = await setFault(values, name, given).catch((error: unknown) => {
      throw error instanceof z.ZodError ? new SetupProblem(`${name} cannot be set so:\n${z.prettifyError(error)}`, []) : error;
    });
    print(flags.json ? JSON.stringify({ [name]: settings }) : describe(name, settings));
  });
}

async function clear(names: readonly FaultName[], flags: Flags & { readonly all?: boolean }): Promise<void> {
  if (names.length === 0 && flags.all !== true) throw new SetupProblem("No flag is named.", ["Name flags, or --all."]);
  const chosen = names.length > 0 ? names : faultNames;
  await withValues(flags, async (values) => {
    for (const name of chosen) await clearFault(values, name);
    print(flags.json ? JSON.stringify({ cleared: chosen }) : `${chosen.length} cleared.`);
  });
}

async function list(flags: Flags & { readonly known: boolean }): Promise<void> {
  if (flags.known) {
    for (const name of faultNames) print(`${name.padEnd(30)}  ${faultFlags[name].does}`);
    return;
  }
  await withValues(flags, async (values) => {
    const found = Object.entries(await listFaults(values));
    if (flags.json) return print(JSON.stringify(Object.fromEntries(found)));
    for (const [name, settings] of found) print(describe(name, settings));
    if (found.length === 0) print("No failure flag is set.");
  });
}

function faultName(text: string): FaultName {
  if (!isFaultName(text)) throw new InvalidArgumentError(`It is one of: ${faultNames.join(", ")}.`);
  return text;
}

function createProgram(): Command {
  const program = new Command("faults").description(
    "Makes parts of a running shop fail on purpose. Services heed it that run with FAULTS_ALLOWED=true.",
  );
  addTargetOptions(program.command("set").description("Sets a failure flag, for all processes at once."))
    .addArgument(new Argument("<flag>", "see: faults list --known").argParser(faultName))
    .option("--service <name>", "only this service")
    .option("--rate <share>", "how often, above 0 to 1", number)
    .option("--ms <number>", "how long, or how much, in milliseconds", number)
    .option("--allow-production", "also where NODE_ENV is production", false)
    .action(set);
  addTargetOptions(program.command("clear").description("Clears failure flags."))
    .argument("[flags...]", "which")
    .option("--all", "all of them")
    .action((names: string[], flags: Flags & { all?: boolean }) => clear(names.map(faultName), flags));
  addTargetOptions(program.command("list").description("Lists the flags that are set."))
    .option("--known", "all flags there are, with what they do", false)
    .action(list);
  return program;
}

process.exit(await runProgram(createProgram(), process.argv));
