/** Something that the person at the terminal can put right. The command line shows it without a stack. */
export class SetupProblem extends Error {
  override readonly name = "SetupProblem";

  /** @param advice what to do about it, one thing a line */
  constructor(message: string, advice: readonly string[] = [], options?: ErrorOptions) {
    super([message, ...advice.map((line) => `  ${line}`)].join("\n"), options);
  }
}
