/** One line of Prometheus' text format that has a value. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What a process says at `/metrics`. */
export interface Scrape {
  readonly samples: readonly Sample[];
  /** By name of the metric: counter, gauge or histogram. */
  readonly types: ReadonlyMap<string, string>;
  /** Samples of one metric; of a histogram, its counts. */
  of(name: string): readonly Sample[];
}

const COMMENT = /^# (?:HELP|UNIT) [a-zA-Z_:][\w:]* .*$/;
const TYPE = /^# TYPE ([a-zA-Z_:][\w:]*) (counter|gauge|histogram)$/;
const SAMPLE = /^([a-zA-Z_:][\w:]*)(?:\{((?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\[\\"n])*",?)*)\})? ([+-]?(?:\d+(?:\.\d+)?(?:e[+-]?\d+)?|Inf)|NaN)$/;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\\n]|\\[\\"n])*)"/g;

function readSample(line: string): Sample {
  const [, name, labels = "", value] = SAMPLE.exec(line) ?? [];
  if (name === undefined || value === undefined) throw new SyntaxError(`no line of Prometheus' text format: ${line}`);
  const entries = [...labels.matchAll(LABEL)].map(([, key = "", text = ""]) => [key, text] as const);
  return { name, labels: Object.fromEntries(entries), value: Number(value.replace("Inf", "Infinity")) };
}

/** Reads the text format. @throws SyntaxError naming the line that is none */
export function parsePrometheus(text: string): Scrape {
  const samples: Sample[] = [];
  const types = new Map<string, string>();
  for (const line of text.split("\n")) {
    const [, typed, type] = TYPE.exec(line) ?? [];
    if (typed !== undefined && type !== undefined) types.set(typed, type);
    else if (line !== "" && !COMMENT.test(line)) samples.push(readSample(line));
  }
  return {
    samples,
    types,
    of: (name) => samples.filter((sample) => sample.name === (types.get(name) === "histogram" ? `${name}_count` : name)),
  };
}

const TIMEOUT_MS = 10_000;

/** Asks a process for its metrics. @throws Error when it does not answer with them */
export async function scrape(origin: string): Promise<Scrape> {
  const response = await fetch(`${origin}/metrics`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok || !response.headers.get("content-type")?.startsWith("text/plain; version=0.0.4")) {
    throw new Error(`${origin}/metrics answered ${response.status} ${response.headers.get("content-type")}`);
  }
  return parsePrometheus(await response.text());
}
