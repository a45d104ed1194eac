import type { ExpectedService } from "./expected.ts";
import type { ProbeKind, Workload } from "./workload.ts";

/** The name of a rule; stable, tests and messages have it. */
export type Rule =
  | "present"
  | "image-pinned"
  | "no-root"
  | "read-only-root"
  | "no-privileges"
  | "limits"
  | "probes"
  | "environment-known"
  | "environment-complete"
  | "secrets-not-plain"
  | "edges"
  | "published";

/** One thing that a deployment description does against a rule. */
export interface Violation {
  readonly rule: Rule;
  readonly workload: string;
  readonly source: string;
  /** What is wrong, in words that say what to change. */
  readonly message: string;
}

/** What workloads are held against. */
export interface Policy {
  /** The services of the shop: each must be there, with the environment and the edges of the topology. */
  readonly services: readonly ExpectedService[];
  /** Probes that every workload must have. Compose has one health check; a cluster has three kinds. */
  readonly probes: readonly ProbeKind[];
  /** Edges besides those between services and their needs: from clients, or from tools that watch. By name of who reaches. @default none */
  readonly moreEdges?: Readonly<Record<string, readonly string[]>>;
  /** Workloads that may be reached from outside, on which host addresses. @default none */
  readonly published?: Readonly<Record<string, readonly string[]>>;
  /** Workloads that may write to their root file system. @default none */
  readonly writableRoot?: readonly string[];
  /** Workloads that nobody probes: those that run once and end, and tools that nothing waits for. @default none */
  readonly unprobed?: readonly string[];
}

type Check = (workload: Workload, policy: Policy) => readonly (readonly [Rule, string])[];

/** A tag that names one version: it has a digit, and is not one that moves with every release. */
function isPinned(image: string): boolean {
  if (/@sha256:[0-9a-f]{64}$/.test(image)) return true;
  const tag = /:([\w][\w.-]*)$/.exec(image)?.[1];
  return tag !== undefined && /\d/.test(tag) && !/^(latest|main|master|edge|nightly)/.test(tag);
}

const checkImage: Check = ({ image }) => (isPinned(image) ? [] : [["image-pinned", `the image "${image}" has no tag of a version`]]);

/** "1000:1000" is user and group; a root group with another user is no root. */
function isRoot(user: string | number): boolean {
  return ["0", "root"].includes(String(user).split(":")[0] ?? "");
}

const checkUser: Check = ({ user }) => {
  if (user === undefined) return [["no-root", "no user is named, so that the image decides, and may run as root"]];
  return isRoot(user) ? [["no-root", "it runs as root"]] : [];
};

const checkFileSystem: Check = (workload, { writableRoot = [] }) =>
  workload.readOnlyRootFileSystem || writableRoot.includes(workload.name)
    ? []
    : [["read-only-root", "its root file system can be written to"]];

const checkPrivileges: Check = ({ mayGainPrivileges, capabilities, sharesWithHost = [] }) => [
  ...sharesWithHost.map((what) => ["no-privileges", `it shares with its host: ${what}`] as const),
  ...(mayGainPrivileges ? [["no-privileges", "it may gain privileges (no-new-privileges is not set)"] as const] : []),
  ...(capabilities.length > 0 ? [["no-privileges", `it keeps the capabilities ${capabilities.join(", ")}`] as const] : []),
];

const checkLimits: Check = ({ limits }) => [
  ...(limits.cpus === undefined ? [["limits", "it has no limit of processor time"] as const] : []),
  ...(limits.memoryBytes === undefined ? [["limits", "it has no limit of memory"] as const] : []),
];

const checkProbes: Check = (workload, { probes, unprobed = [] }) =>
  unprobed.includes(workload.name)
    ? []
    : probes.filter((kind) => !workload.probes.includes(kind)).map((kind) => ["probes", `it has no ${kind} probe`] as const);

const checkEnvironment: Check = (workload, { services }) => {
  const service = services.find(({ name }) => name === workload.name);
  if (service === undefined) return [];
  const given = new Set(workload.environment.map(({ name }) => name));
  const known = new Set(service.variables.map(({ name }) => name));
  const wanted = new Set([...service.variables.filter(({ required }) => required).map(({ name }) => name), ...service.given]);
  const plain = workload.environment.filter(({ name, by }) => by === "plain" && service.secrets.includes(name));
  return [
    ...[...given].filter((name) => !known.has(name)).map((name) => ["environment-known", `the service does not read ${name}`] as const),
    ...[...wanted].filter((name) => !given.has(name)).map((name) => ["environment-complete", `${name} is missing`] as const),
    ...plain.map(({ name }) => ["secrets-not-plain", `${name} is a secret, and is given as a plain value`] as const),
  ];
};

const checkEdges: Check = (workload, { services, moreEdges = {} }) => {
  const service = services.find(({ name }) => name === workload.name);
  const allowed = new Set([...(service?.reaches ?? []), ...(moreEdges[workload.name] ?? [])]);
  const missing = (service?.reaches ?? []).filter((name) => !workload.reaches.includes(name));
  return [
    ...workload.reaches
      .filter((name) => !allowed.has(name))
      .map((name) => ["edges", `it reaches ${name}, which is not in the topology`] as const),
    ...missing.map((name) => ["edges", `it cannot reach ${name}, as the topology has it`] as const),
  ];
};

const checkPublished: Check = (workload, { published = {} }) =>
  workload.publishedOn
    .filter((address) => !(published[workload.name] ?? []).includes(address))
    .map((address) => ["published", `a port of it is published on ${address}`] as const);

const checks: readonly Check[] = [
  checkImage,
  checkUser,
  checkFileSystem,
  checkPrivileges,
  checkLimits,
  checkProbes,
  checkEnvironment,
  checkEdges,
  checkPublished,
];

/** Holds the workloads of one deployment against the rules. Empty when there is nothing to say. */
export function checkWorkloads(workloads: readonly Workload[], policy: Policy): readonly Violation[] {
  const source = workloads[0]?.source ?? "?";
  const absent = policy.services.filter(({ name }) => !workloads.some((workload) => workload.name === name));
  return [
    ...absent.map(({ name }) => ({ rule: "present" as const, workload: name, source, message: "it is not deployed" })),
    ...workloads.flatMap((workload) =>
      checks
        .flatMap((check) => check(workload, policy))
        .map(([rule, message]) => ({ rule, workload: workload.name, source: workload.source, message })),
    ),
  ];
}

/** A violation in one line. */
export function describeViolation({ source, workload, rule, message }: Violation): string {
  return `${source}: ${workload}: ${message} (${rule})`;
}
