import { chmod, copyFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { isCached, itemFolder, provide } from "../cache.ts";
import { SetupProblem } from "../problem.ts";
import type { Source, Usable } from "../source.ts";
import { versions } from "../versions.ts";
import { startMongod } from "./mongod.ts";

const REACH_MS = 4_000;
const BINARY = process.platform === "win32" ? "mongod.exe" : "mongod";

/** The package retries for minutes where nothing answers; asking first keeps a closed machine from waiting. */
async function assertReachable(version: string): Promise<void> {
  const { MongoBinaryDownloadUrl } = await import("mongodb-memory-server-core/lib/util/MongoBinaryDownloadUrl.js");
  const { getOS } = await import("mongodb-memory-server-core/lib/util/getos/index.js");
  let url: string;
  try {
    const system = { platform: process.platform, arch: process.arch, os: await getOS() };
    url = await new MongoBinaryDownloadUrl({ version, ...system }).getDownloadUrl();
  } catch (cause) {
    throw new SetupProblem("MongoDB offers no download for this system", [], { cause });
  }
  const response = await fetch(url, { method: "HEAD", signal: AbortSignal.timeout(REACH_MS) }).catch(() => undefined);
  if (response === undefined) throw new SetupProblem("MongoDB's download server is not reachable");
  if (!response.ok) throw new SetupProblem(`MongoDB's download server answers ${response.status}`);
}

async function download(version: string, folder: string): Promise<void> {
  const { MongoBinary } = await import("mongodb-memory-server-core");
  const scratch = join(folder, "download");
  const file = await MongoBinary.getPath({ version, downloadDir: scratch, checkMD5: true, platform: process.platform, arch: process.arch });
  await copyFile(file, join(folder, BINARY));
  await chmod(join(folder, BINARY), 0o755);
  await rm(scratch, { recursive: true, force: true });
}

/** MongoDB's own build of mongod, downloaded with mongodb-memory-server. */
export function mongoDownloadSource(cache: string): Source {
  const version = versions.mongod;
  const item = { cache, name: "mongod", version };
  const binary = join(itemFolder(item), BINARY);
  const usable: Usable = { kind: "usable", what: `mongod ${version} (downloaded)`, launch: (request) => startMongod(binary, request) };
  return {
    name: "download",
    async look() {
      if (await isCached(item)) return usable;
      return {
        kind: "installable",
        async install(request) {
          await request.report.stage("asking MongoDB's download server", () => assertReachable(version));
          await provide({ ...item, ...request, title: `downloading mongod ${version}`, make: (folder) => download(version, folder) });
          return usable;
        },
      };
    },
  };
}
