import type { Interruption } from "../interruption.ts";
import type { Report } from "../servers/report.ts";

/** What every command gets from cli.ts. */
export interface CommandContext {
  readonly env: NodeJS.ProcessEnv;
  readonly report: Report;
  readonly interruption: Interruption;
  /** For results; everything else goes to the report. */
  readonly print: (line: string) => void;
}
