/** A metric as it stands in `/metrics` and in OTLP. */
export interface MetricDescription {
  /** Its name in both. Counters get `_total` in Prometheus. */
  readonly name: string;
  readonly kind: "counter" | "gauge" | "histogram";
  /** UCUM unit; `{thing}` counts things. */
  readonly unit: string;
  /** Labels besides `service`, which all have: it says whose the metric is, also where services share a process. */
  readonly labels: readonly string[];
  readonly description: string;
}

/** Metrics. Each label's values are bounded; what a client can choose (the name of an operation) is bounded by the router. */
export const metrics = {
  requestDuration: {
    name: "mercato_graphql_request_duration_seconds",
    kind: "histogram",
    unit: "s",
    labels: ["operation", "operation_type", "outcome"],
    description: "Time from a GraphQL request to its response; outcome is ok, partial, refused or failed",
  },
  subgraphFetchDuration: {
    name: "mercato_subgraph_fetch_duration_seconds",
    kind: "histogram",
    unit: "s",
    labels: ["subgraph", "outcome"],
    description: "Time that the router waits for a subgraph; outcome is ok, errors or failed",
  },
  cacheLookups: {
    name: "mercato_router_cache_lookups",
    kind: "counter",
    unit: "{lookup}",
    labels: ["cache", "outcome"],
    description: "Look-ups in the router's caches (operations, documents, syntax_errors, plans); outcome is hit or miss",
  },
  cacheBytes: {
    name: "mercato_router_cache_bytes",
    kind: "gauge",
    unit: "By",
    labels: ["cache"],
    description: "Memory that the router's caches take, estimated",
  },
  cacheEntries: {
    name: "mercato_router_cache_entries",
    kind: "gauge",
    unit: "{entry}",
    labels: ["cache"],
    description: "Entries in the router's caches",
  },
  supergraphLoads: {
    name: "mercato_router_supergraph_loads",
    kind: "counter",
    unit: "{supergraph}",
    labels: ["outcome"],
    description: "Supergraphs that the router was given, the first one included; outcome is live or refused",
  },
  supergraphsHeld: {
    name: "mercato_router_supergraphs_held",
    kind: "gauge",
    unit: "{supergraph}",
    labels: [],
    description: "Supergraphs that the router holds: one, and those that requests in flight still need",
  },
  sagaDuration: {
    name: "mercato_saga_duration_seconds",
    kind: "histogram",
    unit: "s",
    labels: ["saga", "outcome"],
    description: "Time from the start of a saga to its end; outcome is completed, compensated or needs_attention",
  },
  sagaStepDuration: {
    name: "mercato_saga_step_duration_seconds",
    kind: "histogram",
    unit: "s",
    labels: ["saga", "step", "outcome"],
    description: "Time from the invocation of a saga's step to its outcome; outcome is succeeded, refused, failed or compensated",
  },
  outboxPending: {
    name: "mercato_outbox_pending",
    kind: "gauge",
    unit: "{document}",
    labels: ["collection"],
    description: "Documents with messages that wait to be published",
  },
  outboxOldestAge: {
    name: "mercato_outbox_oldest_age_seconds",
    kind: "gauge",
    unit: "s",
    labels: ["collection"],
    description: "How long the oldest of them has waited; 0 when none does",
  },
  consumerLag: {
    name: "mercato_consumer_lag",
    kind: "gauge",
    unit: "{message}",
    labels: ["durable"],
    description: "Messages that a durable consumer has not acknowledged yet",
  },
  deadLetters: {
    name: "mercato_dead_letters",
    kind: "counter",
    unit: "{message}",
    labels: ["durable", "code"],
    description: "Messages that were given up and put into the dead-letter stream",
  },
  eventLoopLag: {
    name: "mercato_event_loop_lag_seconds",
    kind: "gauge",
    unit: "s",
    labels: [],
    description: "How late the process's timers were at worst since the last reading",
  },
  residentMemory: {
    name: "process_resident_memory_bytes",
    kind: "gauge",
    unit: "By",
    labels: [],
    description: "Resident memory of the process",
  },
  cpuTime: {
    name: "process_cpu_seconds",
    kind: "counter",
    unit: "s",
    labels: [],
    description: "Processor time of the process, user and system",
  },
} as const satisfies Record<string, MetricDescription>;

/** The name of a metric in Prometheus. */
export function prometheusName({ name, kind }: MetricDescription): string {
  return kind === "counter" ? `${name}_total` : name;
}
