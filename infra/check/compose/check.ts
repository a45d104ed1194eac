import { basename } from "node:path";
import { expectedServices } from "../expected.ts";
import { checkWorkloads, describeViolation, type Policy, type Violation } from "../policies.ts";
import { readCompose } from "./read.ts";
import { specificationErrors } from "./schema.ts";
import { composeWorkloads } from "./workloads.ts";

/** Servers that the shop stands on; they are called, and call nobody. */
const SERVERS = ["database", "nats", "redis"];

/** What compose files are held to. */
export const composePolicy: Policy = {
  services: expectedServices,
  probes: ["ready"],
  // The load test is a client from outside.
  moreEdges: { load: ["router"] },
  oneShot: ["load"],
  published: { router: ["127.0.0.1"] },
};

/** A compose file with its path, for messages. */
export interface ComposeText {
  readonly path: string;
  readonly text: string;
}

function isEdge(from: string, to: string): boolean {
  const expected = composePolicy.services.find(({ name }) => name === from)?.reaches ?? [];
  return [...expected, ...(composePolicy.moreEdges?.[from] ?? [])].includes(to);
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
