/** How many checks passed and failed. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  /** What those that failed said. @default nothing */
  readonly failures?: readonly string[];
}

export const NOTHING: Tally = { passed: 0, failed: 0, failures: [] };

/** The sum of tallies. */
export function add(...tallies: readonly Tally[]): Tally {
  return tallies.reduce<Tally>(
    (sum, { passed, failed, failures = [] }) => ({
      passed: sum.passed + passed,
      failed: sum.failed + failed,
      failures: [...(sum.failures ?? []), ...failures],
    }),
    NOTHING,
  );
}

/** A stage that is one check. */
export function oneCheck(ok: boolean): Tally {
  return ok ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

function attribute(tag: string, name: string): number {
  return Number(new RegExp(` ${name}="(\\d+)"`).exec(tag)?.[1] ?? 0);
}

/**
 * Counts a JUnit report. Skipped tests count as neither; a run that ended badly without a failed test (a file that does not
 * load, an error between tests, a crash, no report at all) counts as one failure, so that it cannot look green.
 */
export function tallyJunit(xml: string | undefined, exitCode: number | null): Tally {
  const tag = /<testsuites\b[^>]*>/.exec(xml ?? "")?.[0];
  if (tag === undefined) return oneCheck(false);
  const failed = attribute(tag, "failures") + attribute(tag, "errors");
  const passed = attribute(tag, "tests") - failed - attribute(tag, "skipped");
  return { passed, failed: failed === 0 && exitCode !== 0 ? 1 : failed };
}
