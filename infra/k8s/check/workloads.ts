import { z } from "zod";
import { edgesInto, portsOutside, type WorkloadEdge } from "./network.ts";
import type { RenderedManifest } from "./render.ts";

const reference = z.object({ name: z.string() });
const quantities = z.record(z.string(), z.union([z.string(), z.number()]));
const probe = z.looseObject({}).optional();

const containerSchema = z.looseObject({
  name: z.string(),
  image: z.string(),
  env: z
    .array(z.looseObject({ name: z.string(), valueFrom: z.looseObject({ secretKeyRef: reference.optional() }).optional() }))
    .default([]),
  envFrom: z.array(z.object({ configMapRef: reference.optional(), secretRef: reference.optional() })).default([]),
  resources: z.object({ requests: quantities.optional(), limits: quantities.optional() }).default({}),
  securityContext: z
    .looseObject({
      readOnlyRootFilesystem: z.boolean().default(false),
      allowPrivilegeEscalation: z.boolean().default(true),
      privileged: z.boolean().default(false),
      capabilities: z.object({ drop: z.array(z.string()).default([]), add: z.array(z.string()).default([]) }).prefault({}),
    })
    .prefault({}),
  ports: z.array(z.looseObject({ hostPort: z.number().optional() })).default([]),
  startupProbe: probe,
  livenessProbe: probe,
  readinessProbe: probe,
});

const podSchema = z.looseObject({
  metadata: z.looseObject({ labels: z.record(z.string(), z.string()).default({}) }).prefault({}),
  spec: z.looseObject({
    terminationGracePeriodSeconds: z.number().default(30),
    securityContext: z.looseObject({ runAsUser: z.number().optional(), runAsNonRoot: z.boolean().optional() }).default({}),
    containers: z.array(containerSchema),
    hostNetwork: z.boolean().default(false),
    hostPID: z.boolean().default(false),
    hostIPC: z.boolean().default(false),
    volumes: z.array(z.looseObject({ hostPath: z.object({ path: z.string() }).optional() })).default([]),
  }),
});

const workloadSchema = z.looseObject({ kind: z.string(), metadata: reference, spec: z.looseObject({ template: podSchema }) });
const configMapSchema = z.looseObject({ metadata: reference, data: z.record(z.string(), z.string()).default({}) });

/** What a deployment says of one program, in words that are not Kubernetes' own, so that other deployments can be held to the same rules. */
export interface Workload {
  readonly name: string;
  /** "service" answers requests for as long as it lives; "job" ends by itself. */
  readonly kind: "service" | "job";
  readonly image: string;
  /** Names of the variables that it is started with, sorted. */
  readonly environment: readonly string[];
  /** Values of those that come from ConfigMaps. */
  readonly values: Readonly<Record<string, string>>;
  /** Names of those that come from Secrets. */
  readonly secrets: readonly string[];
  /** The user's number; undefined when the image decides. */
  readonly user: number | undefined;
  readonly readOnly: boolean;
  readonly mayGainPrivileges: boolean;
  /** Linux capabilities that it keeps; "ALL" where none were dropped. */
  readonly capabilities: readonly string[];
  /** What it shares with its node: "network", "pid", "ipc", a port, a path. */
  readonly sharesWithHost: readonly string[];
  readonly limits: Readonly<Record<string, string | number>>;
  /** Paths of its health checks; "other" where it is no HTTP request. */
  readonly probes: Readonly<Partial<Record<"startup" | "live" | "ready", string>>>;
  /** Who else of these may open connections to it, and on which port. */
  readonly edges: readonly WorkloadEdge[];
  /** Ports outside the cluster that it may reach; 0 stands for every port. */
  readonly outside: readonly number[];
  /** How long it has between being told to end and being killed, in seconds. */
  readonly graceSeconds: number;
}

type Container = z.infer<typeof containerSchema>;

const KINDS = new Map<string, Workload["kind"]>([
  ["Deployment", "service"],
  ["StatefulSet", "service"],
  ["Job", "job"],
]);

function configMaps(manifests: readonly RenderedManifest[]): ReadonlyMap<string, Readonly<Record<string, string>>> {
  const maps = manifests.filter(({ kind }) => kind === "ConfigMap").map((manifest) => configMapSchema.parse(manifest));
  return new Map(maps.map(({ metadata, data }) => [metadata.name, data]));
}

/** The variables that come from ConfigMaps, without those that the container names itself: these go before. */
function configured({ env, envFrom }: Container, maps: ReadonlyMap<string, Readonly<Record<string, string>>>): Record<string, string> {
  const given = Object.assign({}, ...envFrom.map(({ configMapRef }) => maps.get(configMapRef?.name ?? "") ?? {})) as Record<string, string>;
  const named = new Set(env.map(({ name }) => name));
  return Object.fromEntries(Object.entries(given).filter(([name]) => !named.has(name)));
}

function probePath(value: z.infer<typeof probe>): string | undefined {
  if (value === undefined) return undefined;
  const parsed = z.looseObject({ httpGet: z.looseObject({ path: z.string() }) }).safeParse(value);
  return parsed.success ? parsed.data.httpGet.path : "other";
}

function probesOf({ startupProbe, livenessProbe, readinessProbe }: Container): Workload["probes"] {
  const paths = { startup: probePath(startupProbe), live: probePath(livenessProbe), ready: probePath(readinessProbe) };
  return Object.fromEntries(Object.entries(paths).filter(([, path]) => path !== undefined));
}

function capabilitiesOf({ securityContext: { privileged, capabilities } }: Container): readonly string[] {
  return privileged || !capabilities.drop.includes("ALL") ? ["ALL"] : capabilities.add;
}

function sharedBy({ spec }: z.infer<typeof podSchema>, { ports }: Container): readonly string[] {
  const spaces = { network: spec.hostNetwork, pid: spec.hostPID, ipc: spec.hostIPC };
  return [
    ...Object.entries(spaces).flatMap(([space, shared]) => (shared ? [space] : [])),
    ...ports.flatMap(({ hostPort }) => (hostPort === undefined ? [] : [`the port ${hostPort}`])),
    ...spec.volumes.flatMap(({ hostPath }) => (hostPath === undefined ? [] : [`the path ${hostPath.path}`])),
  ];
}

/**
 * The programs that rendered manifests run, one for each container.
 * @throws ZodError where an object has not even the form of its kind
 */
export function workloadsOf(manifests: readonly RenderedManifest[]): readonly Workload[] {
  const maps = configMaps(manifests);
  const parsed = manifests.filter(({ kind }) => KINDS.has(kind)).map((manifest) => workloadSchema.parse(manifest));
  const pods = parsed.map(({ metadata, spec }) => ({ name: metadata.name, labels: spec.template.metadata.labels }));
  return parsed.flatMap(({ kind, metadata, spec: { template } }) =>
    template.spec.containers.map((container) => {
      const values = configured(container, maps);
      return {
        name: metadata.name,
        kind: KINDS.get(kind) ?? "service",
        image: container.image,
        environment: [...Object.keys(values), ...container.env.map(({ name }) => name)].toSorted(),
        values,
        secrets: container.env.filter(({ valueFrom }) => valueFrom?.secretKeyRef !== undefined).map(({ name }) => name),
        user: template.spec.securityContext.runAsUser,
        readOnly: container.securityContext.readOnlyRootFilesystem,
        mayGainPrivileges: container.securityContext.allowPrivilegeEscalation,
        capabilities: capabilitiesOf(container),
        sharesWithHost: sharedBy(template, container),
        limits: container.resources.limits ?? {},
        probes: probesOf(container),
        edges: edgesInto(metadata.name, pods, manifests),
        outside: portsOutside({ name: metadata.name, labels: template.metadata.labels }, manifests),
        graceSeconds: template.spec.terminationGracePeriodSeconds,
      };
    }),
  );
}
