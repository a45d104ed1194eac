/** How much of what a failed test said is kept, in lines. */
const KEPT_LINES = 40;

const VERDICT = /^\((pass|fail|skip|todo)\) /;
// biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
const COLOURS = /\u001b\[[0-9;]*m/g;

/** Reads the output of a test run as it passes by. */
export interface FailureCollector {
  /** Takes a piece of output; pieces may end anywhere in a line. */
  write(chunk: string): void;
  /** What each failed test said, in order: its file, the last lines before its verdict, and the verdict. */
  failures(): readonly string[];
}

/**
 * Collects what failed tests said, so that it can be said again at the end of a long run: where only the end of an output is
 * kept, a failure in its middle would have no name.
 */
export function createFailureCollector(): FailureCollector {
  const found: string[] = [];
  let file = "";
  let said: string[] = [];
  let rest = "";
  let isSummary = false;

  function take(line: string): void {
    // From here on all failures are named once more.
    isSummary ||= /^\d+ tests? failed:$/.test(line);
    if (isSummary) return;
    if (/^\S+\.test\.ts:$/.test(line)) {
      file = line;
      said = [];
      return;
    }
    said = [...said.slice(1 - KEPT_LINES), line];
    const verdict = VERDICT.exec(line)?.[1];
    if (verdict === undefined) return;
    if (verdict === "fail") found.push([file, ...said].join("\n"));
    said = [];
  }

  return {
    write(chunk) {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) take(line.replace(COLOURS, ""));
    },
    failures: () => found,
  };
}
