/** The form in which parts are sent: what clients speak that ask for it by this name, and those that ask for no form. */
export const DEFER_SPEC = "20220824";

interface MediaRange {
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
}

function readRange(text: string): MediaRange {
  const [type = "", ...parameters] = text.split(";").map((part) => part.trim().toLowerCase());
  const pairs = parameters.map((parameter): [string, string] => {
    const [name = "", value = ""] = parameter.split("=");
    return [name.trim(), value.trim().replaceAll('"', "")];
  });
  return { type, parameters: new Map(pairs) };
}

/** Parameters other than these name a form of answers in parts, or a protocol, that is not spoken here. */
const KNOWN_PARAMETERS = new Set(["deferspec", "q", "charset", "boundary"]);

function isOurs({ type, parameters }: MediaRange): boolean {
  if (type !== "multipart/mixed" || Number(parameters.get("q") ?? 1) === 0) return false;
  return [...parameters.keys()].every((name) => KNOWN_PARAMETERS.has(name)) && (parameters.get("deferspec") ?? DEFER_SPEC) === DEFER_SPEC;
}

/**
 * Whether a client takes an answer in parts (`@defer`), by its Accept header. It has to say so by name: "anything" is what clients accept that have never
 * heard of it. Those that do not get the whole answer at once.
 */
export function takesParts(accept: string | null): boolean {
  return accept?.split(",").map(readRange).some(isOurs) ?? false;
}
