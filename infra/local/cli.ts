import { Command, CommanderError } from "commander";
import type { CommandContext } from "./commands/context.ts";
import { withServers } from "./commands/with-servers.ts";
import { listenForInterruption } from "./interruption.ts";
import { SetupProblem } from "./servers/problem.ts";
import { createTerminalReport } from "./servers/report.ts";

function createContext(env: NodeJS.ProcessEnv): CommandContext {
  const startedAt = Number(env["MERCATO_STARTED_AT"] ?? "") || Date.now();
  delete env["MERCATO_STARTED_AT"];
  const report = createTerminalReport({ write: (line) => process.stderr.write(`${line}\n`), startedAt });
  return { env, report, interruption: listenForInterruption(env, report.say), print: (line) => process.stdout.write(`${line}\n`) };
}

function createProgram(context: CommandContext, ended: (code: number) => void): Command {
  const program = new Command("mercato").description("Mercato on this machine.").exitOverride().enablePositionalOptions();
  program
    .command("with-servers")
    .description("Runs a command with a database and NATS of its own: MONGO_URL and NATS_URL are set for it.")
    .argument("<command...>", "the command and its arguments")
    .option("--fast", "servers that do not sync to disk", false)
    .option("--database <source>", "only this source: mongod, container, download, documentdb")
    .option("--nats <source>", "only this source: nats-server, container, download, go")
    .passThroughOptions()
    .action(async (command: string[], options: { fast: boolean; database?: string; nats?: string }) => {
      ended(
        await withServers(
          {
            command,
            fast: options.fast,
            databaseSource: options.database,
            natsSource: options.nats,
          },
          context,
        ),
      );
    });
  return program;
}

async function main(): Promise<number> {
  const context = createContext(process.env);
  let exitCode = 0;
  const program = createProgram(context, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(process.argv);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    if (context.interruption.signal.aborted) return context.interruption.exitCode();
    process.stderr.write(`\n${error instanceof SetupProblem ? error.message : String(error instanceof Error ? error.stack : error)}\n`);
    return 1;
  }
  return exitCode;
}

process.exit(await main());
