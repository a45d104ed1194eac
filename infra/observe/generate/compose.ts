import { type ServiceDescription, topology } from "@mercato/topology";

/** Versions of what watches the shop. */
const IMAGES = {
  collector: "otel/opentelemetry-collector-contrib:0.128.0",
  prometheus: "prom/prometheus:v3.4.1",
  jaeger: "jaegertracing/jaeger:2.7.0",
  grafana: "grafana/grafana:12.0.1",
} as const;

/** The room of its files, from where compose files lie. */
const OBSERVE = "../observe";

const hardened = {
  read_only: true,
  cap_drop: ["ALL"],
  security_opt: ["no-new-privileges:true"],
  tmpfs: ["/tmp"],
  restart: "unless-stopped",
} as const;

const limits = (cpus: string, memory: string) => ({ deploy: { resources: { limits: { cpus, memory, pids: 512 } } } });

/** A service shares a network with what watches it and with no other service: being watched opens no way between services. */
const networkOf = ({ name }: ServiceDescription) => `observe-${name}`;
const watching = topology.map(networkOf);

/** Tools with a page of their own, on this machine only. */
export const published: Readonly<Record<string, readonly string[]>> = {
  prometheus: ["127.0.0.1"],
  jaeger: ["127.0.0.1"],
  grafana: ["127.0.0.1"],
};

/** Who can reach whom by what is added here. Tools share a network among themselves. */
export const edges: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(topology.map(({ name }) => [name, ["collector"]])),
  prometheus: [...topology.map(({ name }) => name), "collector", "jaeger"],
  collector: ["jaeger"],
  grafana: ["prometheus", "jaeger", "collector"],
};

/** The Collector's image holds its program and nothing to ask it with. */
export const unprobed: readonly string[] = ["collector"];

/** Asks a page of the tool itself, with what the images have. */
const asked = (url: string) => ({
  healthcheck: { test: ["CMD", "wget", "--quiet", "--spider", url], interval: "10s", timeout: "5s", retries: 3, start_period: "30s" },
});

const loopback = (variable: string, port: number) => [`127.0.0.1:\${${variable}:-${port}}:${port}`];

const tools = {
  collector: {
    image: IMAGES.collector,
    command: ["--config=/etc/collector/collector.yaml"],
    user: "10001:10001",
    ...hardened,
    volumes: [`${OBSERVE}/collector:/etc/collector:ro`],
    networks: [...watching, "observe"],
    depends_on: { jaeger: { condition: "service_healthy" } },
    ...limits("1", "256m"),
  },
  prometheus: {
    image: IMAGES.prometheus,
    command: ["--config.file=/etc/prometheus/prometheus.yaml", "--storage.tsdb.path=/prometheus", "--storage.tsdb.retention.time=7d"],
    user: "65534:65534",
    ...hardened,
    volumes: [`${OBSERVE}/prometheus:/etc/prometheus:ro`, "prometheus:/prometheus"],
    ports: loopback("PROMETHEUS_PORT", 9090),
    networks: [...watching, "observe", "observe-edge"],
    ...asked("http://127.0.0.1:9090/-/ready"),
    ...limits("1", "1g"),
  },
  jaeger: {
    image: IMAGES.jaeger,
    user: "10001:10001",
    ...hardened,
    environment: { JAEGER_LISTEN_HOST: "0.0.0.0" },
    ports: loopback("JAEGER_PORT", 16686),
    networks: ["observe", "observe-edge"],
    ...asked("http://127.0.0.1:16686/"),
    ...limits("1", "1g"),
  },
  grafana: {
    image: IMAGES.grafana,
    user: "472:0",
    ...hardened,
    environment: {
      // It listens on loopback only, and shows nothing that could be changed.
      GF_AUTH_ANONYMOUS_ENABLED: "true",
      GF_AUTH_ANONYMOUS_ORG_ROLE: "Viewer",
      GF_AUTH_DISABLE_LOGIN_FORM: "true",
      GF_ANALYTICS_REPORTING_ENABLED: "false",
      GF_ANALYTICS_CHECK_FOR_UPDATES: "false",
      GF_PLUGINS_PREINSTALL_DISABLED: "true",
    },
    volumes: [
      `${OBSERVE}/grafana/provisioning:/etc/grafana/provisioning:ro`,
      `${OBSERVE}/grafana/dashboards:/var/lib/grafana/dashboards:ro`,
      "grafana:/var/lib/grafana",
    ],
    ports: loopback("GRAFANA_PORT", 3000),
    networks: ["observe", "observe-edge"],
    ...asked("http://127.0.0.1:3000/api/health"),
    depends_on: { prometheus: { condition: "service_healthy" } },
    ...limits("1", "512m"),
  },
};

function watched(service: ServiceDescription): object {
  return { environment: { OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector:4318" }, networks: [networkOf(service)] };
}

/** What is added to compose.yaml so that the shop is watched. */
export function composeObserve(): object {
  return {
    services: { ...Object.fromEntries(topology.map((service) => [service.name, watched(service)])), ...tools },
    networks: {
      ...Object.fromEntries(watching.map((name) => [name, { internal: true }])),
      observe: { internal: true },
      "observe-edge": {},
    },
    volumes: { prometheus: {}, grafana: {} },
  };
}
