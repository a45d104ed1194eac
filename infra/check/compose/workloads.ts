import type { GivenVariable, Workload } from "../workload.ts";
import type { ComposeModel, ComposeService } from "./model.ts";

const UNITS: Readonly<Record<string, number>> = { b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

function bytes(text: string | undefined): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*([bkmg])b?$/i.exec(text ?? "");
  const unit = UNITS[match?.[2]?.toLowerCase() ?? ""];
  return match === null || unit === undefined ? undefined : Number(match[1]) * unit;
}

function isSecretFile(name: string, value: unknown): boolean {
  return name.endsWith("_FILE") && String(value).startsWith("/run/secrets/");
}

function variable([name, value]: [string, unknown]): GivenVariable {
  return isSecretFile(name, value) ? { name: name.replace(/_FILE$/, ""), by: "secret" } : { name, by: "plain" };
}

/** The host's side of a published port: "127.0.0.1:4000:4000" is bound to one address, "4000:4000" to all. */
function hostAddress(port: ComposeService["ports"][number]): string {
  if (typeof port === "object") return port.host_ip ?? "0.0.0.0";
  const parts = String(port).split(":");
  return parts.length === 3 ? (parts[0] ?? "") : "0.0.0.0";
}

function hasHealthCheck({ healthcheck }: ComposeService): boolean {
  const first = Array.isArray(healthcheck?.test) ? healthcheck.test[0] : healthcheck?.test;
  return first !== undefined && first !== "NONE" && healthcheck?.disable !== true;
}

function capabilities({ cap_drop, cap_add, privileged }: ComposeService): readonly string[] {
  return privileged || !cap_drop.includes("ALL") ? ["ALL"] : cap_add;
}

/** A folder of the host by its absolute path; what lies beside the compose file is part of the description, and a volume is no folder of the host. */
function hostPath(volume: ComposeService["volumes"][number]): readonly string[] {
  const source = typeof volume === "string" ? (volume.split(":")[0] ?? "") : (volume.source ?? "");
  return source.startsWith("/") || source.startsWith("~") ? [`the path ${source}`] : [];
}

function sharedWithHost(service: ComposeService): readonly string[] {
  const spaces = { network: service.network_mode, pid: service.pid, ipc: service.ipc };
  const shared = Object.entries(spaces).flatMap(([space, mode]) => (mode === "host" ? [space] : []));
  return [...shared, ...service.volumes.flatMap(hostPath)];
}

/** Which of two workloads opens connections to the other; networks say only that they see each other. */
export type Direction = (from: string, to: string) => boolean;

/**
 * What a service reaches: whom it waits for, and all that it shares a network with. A network has no direction, so a pair that belongs together
 * in one direction counts in that one only, and a pair that belongs together in neither counts in both. `passive` ones open no connections.
 */
function reaches(name: string, model: ComposeModel, { direction, passive }: ReadOptions): readonly string[] {
  const service = model.services[name];
  if (service === undefined || passive.includes(name)) return [];
  const neighbours = Object.entries(model.services)
    .filter(([other, { networks }]) => other !== name && networks.some((network) => service.networks.includes(network)))
    .map(([other]) => other)
    .filter((other) => direction(name, other) || !direction(other, name));
  return [...new Set([...neighbours, ...service.depends_on])].toSorted();
}

export interface ReadOptions {
  /** For messages. */
  readonly source: string;
  readonly direction: Direction;
  /** Servers, which wait to be called. */
  readonly passive: readonly string[];
}

/** The services of a compose file in the neutral form. One health check says that a service is ready; compose knows no other kind. */
export function composeWorkloads(model: ComposeModel, options: ReadOptions): readonly Workload[] {
  return Object.entries(model.services).map(([name, service]) => ({
    name,
    source: options.source,
    image: service.image,
    environment: Object.entries(service.environment).map(variable),
    user: service.user,
    readOnlyRootFileSystem: service.read_only,
    mayGainPrivileges: !service.security_opt.some((option) => /^no-new-privileges(:true)?$/.test(option)),
    capabilities: capabilities(service),
    sharesWithHost: sharedWithHost(service),
    limits: { cpus: service.deploy?.resources?.limits?.cpus, memoryBytes: bytes(service.deploy?.resources?.limits?.memory) },
    probes: hasHealthCheck(service) ? ["ready"] : [],
    reaches: reaches(name, model, options),
    publishedOn: service.ports.map(hostAddress),
  }));
}
