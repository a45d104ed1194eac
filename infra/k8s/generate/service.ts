import type { ServiceDescription } from "@mercato/topology";
import { resources } from "@mercato/topology/resources";
import { SERVERS_CONFIG, secretVariables } from "./config.ts";
import { DRAIN_SECONDS, GRACE_MARGIN_SECONDS, labels, type Manifest, SHUTDOWN_TIMEOUT_MS, selector } from "./names.ts";
import { containerSecurity, disruptionBudget, podSecurity, serviceAccount, spread, temporary } from "./pod.ts";

/** The user `bun` of the image. */
const USER = 1000;

const http = (path: string) => ({ path, port: "http" });

const probes = {
  /** Up to a minute for the first start; the others wait until then. */
  startupProbe: { httpGet: http("/health/live"), periodSeconds: 2, timeoutSeconds: 2, failureThreshold: 30 },
  livenessProbe: { httpGet: http("/health/live"), periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
  /** Its checks have two seconds themselves. */
  readinessProbe: { httpGet: http("/health/ready"), periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 2 },
} as const;

function resourcesOf({ name }: ServiceDescription): Manifest {
  const { cpuMillis, memoryMib } = resources[name];
  return {
    requests: { cpu: `${cpuMillis.request}m`, memory: `${memoryMib.request}Mi` },
    limits: { cpu: `${cpuMillis.limit}m`, memory: `${memoryMib.limit}Mi` },
  };
}

function container(service: ServiceDescription, version: string): Manifest {
  const { name, port, needs } = service;
  const shared = needs.length > 0 ? [{ configMapRef: { name: SERVERS_CONFIG } }] : [];
  return {
    name,
    image: `mercato/${name}:${version}`,
    ports: [{ name: "http", containerPort: port }],
    envFrom: [...shared, { configMapRef: { name: `${name}-config` } }],
    env: secretVariables(service),
    ...probes,
    lifecycle: { preStop: { sleep: { seconds: DRAIN_SECONDS } } },
    resources: resourcesOf(service),
    securityContext: containerSecurity,
    volumeMounts: [temporary.mount],
  };
}

/** By these a Prometheus that looks for pods finds the metrics. */
const scraped = (port: number) => ({
  "prometheus.io/scrape": "true",
  "prometheus.io/port": String(port),
  "prometheus.io/path": "/metrics",
});

/** A canary is another Deployment with another track; the Service, the policies and the disruption budget hold for both. */
const TRACK = { track: "stable" } as const;

/** The autoscaler says how many there are, so the Deployment does not: applying it again must not undo what was scaled. */
function deployment(service: ServiceDescription, version: string): Manifest {
  const { name, kind, port } = service;
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, labels: labels(name, kind) },
    spec: {
      selector: { matchLabels: { ...selector(name), ...TRACK } },
      revisionHistoryLimit: 5,
      strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
      template: {
        metadata: { labels: { ...labels(name, kind), ...TRACK }, annotations: scraped(port) },
        spec: {
          serviceAccountName: name,
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          terminationGracePeriodSeconds: DRAIN_SECONDS + SHUTDOWN_TIMEOUT_MS / 1_000 + GRACE_MARGIN_SECONDS,
          securityContext: podSecurity(USER),
          topologySpreadConstraints: spread(name),
          containers: [container(service, version)],
          volumes: [temporary.volume],
        },
      },
    },
  };
}

function autoscaler({ name, kind }: ServiceDescription): Manifest {
  const { min, max } = resources[name].replicas;
  const metric = (resource: string, averageUtilization: number) => ({
    type: "Resource",
    resource: { name: resource, target: { type: "Utilization", averageUtilization } },
  });
  return {
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: { name, labels: labels(name, kind) },
    spec: {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name },
      minReplicas: min,
      maxReplicas: max,
      metrics: [metric("cpu", 70), metric("memory", 80)],
      behavior: { scaleDown: { stabilizationWindowSeconds: 300, policies: [{ type: "Pods", value: 1, periodSeconds: 60 }] } },
    },
  };
}

/** All objects of one service, but for its ConfigMap (which kustomize makes) and its NetworkPolicy. */
export function serviceManifests(service: ServiceDescription, version: string): readonly Manifest[] {
  const { name, kind } = service;
  return [
    serviceAccount(name, labels(name, kind)),
    deployment(service, version),
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name, labels: labels(name, kind) },
      spec: { selector: selector(name), ports: [{ name: "http", port: service.port, targetPort: "http" }] },
    },
    autoscaler(service),
    disruptionBudget(name, labels(name, kind)),
  ];
}
