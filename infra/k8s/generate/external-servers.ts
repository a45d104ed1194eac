import { topology } from "@mercato/topology";
import { type Manifest, ports } from "./names.ts";

/** Everything of the base that is there for the servers inside the cluster. */
const inside: readonly (readonly [apiVersion: string, kind: string, name: string])[] = [
  ...["nats", "mongodb"].flatMap((name) => [
    ["v1", "ServiceAccount", name] as const,
    ["v1", "Service", name] as const,
    ["apps/v1", "StatefulSet", name] as const,
    ["policy/v1", "PodDisruptionBudget", name] as const,
    ["networking.k8s.io/v1", "NetworkPolicy", name] as const,
  ]),
  ["batch/v1", "Job", "mongodb-init"],
  ["networking.k8s.io/v1", "NetworkPolicy", "mongodb-init"],
];

const fromSecret = (name: string, key: string) => ({ name, valueFrom: { secretKeyRef: { name: "external-servers", key } } });

/** What `env` says goes before what `envFrom` does. */
function addresses(name: string): Manifest {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name },
    spec: {
      template: {
        spec: { containers: [{ name, env: [fromSecret("MONGO_URL", "mongo-url"), fromSecret("NATS_URL", "nats-url")] }] },
      },
    },
  };
}

const deletion = (apiVersion: string, kind: string, name: string): Manifest => ({ $patch: "delete", apiVersion, kind, metadata: { name } });

/** Patches that take the servers out of the cluster and point the subgraphs at others. */
export function externalServerPatches(): readonly Manifest[] {
  const users = topology.filter(({ needs }) => needs.length > 0);
  return [...inside.map(([apiVersion, kind, name]) => deletion(apiVersion, kind, name)), ...users.map(({ name }) => addresses(name))];
}

/** Subgraphs may reach the servers' ports outside the cluster; narrow it to their addresses where these are known. */
export function externalServerEgress(): Manifest {
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name: "external-servers" },
    spec: {
      podSelector: { matchLabels: { "app.kubernetes.io/component": "subgraph" } },
      policyTypes: ["Egress"],
      egress: [
        {
          to: [{ ipBlock: { cidr: "0.0.0.0/0" } }],
          ports: [ports.mongodb, ports.nats].map((port) => ({ protocol: "TCP", port })),
        },
      ],
    },
  };
}
