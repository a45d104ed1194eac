import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { EnvironmentSource } from "@mercato/chassis/env";
import { MercatoError } from "@mercato/chassis/errors";
import { isMap, isNode, isScalar, LineCounter, type Pair, parseDocument, visit, type YAMLMap } from "yaml";
import type { z } from "zod";

/** What can be wrong with a configuration file. Stable. */
export type ConfigurationCode =
  | "CONFIG_UNREADABLE"
  /** Neither YAML nor JSON, or a key that is there twice. */
  | "CONFIG_SYNTAX"
  | "CONFIG_UNKNOWN_KEY"
  | "CONFIG_INVALID_VALUE";

export interface ConfigurationProblem {
  readonly code: ConfigurationCode;
  /** `file:line:column`, or the file alone where it cannot be read. */
  readonly place: string;
  readonly message: string;
}

/** A configuration file that is not usable: all that is wrong with it, by file, line and key, and never a value. */
export class ConfigurationError extends MercatoError {
  override readonly name = "ConfigurationError";
  readonly code: ConfigurationCode;
  readonly retryable = false;
  readonly problems: readonly ConfigurationProblem[];
  constructor(problems: readonly [ConfigurationProblem, ...ConfigurationProblem[]]) {
    super(
      `the configuration is not usable:\n${problems.map(({ code, place, message }) => `  - ${place} ${message} (${code})`).join("\n")}`,
    );
    this.code = problems[0].code;
    this.problems = problems;
  }
}

export interface ConfigurationOptions {
  readonly file: string;
  /** The settings that there are, by the names of their variables. */
  readonly variables: Readonly<Record<string, z.ZodType>>;
}

/** How a variable is called in a file: `MAX_BODY_BYTES` is `maxBodyBytes`. */
export function keyOf(variable: string): string {
  return variable.toLowerCase().replaceAll(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
}

/** How a setting is written in a file: as one value, as a list, or as an object. In the environment the latter are texts. */
type Form = "value" | "list" | "json";

interface Setting {
  readonly variable: string;
  readonly form: Form;
  /** Names a file, relative to the one that it stands in. */
  readonly isPath: boolean;
  /** What is wrong with its text; null when nothing is. */
  check(text: string): string | null;
}

function formOf(type: z.ZodType): Form {
  const form = type.meta()?.["form"];
  return form === "list" || form === "json" ? form : "value";
}

function settingsOf(variables: ConfigurationOptions["variables"]): ReadonlyMap<string, Setting> {
  const settings = new Map<string, Setting>();
  for (const variable of Object.keys(variables)) {
    // Any of them may be a file's content, as in the environment.
    settings.set(keyOf(`${variable}_FILE`), { variable: `${variable}_FILE`, form: "value", isPath: true, check: () => null });
  }
  for (const [variable, type] of Object.entries(variables)) {
    settings.set(keyOf(variable), {
      variable,
      form: formOf(type),
      isPath: type.meta()?.["isPath"] === true,
      check: (text) =>
        type
          .safeParse(text)
          .error?.issues.map(({ message }) => message)
          .join("; ") ?? null,
    });
  }
  return settings;
}

function isPlain(value: unknown): value is string | number | boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

/** A value as the environment would have it; null where it has another form. */
function toText(value: unknown, form: Form): string | null {
  if (isPlain(value)) return String(value);
  if (form === "list") return Array.isArray(value) && value.every(isPlain) ? value.join(",") : null;
  return form === "json" ? JSON.stringify(value) : null;
}

const EXPECTED: Readonly<Record<Form, string>> = { value: "takes a single value", list: "takes a list of values", json: "takes an object" };

function parse({ file }: ConfigurationOptions) {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (cause) {
    const reason = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown";
    throw new ConfigurationError([{ code: "CONFIG_UNREADABLE", place: file, message: `cannot be read (${reason})` }]);
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const placeAt = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  return { document, placeAt };
}

type Parsed = ReturnType<typeof parse>;

/** The keys and values of a file. @throws ConfigurationError when it is no YAML, no JSON, or no object. */
function entriesOf({ document, placeAt }: Parsed): YAMLMap["items"] {
  const [first, ...others] = document.errors.map(
    ({ pos, message }): ConfigurationProblem => ({ code: "CONFIG_SYNTAX", place: placeAt(pos[0]), message }),
  );
  if (first !== undefined) throw new ConfigurationError([first, ...others]);
  visit(document, {
    Alias(_key, alias) {
      if (alias.resolve(document) !== undefined) return;
      const problem = { place: placeAt(alias.range?.[0] ?? 0), message: `there is no anchor ${alias.source}` };
      throw new ConfigurationError([{ code: "CONFIG_SYNTAX", ...problem }]);
    },
  });
  if (document.contents === null) return [];
  if (isMap(document.contents)) return document.contents.items;
  throw new ConfigurationError([{ code: "CONFIG_SYNTAX", place: placeAt(0), message: "is no object of settings" }]);
}

/** A key of the same letters: `max_depth`, `MAX_DEPTH` and `maxdepth` were meant to be `maxDepth`. */
function suggestion(name: string, settings: ReadonlyMap<string, Setting>): string {
  const letters = (key: string): string => key.replaceAll(/[_-]/g, "").toLowerCase();
  const meant = [...settings.keys()].find((key) => letters(key) === letters(name));
  return meant === undefined ? "" : `; ${meant} is`;
}

function readEntry({ key, value }: Pair, { document, placeAt }: Parsed, settings: ReadonlyMap<string, Setting>) {
  const name = isScalar(key) ? String(key.value) : "?";
  const place = placeAt(isScalar(key) ? (key.range?.[0] ?? 0) : 0);
  const problem = (code: ConfigurationCode, message: string) => ({ problem: { code, place, message: `${name} ${message}` } });
  const setting = settings.get(name);
  if (setting === undefined) return problem("CONFIG_UNKNOWN_KEY", `is no setting${suggestion(name, settings)}`);
  const given: unknown = isNode(value) ? value.toJS(document) : value;
  if (given === null || given === "") return null;
  const text = toText(given, setting.form);
  if (text === null) return problem("CONFIG_INVALID_VALUE", EXPECTED[setting.form]);
  const wrong = setting.check(text);
  return wrong === null ? { setting, text } : problem("CONFIG_INVALID_VALUE", wrong);
}

/**
 * Reads settings from a YAML or JSON file, as variables of an environment. Keys are the variables' names in camel case; a key without a value counts as
 * not set; paths are relative to the file.
 * @throws ConfigurationError naming everything that is wrong by file, line and key, never by its value.
 */
export function readConfiguration(options: ConfigurationOptions): EnvironmentSource {
  const parsed = parse(options);
  const settings = settingsOf(options.variables);
  const problems: ConfigurationProblem[] = [];
  const source: Record<string, string> = {};
  for (const entry of entriesOf(parsed)) {
    const read = readEntry(entry, parsed, settings);
    if (read === null) continue;
    if ("problem" in read) problems.push(read.problem);
    else source[read.setting.variable] = read.setting.isPath ? resolve(dirname(options.file), read.text) : read.text;
  }
  const [first, ...others] = problems;
  if (first !== undefined) throw new ConfigurationError([first, ...others]);
  return source;
}
