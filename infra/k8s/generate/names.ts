import { describeService, type SecretName, type ServiceName, topology } from "@mercato/topology";

/** A Kubernetes object before it is written as YAML. */
export type Manifest = Readonly<Record<string, unknown>>;

/** The namespace of the shop. */
export const NAMESPACE = "mercato";

/** Ports of the servers, which clients connect to, and those on which their members talk among themselves. */
export const ports = { nats: 4222, natsCluster: 6222, natsMonitor: 8222, mongodb: 27017 } as const;

/** Members of a server's StatefulSet: the fewest that go on after one is lost. */
export const SERVER_REPLICAS = 3;

export const REPLICA_SET = "rs0";

/** How long a service may take to stop, in milliseconds; its pod gets this and more. */
export const SHUTDOWN_TIMEOUT_MS = 10_000;

/** How long a pod that is to end goes on serving, so that no Service and no Ingress sends to it any more when it stops, in seconds. */
export const DRAIN_SECONDS = 5;

/** Given on top, in seconds: the last spans, and the runtime's own end. */
export const GRACE_MARGIN_SECONDS = 15;

/** Labels by which an object is found. They are selectors as well, which cannot be changed later. */
export function selector(name: string): Record<string, string> {
  return { "app.kubernetes.io/name": name };
}

/** Labels of an object. */
export function labels(name: string, component: string): Record<string, string> {
  return { ...selector(name), "app.kubernetes.io/component": component, "app.kubernetes.io/part-of": "mercato" };
}

/** The address of a service inside the cluster. */
export function originOf(name: ServiceName): string {
  return `http://${name}:${describeService(name).port}`;
}

/** The names of all subgraphs. */
export const subgraphNames: readonly ServiceName[] = topology.filter(({ kind }) => kind === "subgraph").map(({ name }) => name);

const secretObjects: Readonly<Record<SecretName, { readonly name: string; readonly key: string }>> = {
  accessTokenPrivateJwk: { name: "access-token-key", key: "private-jwk" },
  internalTokenPrivateJwk: { name: "internal-token-key", key: "private-jwk" },
  internalTokenJwks: { name: "internal-token-jwks", key: "jwks" },
  adminEmail: { name: "bootstrap-admin", key: "email" },
  adminPassword: { name: "bootstrap-admin", key: "password" },
};

/** Where a secret of the shop lies in the cluster. Those that different services need lie in different Secrets. */
export function secretReference(secret: SecretName): { readonly name: string; readonly key: string } {
  return secretObjects[secret];
}

/** The addresses of the members of a StatefulSet. */
export function memberHosts(name: string, port: number, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${name}-${index}.${name}:${port}`);
}

/** Where subgraphs find MongoDB. */
export function mongoUrl(members: number): string {
  return `mongodb://${memberHosts("mongodb", ports.mongodb, members).join(",")}/?replicaSet=${REPLICA_SET}`;
}
