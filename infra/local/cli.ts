import { type Command, CommanderError } from "commander";
import type { CommandContext } from "./commands/context.ts";
import { createProgram } from "./commands/program.ts";
import { GraphqlRequestError } from "./graphql-client.ts";
import { listenForInterruption } from "./interruption.ts";
import { SetupProblem } from "./servers/problem.ts";
import { createTerminalReport } from "./servers/report.ts";

function createContext(env: NodeJS.ProcessEnv): CommandContext {
  const startedAt = Number(env["MERCATO_STARTED_AT"] ?? "") || Date.now();
  delete env["MERCATO_STARTED_AT"];
  const report = createTerminalReport({ write: (line) => process.stderr.write(`${line}\n`), startedAt });
  return { env, report, interruption: listenForInterruption(env, report.say), print: (line) => process.stdout.write(`${line}\n`) };
}

const REFUSALS: Readonly<Record<string, string>> = {
  EACCES: "No permission",
  EPERM: "No permission",
  EROFS: "The file system is read-only",
  ENOSPC: "There is no space left",
};

/** What the operating system refused, in words. */
function describeRefusal(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return undefined;
  const reason = REFUSALS[error.code];
  return reason === undefined ? undefined : `${reason}: ${error.message}`;
}

/** A problem that a person can put right is told without a stack; anything else is our mistake, and shows where. */
function describe(error: unknown): string {
  const refusal = describeRefusal(error);
  if (refusal !== undefined) return refusal;
  if (error instanceof SetupProblem || error instanceof GraphqlRequestError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

async function run(program: Command, context: CommandContext): Promise<number | undefined> {
  try {
    await program.parseAsync(process.argv);
    return undefined;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    if (context.interruption.signal.aborted) return context.interruption.exitCode();
    process.stderr.write(`\n${describe(error)}\n`);
    return 1;
  }
}

async function main(): Promise<number> {
  const context = createContext(process.env);
  let exitCode = 0;
  const program = createProgram(context, (code) => {
    exitCode = code;
  });
  return (await run(program, context)) ?? exitCode;
}

process.exit(await main());
