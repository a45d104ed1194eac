import { createHash } from "node:crypto";
import { copyFile, mkdir, readdir, readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { cacheDirectory, provide } from "@mercato/local/servers/cache";
import { SetupProblem } from "@mercato/local/servers/problem";
import { lastLines, runCommand } from "@mercato/local/servers/run-command";
import type { InstallRequest } from "@mercato/local/servers/source";

const SOURCES = join(import.meta.dir, "..", "peers");
const MANIFEST = "package.json";

/** Installs what the peers need into the cache, unless it is there. Returns the folder that has `node_modules`. */
async function install(request: InstallRequest): Promise<string> {
  const manifest = await readFile(join(SOURCES, MANIFEST));
  return provide({
    cache: cacheDirectory(process.env),
    name: "router-peers",
    version: createHash("sha256").update(manifest).digest("hex").slice(0, 12),
    title: "installing the gateways to compare with",
    ...request,
    async make(folder, detail) {
      await copyFile(join(SOURCES, MANIFEST), join(folder, MANIFEST));
      const { code, output } = await runCommand(process.execPath, ["install", "--production"], {
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
