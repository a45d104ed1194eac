import { basename } from "node:path";
import { checkWorkloads, describeViolation, type Violation } from "../policies.ts";
import { composePolicy, isEdge, SERVERS } from "./policy.ts";
import { readCompose } from "./read.ts";
import { specificationErrors } from "./schema.ts";
import { composeWorkloads } from "./workloads.ts";

/** A compose file with its path, for messages. */
export interface ComposeText {
  readonly path: string;
  readonly text: string;
}

/** Holds compose files that are given together against the policies. */
export function composeViolations(files: readonly ComposeText[]): readonly Violation[] {
  const source = files.map(({ path }) => basename(path)).join(" + ");
  const model = readCompose(files.map(({ text }) => text));
  return checkWorkloads(composeWorkloads(model, { source, direction: isEdge, passive: SERVERS }), composePolicy);
}

/** Everything that is wrong with the shop's file, and with each additive file beside it. */
export function checkCompose(base: ComposeText, additive: readonly ComposeText[]): readonly string[] {
  const invalid = [base, ...additive].flatMap(({ path, text }) =>
    specificationErrors(text).map((error) => `${path}: ${error} (specification)`),
  );
  if (invalid.length > 0) return invalid;
  const together = [[base], ...additive.map((file) => [base, file])];
  return [...new Set(together.flatMap((files) => composeViolations(files).map(describeViolation)))];
}
