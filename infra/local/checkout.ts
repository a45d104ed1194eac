import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { SetupProblem } from "./servers/problem.ts";

/** The root of the checkout. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url)).replace(/\/$/, "");

/** The stack that is meant when none is named. */
export const DEFAULT_STACK = "default";

/** Where a stack keeps everything: data, logs, secrets, its state. Ignored by git. */
export function stackDirectory(stack: string): string {
  if (!/^[a-z0-9][a-z0-9-]{0,29}$/.test(stack)) {
    throw new SetupProblem(`"${stack}" cannot name a stack.`, ["Use up to 30 small letters, digits and hyphens."]);
  }
  return join(ROOT, ".local", stack);
}

/** The first token of a stack's subjects and database names, which keeps stacks apart that share servers. */
export function stackPrefix(stack: string): string {
  return stack === DEFAULT_STACK ? "mercato" : `mercato_${stack.replaceAll("-", "_")}`;
}
