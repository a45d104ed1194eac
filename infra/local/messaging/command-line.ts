import { MercatoError } from "@mercato/chassis/errors";
import { type Command, CommanderError, InvalidArgumentError } from "commander";
import { DEFAULT_STACK } from "../checkout.ts";
import { SetupProblem } from "../servers/problem.ts";

/** Adds the options that say which shop is meant. */
export function addTargetOptions(command: Command): Command {
  return command
    .option("--stack <name>", "which stack of this checkout", DEFAULT_STACK)
    .option("--nats <url>", "NATS of another shop (default: NATS_URL, else the stack's)")
    .option("--prefix <token>", "first token of the shop's subjects (default: BUS_PREFIX, else the stack's)")
    .option("--json", "print the result as JSON in the last line", false);
}

/** A whole number from 1 on. */
export function positive(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError("A whole number from 1 on is wanted.");
  return value;
}

function describe(error: unknown): string {
  if (error instanceof SetupProblem || error instanceof MercatoError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** Runs the program of this process and returns its exit code: 1 for what went wrong, which is told on standard error. */
export async function runProgram(program: Command, argv: readonly string[]): Promise<number> {
  try {
    await program.exitOverride().parseAsync([...argv]);
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    process.stderr.write(`${describe(error)}\n`);
    return 1;
  }
}
