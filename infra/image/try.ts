import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { secretFileName, writeSecretFiles } from "@mercato/compose/secret-files";
import { startBothServers } from "@mercato/local/both-servers";
import { createScratch } from "@mercato/local/scratch";
import { freePort } from "@mercato/local/servers/free-port";
import { startGuard } from "@mercato/local/servers/guard";
import type { Report } from "@mercato/local/servers/report";
import { describeService, type ServerName, type ServiceName, serviceNames } from "@mercato/topology";
import { type Place, resolveVariable } from "@mercato/topology/variables";
import type { Buildah } from "./buildah.ts";
import { startContainer } from "./container.ts";

interface Try {
  readonly buildah: Buildah;
  readonly report: Report;
  readonly name: ServiceName;
  readonly image: string;
  readonly port: number;
  readonly servers: Readonly<Record<ServerName, string>>;
  readonly secrets: readonly string[];
}

/** The environment that compose gives, with this machine's addresses. */
function environmentOf({ name, port, servers }: Try): Record<string, string> {
  const place: Place = {
    server: (server) => servers[server],
    origin: (service) => `http://127.0.0.1:${describeService(service).port}`,
    secret: (secret) => `/run/secrets/${secretFileName(secret)}`,
    prefix: "image",
  };
  const service = describeService(name);
  const variables = Object.entries(service.variables).map(([variable, source]) => [
    source.from === "secret" ? `${variable}_FILE` : variable,
    resolveVariable(source, service, place),
  ]);
  return { ...Object.fromEntries(variables), HOST: "127.0.0.1", PORT: String(port) };
}

/** Starts one image, asks it, stops it. Returns what was not as it should be. */
async function tryImage(options: Try): Promise<readonly string[]> {
  const { buildah, report, name, image, port, secrets } = options;
  const container = await startContainer(buildah, { image, env: environmentOf(options), secrets });
  try {
    const response = await fetch(`http://127.0.0.1:${port}/health/ready`);
    report.say(`${name}: /health/ready answers ${response.status} ${await response.text()}`);
    const health = await container.healthCheck("/health/live");
    const elsewhere = await container.healthCheck("/nowhere");
    const code = await container.stop();
    const written = await container.written();
    const { image: all, app } = await container.size();
    report.say(`${name}: the image's files take ${all} MB, of which the shop's ${app} MB`);
    return [
      ...(response.status === 200 ? [] : [`/health/ready answers ${response.status}`]),
      ...(health.well ? [] : [`its health check fails: ${health.output}`]),
      ...(elsewhere.well ? ["its health check is content with a path that is not there"] : []),
      ...(code === 0 ? [] : [`told to stop, it ended with ${code}`]),
      ...(written.length === 0 ? [] : [`it writes outside /tmp: ${written.slice(0, 5).join(", ")}`]),
    ].map((problem) => `${name}: ${problem}\n${container.log()}`);
  } finally {
    await container.remove();
  }
}

export interface TryOptions {
  readonly buildah: Buildah;
  readonly report: Report;
  readonly subgraph: string;
  readonly images: { readonly subgraph: string; readonly router: string };
}

/** Starts a subgraph and the router from their images, with servers of their own. Returns what was not as it should be. */
export async function trySubgraphAndRouter({ buildah, report, subgraph, images }: TryOptions): Promise<readonly string[]> {
  const name = serviceNames.find((known) => known === subgraph);
  if (name === undefined || name === "router") throw new RangeError(`"${subgraph}" is no subgraph.`);
  await using scratch = await createScratch("image-check");
  await using guard = await startGuard(join(scratch.directory, "processes.json"));
  const stop = new AbortController();
  const onDeath = () => stop.abort();
  await using servers = await startBothServers({
    directory: scratch.directory,
    report,
    guard,
    signal: stop.signal,
    disposable: true,
    onDeath,
  });
  const folder = await mkdtemp(join(tmpdir(), "mercato-image-secrets-"));
  try {
    const secrets = await writeSecretFiles(folder);
    const common = { buildah, report, secrets, servers: { database: servers.database.url, nats: servers.nats.url } };
    const first = await tryImage({ ...common, name, image: images.subgraph, port: await freePort() });
    return [...first, ...(await tryImage({ ...common, name: "router", image: images.router, port: await freePort() }))];
  } finally {
    await rm(folder, { recursive: true });
  }
}
