import { createHash } from "node:crypto";
import { copyFile, mkdir, readdir, readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { cacheDirectory, provide } from "@mercato/local/servers/cache";
import { SetupProblem } from "@mercato/local/servers/problem";
import { lastLines, runCommand } from "@mercato/local/servers/run-command";
import type { InstallRequest } from "@mercato/local/servers/source";

const SOURCES = join(import.meta.dir, "..", "peers");
/** What is installed, and exactly which versions of everything that it needs. */
const MANIFESTS = ["package.json", "bun.lock"];

async function versionOfManifests(): Promise<string> {
  const hash = createHash("sha256");
  for (const name of MANIFESTS) hash.update(await readFile(join(SOURCES, name)));
  return hash.digest("hex").slice(0, 12);
}

/** Installs what the peers need into the cache, unless it is there. Returns the folder that has `node_modules`. */
async function install(request: InstallRequest): Promise<string> {
  return provide({
    cache: cacheDirectory(process.env),
    name: "router-peers",
    version: await versionOfManifests(),
    title: "installing the gateways to compare with",
    ...request,
    async make(folder, detail) {
      for (const name of MANIFESTS) await copyFile(join(SOURCES, name), join(folder, name));
      const { code, output } = await runCommand(process.execPath, ["install", "--frozen-lockfile"], {
        cwd: folder,
        detail,
        signal: request.signal,
      });
      if (code !== 0) throw new SetupProblem("The gateways to compare with could not be installed.", [lastLines(output, 4)]);
    },
  });
}

/** Puts the peers' programs into a folder from which they find their packages. Returns it. */
export async function preparePeers(directory: string, request: InstallRequest): Promise<string> {
  const installed = await install(request);
  const folder = join(directory, "peers");
  await mkdir(folder);
  for (const name of await readdir(SOURCES)) await copyFile(join(SOURCES, name), join(folder, name));
  await symlink(join(installed, "node_modules"), join(folder, "node_modules"));
  return folder;
}
