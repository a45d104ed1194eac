import { percentile, round } from "./percentile.ts";

/** One second of a run. */
export interface Second {
  /** Since the first measured request. */
  readonly at: number;
  readonly requests: number;
  readonly errors: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly vus: number;
}

/** What one operation did. */
export interface OperationFigures {
  readonly operation: string;
  readonly requests: number;
  readonly errors: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

export interface Figures {
  readonly requests: number;
  readonly errors: number;
  readonly seconds: number;
  readonly opsPerSecond: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly operations: readonly OperationFigures[];
  /** How often which operation failed for which reason. */
  readonly failures: readonly { readonly operation: string; readonly reason: string; readonly count: number }[];
  readonly timeline: readonly Second[];
  /** When the first measured request ended, in milliseconds since the epoch; 0 without any. */
  readonly startedAtMs: number;
  readonly orders: {
    /** That clients were told of. */
    readonly accepted: number;
    readonly confirmed: number;
    readonly soldOut: number;
    readonly sagaP50Ms: number;
    readonly sagaP95Ms: number;
    readonly sagaP99Ms: number;
  };
}

interface Bucket {
  readonly durations: number[];
  errors: number;
  vus: number;
}

/** A row of k6's CSV output. */
interface Row {
  readonly metric: string;
  readonly atMs: number;
  readonly value: number;
  readonly name: string;
  readonly group: string;
  readonly extra: string;
  readonly metadata: string;
}

/** Takes k6's samples as they come. */
export interface Samples {
  /** One line of k6's CSV output, the header first. */
  take(line: string): void;
  /** Ids of the orders that the shop told clients to have accepted. */
  readonly accepted: ReadonlySet<string>;
  /** The last whole second, for a line of progress. */
  latest(): Second | undefined;
  figures(): Figures;
}

const NEEDED = ["metric_name", "timestamp", "metric_value", "name", "group", "extra_tags", "metadata"] as const;

/** Learns from the header where each column is. @throws TypeError when one is missing */
function createReader(header: string): (line: string) => Row {
  const columns = header.split(",");
  const places = NEEDED.map((name) => {
    const place = columns.indexOf(name);
    if (place < 0) throw new TypeError(`k6's CSV has no column ${name}: ${header}`);
    return place;
  });
  return (line) => {
    const cells = line.split(",");
    const [metric = "", at = "", value = "", name = "", group = "", extra = "", metadata = ""] = places.map((place) => cells[place] ?? "");
    return { metric, atMs: Number(at), value: Number(value), name, group, extra, metadata };
  };
}

function figuresOf(durations: readonly number[]): { p50Ms: number; p95Ms: number; p99Ms: number; maxMs: number } {
  const sorted = Float64Array.from(durations).sort();
  return {
    p50Ms: round(percentile(sorted, 0.5)),
    p95Ms: round(percentile(sorted, 0.95)),
    p99Ms: round(percentile(sorted, 0.99)),
    maxMs: round(sorted.at(-1) ?? 0),
  };
}

class Collected {
  readonly buckets = new Map<number, Bucket>();
  readonly durations = new Map<string, number[]>();
  readonly errors = new Map<string, number>();
  readonly failures = new Map<string, number>();
  readonly accepted = new Set<string>();
  readonly sagas: number[] = [];
  confirmed = 0;
  soldOut = 0;
  firstMs = Number.POSITIVE_INFINITY;
  lastMs = 0;

  bucket(atMs: number): Bucket {
    const second = Math.floor(atMs / 1000);
    const known = this.buckets.get(second);
    if (known !== undefined) return known;
    const made: Bucket = { durations: [], errors: 0, vus: 0 };
    this.buckets.set(second, made);
    return made;
  }

  request({ atMs, value, name }: Row): void {
    this.firstMs = Math.min(this.firstMs, atMs);
    this.lastMs = Math.max(this.lastMs, atMs);
    this.bucket(atMs).durations.push(value);
    const known = this.durations.get(name);
    if (known === undefined) this.durations.set(name, [value]);
    else known.push(value);
  }

  failure({ atMs, value, extra }: Row): void {
    const tags = new URLSearchParams(extra);
    const operation = tags.get("operation") ?? "";
    const key = `${operation} ${tags.get("reason") ?? ""}`;
    this.bucket(atMs).errors += value;
    this.errors.set(operation, (this.errors.get(operation) ?? 0) + value);
    this.failures.set(key, (this.failures.get(key) ?? 0) + value);
  }

  acceptance({ metadata }: Row): void {
    const order = new URLSearchParams(metadata).get("order");
    if (order !== null) this.accepted.add(order);
  }
}

type Handler = (into: Collected, row: Row) => void;

const HANDLERS: Readonly<Record<string, Handler>> = {
  http_req_duration: (into, row) => into.request(row),
  graphql_failures: (into, row) => into.failure(row),
  orders_accepted: (into, row) => into.acceptance(row),
  orders_confirmed: (into, row) => {
    into.confirmed += row.value;
  },
  orders_sold_out: (into, row) => {
    into.soldOut += row.value;
  },
  saga_duration: (into, row) => {
    into.sagas.push(row.value);
  },
  vus: (into, row) => {
    into.bucket(row.atMs).vus = row.value;
  },
};

function secondOf(into: Collected, second: number): Second {
  const { durations, errors, vus } = into.buckets.get(second) ?? { durations: [], errors: 0, vus: 0 };
  const { maxMs: _max, ...percentiles } = figuresOf(durations);
  return { at: second - Math.floor(into.firstMs / 1000), requests: durations.length, errors, vus, ...percentiles };
}

/** Every second from the first measured request to the last; one without requests is there, and empty. */
function timelineOf(into: Collected): readonly Second[] {
  if (into.lastMs === 0) return [];
  const first = Math.floor(into.firstMs / 1000);
  const last = Math.floor(into.lastMs / 1000);
  return Array.from({ length: last - first + 1 }, (_, index) => secondOf(into, first + index));
}

function total(counts: Iterable<number>): number {
  let sum = 0;
  for (const count of counts) sum += count;
  return sum;
}

function summarize(into: Collected): Figures {
  const all = [...into.durations.values()].flat();
  const seconds = into.lastMs === 0 ? 0 : Math.max(1, (into.lastMs - into.firstMs) / 1000);
  const { maxMs: _max, ...percentiles } = figuresOf(all);
  const sagas = figuresOf(into.sagas);
  return {
    requests: all.length,
    errors: total(into.errors.values()),
    seconds: round(seconds),
    opsPerSecond: seconds === 0 ? 0 : round(all.length / seconds),
    ...percentiles,
    operations: [...into.durations]
      .map(([operation, durations]) => ({
        operation,
        requests: durations.length,
        errors: into.errors.get(operation) ?? 0,
        ...figuresOf(durations),
      }))
      .toSorted((a, b) => b.requests - a.requests),
    failures: [...into.failures].map(([key, count]) => {
      const [operation = "", reason = ""] = key.split(" ");
      return { operation, reason, count };
    }),
    timeline: timelineOf(into),
    startedAtMs: into.lastMs === 0 ? 0 : into.firstMs,
    orders: {
      accepted: into.accepted.size,
      confirmed: into.confirmed,
      soldOut: into.soldOut,
      sagaP50Ms: sagas.p50Ms,
      sagaP95Ms: sagas.p95Ms,
      sagaP99Ms: sagas.p99Ms,
    },
  };
}

/** Collects samples. What setup() did (registering the login pool) counts for errors only: it is not the load. */
export function createSamples(): Samples {
  const into = new Collected();
  let read: ((line: string) => Row) | undefined;
  return {
    accepted: into.accepted,
    take(line) {
      if (line === "") return;
      if (read === undefined) {
        read = createReader(line);
        return;
      }
      const handle = HANDLERS[line.slice(0, line.indexOf(","))];
      if (handle === undefined) return;
      const row = read(line);
      const isSetup = row.group === "::setup";
      if (!isSetup || row.metric === "graphql_failures") handle(into, row);
    },
    latest() {
      return timelineOf(into).at(-2);
    },
    figures: () => summarize(into),
  };
}
