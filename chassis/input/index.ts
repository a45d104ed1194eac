import type { z } from "zod";

/** One thing that is wrong in an input, and where. It never quotes what was entered: it may be a password. */
export interface InputIssue {
  readonly path: readonly string[];
  readonly message: string;
}

export interface InvalidInput {
  readonly kind: "invalid-input";
  readonly issues: readonly InputIssue[];
}

export type Checked<T> = { readonly kind: "valid"; readonly value: T } | InvalidInput;

/** Checks an input against its schema and collects everything that is wrong. */
export function check<Schema extends z.ZodType>(schema: Schema, input: unknown): Checked<z.infer<Schema>> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return { kind: "valid", value: parsed.data };
  return { kind: "invalid-input", issues: parsed.error.issues.map(({ path, message }) => ({ path: path.map(String), message })) };
}

/** An input with one thing wrong that its schema cannot see. */
export function invalid(path: readonly string[], message: string): InvalidInput {
  return { kind: "invalid-input", issues: [{ path, message }] };
}
