import { metrics, type Observable } from "@opentelemetry/api";

/** A metric by name, UCUM unit and what it says. Names of services' metrics are in contracts; a test compares. */
export interface MetricShape {
  readonly name: string;
  readonly unit: string;
  readonly description: string;
}

/** Values by label. `service` is among them always: services may share a process. */
export type Labels = Readonly<{ service: string } & Record<string, string>>;

const METER = "mercato";
/** Seconds: from what a cache answers to what nobody waits for any more. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** A histogram of seconds. Make it after telemetry has started: one that was made before records nothing. */
export function secondsIn(shape: MetricShape): (seconds: number, labels: Labels) => void {
  const { name, ...options } = shape;
  const histogram = metrics.getMeter(METER).createHistogram(name, { ...options, advice: { explicitBucketBoundaries: SECONDS } });
  return (seconds, labels) => histogram.record(seconds, labels);
}

/** A counter. Make it after telemetry has started. */
export function countedIn(shape: MetricShape): (labels: Labels) => void {
  const { name, ...options } = shape;
  const counter = metrics.getMeter(METER).createCounter(name, options);
  return (labels) => counter.add(1, labels);
}

/** A metric that is read when somebody asks for it, and only then. */
export interface ObservedMetric extends MetricShape {
  /** A counter is a total that only grows. */
  readonly kind: "gauge" | "counter";
}

type Say<Name extends string> = (metric: Name, value: number, labels: Labels) => void;

/**
 * Metrics that are read together, by one look at what they measure. A look that fails or takes too long leaves them out of what is collected.
 * Returns what ends it.
 */
export function observed<Name extends string>(
  shapes: Readonly<Record<Name, ObservedMetric>>,
  look: (say: Say<Name>) => Promise<void> | void,
): () => void {
  const meter = metrics.getMeter(METER);
  const entries = Object.entries<ObservedMetric>(shapes).map(([key, { name, kind, ...options }]): [string, Observable] => [
    key,
    kind === "gauge" ? meter.createObservableGauge(name, options) : meter.createObservableCounter(name, options),
  ]);
  const instruments = new Map(entries);
  const callback: Parameters<typeof meter.addBatchObservableCallback>[0] = (result) =>
    look((metric, value, labels) => {
      const instrument = instruments.get(metric);
      if (instrument !== undefined) result.observe(instrument, value, labels);
    });
  const observables = [...instruments.values()];
  meter.addBatchObservableCallback(callback, observables);
  return () => meter.removeBatchObservableCallback(callback, observables);
}

/** Seconds since it was started. */
export function startStopwatch(): () => number {
  const startedAt = performance.now();
  return () => (performance.now() - startedAt) / 1000;
}

/** What stands for all names beyond the bound. */
const OTHER = "other";

/**
 * Bounds a label whose values others choose: the first so many distinct ones keep their name, all later ones are `other`.
 * @param limit distinct names. @default 200
 */
export function createNameBound(limit = 200): (name: string) => string {
  const known = new Set<string>();
  return (name) => {
    if (known.has(name)) return name;
    if (known.size >= limit) return OTHER;
    known.add(name);
    return name;
  };
}
