import { type ServiceDescription, topology } from "@mercato/topology";
import { type Edge, edgesOf } from "./edges.ts";
import { type Manifest, selector } from "./names.ts";

function policy(name: string, spec: Manifest): Manifest {
  return { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", metadata: { name }, spec };
}

const pods = (name: string) => ({ podSelector: { matchLabels: selector(name) } });
const tcp = (port: number) => [{ protocol: "TCP", port }];

/** Pods of another namespace. Its name is a label that Kubernetes itself puts there. */
function podsIn(namespace: string, name?: string): Manifest {
  const there = { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } } };
  return name === undefined ? there : { ...there, ...pods(name) };
}

/** Where Prometheus runs; its pods have the label that its charts give it. */
const PROMETHEUS = podsIn("monitoring", "prometheus");
/** Where the Ingress controller runs. */
const INGRESS = podsIn("ingress-nginx");

const denyAll = policy("deny-all", { podSelector: {}, policyTypes: ["Ingress", "Egress"] });

const dns = policy("allow-dns", {
  podSelector: {},
  policyTypes: ["Egress"],
  egress: [
    {
      to: [
        {
          namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
          podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
        },
      ],
      ports: [
        { protocol: "UDP", port: 53 },
        { protocol: "TCP", port: 53 },
      ],
    },
  ],
});

function outside({ kind, port }: ServiceDescription): readonly Manifest[] {
  const from = kind === "router" ? [INGRESS, PROMETHEUS] : [PROMETHEUS];
  return [{ from, ports: tcp(port) }];
}

/** What a workload may be reached by and may reach: both ends of every edge have to allow it. */
function workloadPolicy(name: string, edges: readonly Edge[]): Manifest {
  const service = topology.find((candidate) => candidate.name === name);
  const inside = edges.filter(({ to }) => to === name).map(({ from, port }) => ({ from: [pods(from)], ports: tcp(port) }));
  const egress = edges.filter(({ from }) => from === name).map(({ to, port }) => ({ to: [pods(to)], ports: tcp(port) }));
  const ingress = [...inside, ...(service === undefined ? [] : outside(service))];
  return policy(name, {
    podSelector: { matchLabels: selector(name) },
    policyTypes: ["Ingress", "Egress"],
    ...(ingress.length > 0 ? { ingress } : {}),
    ...(egress.length > 0 ? { egress } : {}),
  });
}

/** Nothing is allowed but names and the edges. */
export function networkPolicies(): readonly Manifest[] {
  const edges = edgesOf(topology);
  const workloads = [...new Set(edges.flatMap(({ from, to }) => [from, to]))].toSorted();
  return [denyAll, dns, ...workloads.map((name) => workloadPolicy(name, edges))];
}

const COLLECTOR_PORT = 4318;

/** Where spans go when they are collected (OTLP over HTTP). */
export const COLLECTOR = `http://otel-collector.monitoring:${COLLECTOR_PORT}`;

/** Services may reach the Collector; the servers may not. */
export function collectorEgress(): Manifest {
  return policy("collector", {
    podSelector: { matchExpressions: [{ key: "app.kubernetes.io/component", operator: "In", values: ["subgraph", "router"] }] },
    policyTypes: ["Egress"],
    egress: [{ to: [podsIn("monitoring", "otel-collector")], ports: tcp(COLLECTOR_PORT) }],
  });
}
