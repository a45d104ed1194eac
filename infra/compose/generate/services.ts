import { processVariables } from "@mercato/chassis/env";
import { type ExpectedService, expectedServices } from "@mercato/infra-check/expected";
import { describeService, type SecretName, type ServiceDescription, type ServiceName, topology } from "@mercato/topology";
import { resources } from "@mercato/topology/resources";
import { type Place, resolveVariable } from "@mercato/topology/variables";
import { SERVICE_USER, serviceImage } from "../images.ts";
import { secretFileName } from "../secret-files.ts";
import { CONFINED, type ComposeService, healthCheck, limits } from "./form.ts";
import { networksOf } from "./networks.ts";
import { serverUrls } from "./servers.ts";

const compose: Place = {
  server: (name) => serverUrls[name],
  origin: (name) => `http://${name}:${describeService(name).port}`,
  secret: (name) => `/run/secrets/${secretFileName(name)}`,
  prefix: "mercato",
};

/** Settings that belong to the container and are not open to `.env`. */
const FIXED = ["HOST", "PORT", "SUPERGRAPH_FILE"];

function expectedOf(name: ServiceName): ExpectedService {
  const found = expectedServices.find((service) => service.name === name);
  if (found === undefined) throw new RangeError(`Nothing is expected of ${name}.`);
  return found;
}

/** Variables of a service that `.env` may set: those that have a default and that the topology does not give. */
export function openVariables(name: ServiceName) {
  const { variables, given } = expectedOf(name);
  return variables.filter((variable) => !given.includes(variable.name) && !FIXED.includes(variable.name));
}

/** What a variable of a service is called in `.env`: with the service in front, since one file is for all of them. */
export function nameInDotEnv(service: ServiceName, variable: string): string {
  return `${service.toUpperCase()}_${variable}`;
}

/** Whether every process reads a variable, so that `.env` may also set it for all of them, under its own name. */
export function isForAll(variable: string): boolean {
  return variable in processVariables;
}

/** An empty value counts as not set, and the service takes its default. */
function openValue(service: ServiceName, variable: string): string {
  const otherwise = isForAll(variable) ? `\${${variable}:-}` : "";
  return `\${${nameInDotEnv(service, variable)}:-${otherwise}}`;
}

function givenVariables(service: ServiceDescription): Record<string, string> {
  return Object.fromEntries(
    Object.entries(service.variables).map(([name, source]) => [
      source.from === "secret" ? `${name}_FILE` : name,
      resolveVariable(source, service, compose),
    ]),
  );
}

function environment(service: ServiceDescription): Record<string, string> {
  return {
    HOST: "0.0.0.0",
    PORT: String(service.port),
    ...givenVariables(service),
    ...Object.fromEntries(openVariables(service.name).map(({ name }) => [name, openValue(service.name, name)])),
  };
}

/** The secrets that a service is given. */
export function secretsOf(service: ServiceDescription): readonly SecretName[] {
  return Object.values(service.variables).flatMap((source) => (source.from === "secret" ? [source.secret] : []));
}

/** A service waits for what it needs and for whom it calls. */
function dependsOn({ needs, calls }: ServiceDescription): NonNullable<ComposeService["depends_on"]> {
  return Object.fromEntries([...needs, ...calls].map((name) => [name, { condition: "service_healthy" as const }]));
}

function describe(service: ServiceDescription): ComposeService {
  const isRouter = service.kind === "router";
  const { cpuMillis, memoryMib } = resources[service.name];
  return {
    image: serviceImage(service.name),
    build: { context: "../..", dockerfile: "infra/image/Dockerfile", args: { SERVICE: service.name } },
    user: SERVICE_USER,
    ...CONFINED,
    tmpfs: ["/tmp"],
    init: true,
    restart: "unless-stopped",
    // Longer than a service takes to drain by itself (SHUTDOWN_TIMEOUT_MS).
    stop_grace_period: "15s",
    environment: environment(service),
    secrets: secretsOf(service).map(secretFileName),
    // Nothing but the router is reached from outside, and that from this machine only: TLS and the world belong to a proxy in front.
    ...(isRouter ? { ports: [`127.0.0.1:\${MERCATO_PORT:-${service.port}}:${service.port}`] } : {}),
    networks: networksOf(service.name),
    depends_on: dependsOn(service),
    healthcheck: healthCheck(["CMD", "bun", "/app/health-check.js", "/health/ready"]),
    deploy: limits(String(cpuMillis.limit / 1_000), `${memoryMib.limit}m`),
  };
}

/** The services of the shop. */
export const services: Readonly<Record<string, ComposeService>> = Object.fromEntries(
  topology.map((service) => [service.name, describe(service)]),
);
