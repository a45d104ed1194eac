import { listenForInterruption } from "@mercato/local/interruption";
import { SetupProblem } from "@mercato/local/servers/problem";
import { createTerminalReport, type Report } from "@mercato/local/servers/report";
import { K6Error } from "./k6.ts";

/** A command's way to tell people, and to be told to stop. */
export interface Terminal {
  readonly say: (text: string) => void;
  readonly report: Report;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Does the command's work, which gives its exit code; an error is told and makes it 1, an interruption what is usual for it. */
  finish(work: () => Promise<number>): Promise<void>;
}

/** For the one command of this process. */
export function openTerminal(): Terminal {
  const say = (text: string) => process.stderr.write(`${text}\n`);
  const report = createTerminalReport({ write: say, startedAt: Number(process.env["MERCATO_STARTED_AT"] ?? "") || Date.now() });
  const interruption = listenForInterruption(process.env, report.say);
  return {
    say,
    report,
    signal: interruption.signal,
    async finish(work) {
      try {
        process.exitCode = await work();
      } catch (error) {
        const isPlain = error instanceof K6Error || error instanceof SetupProblem || interruption.signal.aborted;
        const { message, stack } = error instanceof Error ? error : new Error(String(error));
        say(`\n${isPlain ? message : stack}`);
        process.exitCode = interruption.exitCode() || 1;
      }
    },
  };
}
