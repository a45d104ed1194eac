import { histogram, type MetricKey, series } from "./series.ts";

/** Something that a person has to know. */
export interface Alert {
  readonly name: string;
  /** "page" wakes somebody up; "ticket" waits for the morning. */
  readonly severity: "page" | "ticket";
  /** PromQL; it fires while there is a result. */
  readonly expression: string;
  /** How long it has to be so. */
  readonly lasting: string;
  /** One sentence with what is wrong where. */
  readonly summary: string;
  /** What to do: a file in docs/runbooks, without its ending. */
  readonly runbook: string;
}

/** The objective: this share of the router's requests is answered within the bound. */
export const LATENCY_OBJECTIVE = { share: 0.99, seconds: "0.5" } as const;

/** Share of requests that may fail, wholly or in part. */
const ERROR_RATIO = 0.02;
const OUTBOX_SECONDS = 60;
const LAGGING_MESSAGES = 1_000;
const LOOP_LAG_SECONDS = 0.25;

/** Where a counter grew. `increase` alone does not see the first of its kind, whose series begins with it. */
function grew(selector: string, labels: string): string {
  const by = `by (${labels}, instance)`;
  const appeared = `(sum ${by} (${selector}) > 0 unless sum ${by} (${selector} offset 15m))`;
  return `(sum ${by} (increase(${selector}[15m])) > 0) or ${appeared}`;
}

const requests = histogram("requestDuration", "count", { service: "router" });
const quick = histogram("requestDuration", "bucket", { service: "router", le: LATENCY_OBJECTIVE.seconds });

/** Share of requests in a window that took longer than the objective allows. */
const slowShare = (window: string) => `(1 - sum(rate(${quick}[${window}])) / sum(rate(${requests}[${window}])))`;

/** The budget is spent `factor` times as fast as it may be, lately and still now. */
function burning(long: string, short: string, factor: number): string {
  const limit = `${factor} * ${(1 - LATENCY_OBJECTIVE.share).toFixed(2)}`;
  return `${slowShare(long)} > ${limit} and ${slowShare(short)} > ${limit}`;
}

const failed = histogram("requestDuration", "count", { service: "router", outcome: "partial|failed" });

const over = (key: MetricKey, by: string, limit: number) => `max by (${by}) (${series(key)}) > ${limit}`;

/** Every alert of the shop. */
export const alerts: readonly Alert[] = [
  {
    name: "SagaNeedsAttention",
    severity: "page",
    expression: grew(histogram("sagaDuration", "count", { outcome: "needs_attention" }), "saga"),
    lasting: "0m",
    summary: "A saga {{ $labels.saga }} could not be undone and waits for a person",
    runbook: "saga-needs-attention",
  },
  {
    name: "OutboxStuck",
    severity: "page",
    expression: over("outboxOldestAge", "service, collection", OUTBOX_SECONDS),
    lasting: "2m",
    summary: "{{ $labels.service }} has not published a message of {{ $labels.collection }} for {{ $value | humanizeDuration }}",
    runbook: "outbox-stuck",
  },
  {
    name: "ConsumerLagging",
    severity: "ticket",
    expression: over("consumerLag", "service, durable", LAGGING_MESSAGES),
    lasting: "10m",
    summary: "{{ $labels.durable }} of {{ $labels.service }} is {{ $value }} messages behind",
    runbook: "consumer-lagging",
  },
  {
    name: "DeadLetters",
    severity: "ticket",
    expression: grew(series("deadLetters"), "service, durable, code"),
    lasting: "0m",
    summary: "{{ $labels.durable }} of {{ $labels.service }} gave a message up: {{ $labels.code }}",
    runbook: "dead-letters",
  },
  {
    name: "ErrorRatioHigh",
    severity: "page",
    expression: `sum(rate(${failed}[5m])) / sum(rate(${requests}[5m])) > ${ERROR_RATIO}`,
    lasting: "5m",
    summary: "{{ $value | humanizePercentage }} of requests fail, wholly or in part",
    runbook: "error-ratio-high",
  },
  {
    name: "LatencyBudgetBurnsFast",
    severity: "page",
    expression: burning("1h", "5m", 14.4),
    lasting: "2m",
    summary: "{{ $value | humanizePercentage }} of requests in the last hour took too long",
    runbook: "latency-budget-burns",
  },
  {
    name: "LatencyBudgetBurnsSlowly",
    severity: "ticket",
    expression: burning("6h", "30m", 6),
    lasting: "15m",
    summary: "{{ $value | humanizePercentage }} of requests in the last six hours took too long",
    runbook: "latency-budget-burns",
  },
  {
    name: "EventLoopLags",
    severity: "ticket",
    expression: over("eventLoopLag", "service, instance", LOOP_LAG_SECONDS),
    lasting: "5m",
    summary: "{{ $labels.service }} on {{ $labels.instance }} is {{ $value | humanizeDuration }} late: its one thread is busy",
    runbook: "event-loop-lags",
  },
  {
    name: "SupergraphRefused",
    severity: "ticket",
    expression: grew(series("supergraphLoads", { outcome: "refused" }), "service"),
    lasting: "0m",
    summary: "A router ({{ $labels.instance }}) was given a supergraph that it cannot serve, and goes on with the one before",
    runbook: "supergraph-refused",
  },
  {
    name: "TargetDown",
    severity: "page",
    expression: 'up{job="mercato"} == 0',
    lasting: "1m",
    summary: "{{ $labels.instance }} does not answer /metrics",
    runbook: "target-down",
  },
];
