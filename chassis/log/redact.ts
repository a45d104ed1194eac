/** Ends of names, without dashes and underscores and in lower case, of what never reaches a log line: keys, and what people are known by. */
const SECRET_NAMES = [
  "password",
  "passwordhash",
  "passwordconfirmation",
  "passphrase",
  "token",
  "secret",
  "authorization",
  "cookie",
  "apikey",
  "privatekey",
  "privatejwk",
  "signature",
  "credentials",
  "cardnumber",
  "cvc",
  "cvv",
  "iban",
  "email",
  "phone",
  "recipient",
  "line1",
  "line2",
];

const SECRET_NAME = new RegExp(`(?:${SECRET_NAMES.join("|")})$`);
const CENSORED = "[redacted]";
const TOO_DEEP = "[too deep]";
/** Deeper than any line of ours. What lies below is not looked at, so it is not written either. */
const DEEPEST = 8;

/** Lines have the same few names over and over; objects of others may not, so only so many are remembered. */
const REMEMBERED = 1_000;
const judged = new Map<string, boolean>();

function isSecret(name: string): boolean {
  const known = judged.get(name);
  if (known !== undefined) return known;
  const secret = SECRET_NAME.test(name.toLowerCase().replaceAll(/[-_]/g, ""));
  if (judged.size < REMEMBERED) judged.set(name, secret);
  return secret;
}

/** What writes itself: dates, addresses, ids of documents. */
function hasOwnForm(value: object): value is { toJSON(): unknown } {
  return "toJSON" in value && typeof value.toJSON === "function";
}

function redactValue(value: unknown, depth: number): unknown {
  if (typeof value !== "object" || value === null || value instanceof Error) return value;
  if (depth > DEEPEST) return TOO_DEEP;
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (hasOwnForm(value)) return redactValue(value.toJSON(), depth + 1);
  return Array.isArray(value) ? value.map((item) => redactValue(item, depth + 1)) : redactFields(value, depth);
}

function redactFields(fields: object, depth: number): Record<string, unknown> {
  const redacted: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) redacted[name] = isSecret(name) ? CENSORED : redactValue(value, depth + 1);
  return redacted;
}

/**
 * The fields of a line without the values of secret ones, at any depth. By hand, since a line is written for every request: pino's own redaction,
 * told of as many names at four depths, takes fifty times as long as writing the line.
 */
export function redact(fields: object): Record<string, unknown> {
  return redactFields(fields, 1);
}
