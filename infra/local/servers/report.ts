/** Where a piece of set-up says what it does. */
export interface Report {
  /** One line: a choice, a fact, the next thing to do. */
  say(line: string): void;
  /** Runs `work` and says its title at once, a line every few seconds (with the last `detail`), and how long it took. */
  stage<T>(title: string, work: (detail: (text: string) => void) => Promise<T>): Promise<T>;
}

export interface TerminalReportOptions {
  readonly write: (line: string) => void;
  /** Seconds are counted from here, in milliseconds since the epoch. */
  readonly startedAt: number;
  /** Time between two lines of a long stage, in milliseconds. @default 3000 */
  readonly everyMs?: number;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

/** A report of plain lines with the seconds since the start in front: readable on a terminal and in a CI log. */
export function createTerminalReport({ write, startedAt, everyMs = 3_000 }: TerminalReportOptions): Report {
  const say = (line: string) => write(`[${seconds(Date.now() - startedAt).padStart(8)}] ${line}`);
  return {
    say,
    async stage(title, work) {
      const from = Date.now();
      let last = "";
      say(`${title} ...`);
      const timer = setInterval(() => {
        say(`${title}: ${Math.round((Date.now() - from) / 1000)} s${last === "" ? "" : ` · ${last}`}`);
      }, everyMs);
      try {
        const result = await work((text) => {
          last = text;
        });
        say(`${title}: done in ${seconds(Date.now() - from)}`);
        return result;
      } finally {
        clearInterval(timer);
      }
    },
  };
}

/** Says nothing. For tests and for commands whose output is for a program. */
export const silentReport: Report = {
  say: () => undefined,
  stage: (_title, work) => work(() => undefined),
};
