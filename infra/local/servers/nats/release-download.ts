import { createHash } from "node:crypto";
import { chmod, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isCached, itemFolder, provide } from "../cache.ts";
import { SetupProblem } from "../problem.ts";
import { lastLines, runCommand } from "../run-command.ts";
import type { Source, Usable } from "../source.ts";
import { versions } from "../versions.ts";
import { startNatsServer } from "./nats-server.ts";

const REACH_MS = 5_000;
const STALL_MS = 20_000;
const RELEASES = "https://github.com/nats-io/nats-server/releases/download";

/** The name of the release's archive for a system, without its ending; undefined where the project releases none. */
export function releaseName(version: string, platform: string, arch: string): string | undefined {
  const system = { linux: "linux", darwin: "darwin" }[platform];
  const machine = { x64: "amd64", arm64: "arm64" }[arch];
  return system === undefined || machine === undefined ? undefined : `nats-server-v${version}-${system}-${machine}`;
}

/** The digest that a SHA256SUMS file gives for a file. */
export function findChecksum(sums: string, file: string): string | undefined {
  const line = sums.split("\n").find((text) => text.trim().endsWith(` ${file}`) || text.trim().endsWith(`*${file}`));
  return line?.trim().split(/\s+/)[0];
}

async function fetchChecksum(version: string, archive: string): Promise<string> {
  const response = await fetch(`${RELEASES}/v${version}/SHA256SUMS`, { signal: AbortSignal.timeout(REACH_MS) }).catch(() => undefined);
  if (response?.ok !== true) throw new SetupProblem("the NATS release is not reachable");
  const checksum = findChecksum(await response.text(), archive);
  if (checksum === undefined) throw new SetupProblem(`the NATS release ${version} lists no ${archive}`);
  return checksum;
}

async function download(url: string, signal: AbortSignal, detail: (text: string) => void): Promise<Buffer> {
  const controller = new AbortController();
  let timer = setTimeout(() => controller.abort(), STALL_MS);
  const response = await fetch(url, { signal: AbortSignal.any([signal, controller.signal]) });
  if (!response.ok || response.body === null) throw new SetupProblem(`${url} answers ${response.status}`);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    clearTimeout(timer);
    timer = setTimeout(() => controller.abort(), STALL_MS);
    chunks.push(chunk);
    size += chunk.byteLength;
    detail(`${(size / 1_000_000).toFixed(1)} MB`);
  }
  clearTimeout(timer);
  return Buffer.concat(chunks);
}

interface Target {
  readonly version: string;
  /** The release's name for this system. */
  readonly name: string;
  readonly folder: string;
  readonly signal: AbortSignal;
}

async function make({ version, name, folder, signal }: Target, detail: (text: string) => void): Promise<void> {
  const archive = `${name}.tar.gz`;
  const checksum = await fetchChecksum(version, archive);
  const content = await download(`${RELEASES}/v${version}/${archive}`, signal, detail);
  if (createHash("sha256").update(content).digest("hex") !== checksum)
    throw new SetupProblem(`${archive} does not have the checksum that its release gives`);
  const file = join(folder, archive);
  await writeFile(file, content);
  const { code, output } = await runCommand("tar", ["-xzf", file, "-C", folder]);
  if (code !== 0) throw new SetupProblem(`${archive} could not be unpacked: ${lastLines(output, 3)}`);
  await rename(join(folder, name, "nats-server"), join(folder, "nats-server"));
  await chmod(join(folder, "nats-server"), 0o755);
  await Promise.all([rm(file), rm(join(folder, name), { recursive: true })]);
}

/** The project's own build, downloaded and checked against its checksums. */
export function natsDownloadSource(cache: string): Source {
  const version = versions.natsServer;
  const item = { cache, name: "nats-release", version };
  const binary = join(itemFolder(item), "nats-server");
  const usable: Usable = {
    kind: "usable",
    what: `nats-server ${version} (downloaded)`,
    launch: (request) => startNatsServer(binary, request),
  };
  return {
    name: "download",
    async look() {
      if (await isCached(item)) return usable;
      const name = releaseName(version, process.platform, process.arch);
      if (name === undefined) return { kind: "absent", reason: "NATS releases no build for this system" };
      return {
        kind: "installable",
        async install(request) {
          const title = `downloading nats-server ${version}`;
          await provide({
            ...item,
            ...request,
            title,
            make: (folder, detail) => make({ version, name, folder, signal: request.signal }, detail),
          });
          return usable;
        },
      };
    },
  };
}
