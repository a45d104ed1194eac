import type { Manifest } from "./names.ts";
import { selector } from "./names.ts";

/** What the restricted Pod Security standard asks of a pod. The user is a number, since a name cannot be checked for not being root. */
export function podSecurity(user: number): Manifest {
  return { runAsNonRoot: true, runAsUser: user, runAsGroup: user, fsGroup: user, seccompProfile: { type: "RuntimeDefault" } };
}

/** What it asks of a container, and a root file system that nobody writes to. */
export const containerSecurity: Manifest = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
};

/** Replicas apart: by zone, then by node; rather together than not at all. */
export function spread(name: string): readonly Manifest[] {
  return ["topology.kubernetes.io/zone", "kubernetes.io/hostname"].map((topologyKey) => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: "ScheduleAnyway",
    labelSelector: { matchLabels: selector(name) },
  }));
}

/** Nobody talks to the API server, so nobody gets a token for it. */
export function serviceAccount(name: string, labels: Manifest): Manifest {
  return { apiVersion: "v1", kind: "ServiceAccount", metadata: { name, labels }, automountServiceAccountToken: false };
}

/** One at a time: a drain of nodes never takes two, and never waits for ever, as with one replica and a minimum it would. */
export function disruptionBudget(name: string, labels: Manifest): Manifest {
  return {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { name, labels },
    spec: { maxUnavailable: 1, unhealthyPodEvictionPolicy: "AlwaysAllow", selector: { matchLabels: selector(name) } },
  };
}

/** A place for temporary files, since the root file system is read-only. */
export const temporary = {
  volume: { name: "tmp", emptyDir: { sizeLimit: "64Mi" } },
  mount: { name: "tmp", mountPath: "/tmp" },
} as const;
