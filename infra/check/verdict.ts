/** What a check found. */
export interface Verdict {
  /** A line for each thing that is wrong; empty when all is well. */
  readonly wrong: readonly string[];
  /** Why it could not be looked at here: a tool that is missing. @default it was looked at */
  readonly skipped?: string;
}
