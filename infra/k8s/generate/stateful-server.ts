import { labels as labelsOf, type Manifest, selector } from "./names.ts";
import { podSecurity, spread } from "./pod.ts";

/** A server of several members, each with a disk of its own. */
export interface StatefulServer {
  readonly name: string;
  readonly replicas: number;
  readonly user: number;
  /** How long a member may take to end, in seconds. */
  readonly graceSeconds: number;
  /** Its one container, which mounts the disk `data`. */
  readonly container: Manifest;
  /** Volumes besides the disk. */
  readonly volumes: readonly Manifest[];
  /** Size of each member's disk, as Kubernetes writes it: "10Gi". */
  readonly storage: string;
}

/** The members. All start at once: none is ready before it has found the others. */
export function statefulSet(server: StatefulServer): Manifest {
  const { name, replicas, user, graceSeconds, container, volumes, storage } = server;
  const labels = labelsOf(name, "server");
  return {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: { name, labels },
    spec: {
      serviceName: name,
      replicas,
      podManagementPolicy: "Parallel",
      selector: { matchLabels: selector(name) },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: name,
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          terminationGracePeriodSeconds: graceSeconds,
          securityContext: podSecurity(user),
          topologySpreadConstraints: spread(name),
          containers: [container],
          volumes,
        },
      },
      volumeClaimTemplates: [
        { metadata: { name: "data" }, spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage } } } },
      ],
    },
  };
}

/** The names of the members. It has no address of its own: clients learn every member, and members find each other before they are ready. */
export function headlessService(name: string, ports: readonly Manifest[]): Manifest {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, labels: labelsOf(name, "server") },
    spec: { clusterIP: "None", publishNotReadyAddresses: true, selector: selector(name), ports },
  };
}
