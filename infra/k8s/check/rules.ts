import { type ServiceDescription, topology } from "@mercato/topology";
import { edgesOf } from "../generate/edges.ts";
import { DRAIN_SECONDS } from "../generate/names.ts";
import type { Workload } from "./workloads.ts";

function probeBreaches({ name, kind, probes }: Workload): readonly string[] {
  if (kind === "job") return [];
  const missing = (["startup", "live", "ready"] as const).filter((probe) => probes[probe] === undefined);
  const described = topology.some((service) => service.name === name);
  const expected = { startup: "/health/live", live: "/health/live", ready: "/health/ready" };
  const wrong = Object.entries(expected).filter(([probe, path]) => described && ![undefined, path].includes(Reflect.get(probes, probe)));
  return [
    ...missing.map((probe) => `${name} has no ${probe} probe`),
    ...wrong.map(([probe, path]) => `${name} asks something else than ${path} for whether it is ${probe}`),
  ];
}

function privilegeBreaches({ name, mayGainPrivileges, capabilities, sharesWithHost }: Workload): readonly string[] {
  return [
    ...(mayGainPrivileges ? [`${name} may gain privileges`] : []),
    ...capabilities.map((capability) => `${name} keeps the capability ${capability}`),
    ...sharesWithHost.map((what) => `${name} shares ${what} with its node`),
  ];
}

function containerBreaches({ name, image, user, readOnly, limits }: Workload): readonly string[] {
  const [, tag] = /:([^/:]+)$/.exec(image) ?? [];
  return [
    ...(tag === undefined || tag === "latest" ? [`${name} runs ${image}, whose version nobody knows`] : []),
    ...(user === undefined || user === 0 ? [`${name} may run as root`] : []),
    ...(readOnly ? [] : [`${name} may write to its root file system`]),
    ...["cpu", "memory"].filter((resource) => limits[resource] === undefined).map((resource) => `${name} has no limit of ${resource}`),
  ];
}

/** A process that is killed before it has stopped loses what it had at hand. */
function graceBreaches({ name, values, graceSeconds }: Workload): readonly string[] {
  const timeoutMs = Number(values["SHUTDOWN_TIMEOUT_MS"] ?? 0);
  return graceSeconds > DRAIN_SECONDS + timeoutMs / 1_000 ? [] : [`${name} is killed before it had its time to stop`];
}

const written = (from: string, to: string, port: number) => `${from} → ${to}:${port}`;

/** Where a server of the topology is not deployed, it is outside, and its port there may be reached. */
function edgeBreaches(workloads: readonly Workload[], services: readonly ServiceDescription[]): readonly string[] {
  const there = new Set(workloads.map(({ name }) => name));
  const wanted = edgesOf(services).filter(({ from }) => there.has(from));
  const expected = new Set(wanted.map(({ from, to, port }) => written(from, there.has(to) ? to : "outside", port)));
  const inside = workloads.flatMap(({ name, edges }) => edges.map(({ from, port }) => written(from, name, port)));
  const allowed = new Set([...inside, ...workloads.flatMap(({ name, outside }) => outside.map((port) => written(name, "outside", port)))]);
  return [
    ...[...allowed].filter((edge) => !expected.has(edge)).map((edge) => `${edge} is allowed and not in the topology`),
    ...[...expected].filter((edge) => !allowed.has(edge)).map((edge) => `${edge} is in the topology and not allowed`),
  ];
}

/** What in these workloads is not as the shop wants it; empty when all is well. */
export function breachesOf(workloads: readonly Workload[]): readonly string[] {
  const absent = topology.filter(({ name }) => !workloads.some((workload) => workload.name === name));
  return [
    ...absent.map(({ name }) => `${name} is not deployed`),
    ...workloads.flatMap((workload) =>
      [probeBreaches, privilegeBreaches, containerBreaches, graceBreaches].flatMap((rule) => rule(workload)),
    ),
    ...edgeBreaches(workloads, topology),
  ];
}
