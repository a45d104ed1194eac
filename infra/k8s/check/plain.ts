import { ports } from "../generate/names.ts";
import type { Workload } from "./workloads.ts";

/** How a container's variable is given. */
export interface PlainVariable {
  readonly name: string;
  /** `secret`: by a reference to a secret; `plain`: its value stands in the description. */
  readonly by: "plain" | "secret";
}

/** A workload in the words that all ways of deployment share, so that the same policies hold for all of them. */
export interface PlainWorkload {
  /** As the topology names it. */
  readonly name: string;
  /** For messages: which overlay. */
  readonly source: string;
  readonly image: string;
  readonly environment: readonly PlainVariable[];
  readonly user: number | undefined;
  readonly readOnlyRootFileSystem: boolean;
  readonly mayGainPrivileges: boolean;
  readonly capabilities: readonly string[];
  readonly sharesWithHost: readonly string[];
  readonly limits: { readonly cpus: number | undefined; readonly memoryBytes: number | undefined };
  readonly probes: readonly ("startup" | "live" | "ready")[];
  /** Names of the others that it can open a connection to. */
  readonly reaches: readonly string[];
  /** Addresses of the node on which it is reached: none, the Ingress is the way in. */
  readonly publishedOn: readonly string[];
}

/** Edges that are not between services and their needs, for policies. */
export const moreEdges: Readonly<Record<string, readonly string[]>> = { "mongodb-init": ["database"] };

/** Workloads that end by themselves, which nobody probes. */
export const unprobed: readonly string[] = ["mongodb-init"];

const KINDS = ["startup", "live", "ready"] as const;

/** What the topology calls otherwise. */
const plainName = (name: string) => (name === "mongodb" ? "database" : name);

const FACTORS: Readonly<Record<string, number>> = { "": 1, m: 1e-3, Ki: 1024, Mi: 1024 ** 2, Gi: 1024 ** 3, k: 1e3, M: 1e6, G: 1e9 };

/** A quantity as Kubernetes writes it, as a number: "1500m" is 1.5, "1Ki" is 1024; undefined when it is none. */
export function quantity(text: string | number | undefined): number | undefined {
  const [, digits = "", unit = ""] = /^(\d+(?:\.\d+)?)([a-zA-Z]*)$/.exec(String(text ?? "")) ?? [];
  const factor = FACTORS[unit];
  return digits === "" || factor === undefined ? undefined : Number(digits) * factor;
}

/** Servers that are not deployed run outside; who may reach their ports there reaches them. */
const SERVER_PORTS = { database: ports.mongodb, nats: ports.nats } as const;

function reachedBy({ name, outside }: Workload, workloads: readonly Workload[]): readonly string[] {
  const reached = workloads.filter((other) => other.name !== name && other.edges.some(({ from }) => from === name));
  const servers = Object.entries(SERVER_PORTS).filter(([, port]) => outside.includes(port));
  return [...new Set([...reached.map((other) => plainName(other.name)), ...servers.map(([server]) => server)])].toSorted();
}

/** Workloads of one overlay in the shared words. Members of a server among themselves are one workload. */
export function plainWorkloads(workloads: readonly Workload[], source: string): readonly PlainWorkload[] {
  return workloads.map((workload) => ({
    name: plainName(workload.name),
    source,
    image: workload.image,
    environment: workload.environment.map((name) => ({ name, by: workload.secrets.includes(name) ? "secret" : "plain" })),
    user: workload.user,
    readOnlyRootFileSystem: workload.readOnly,
    mayGainPrivileges: workload.mayGainPrivileges,
    capabilities: workload.capabilities,
    sharesWithHost: workload.sharesWithHost,
    limits: { cpus: quantity(workload.limits["cpu"]), memoryBytes: quantity(workload.limits["memory"]) },
    probes: KINDS.filter((kind) => workload.probes[kind] !== undefined),
    reaches: reachedBy(workload, workloads),
    publishedOn: [],
  }));
}
