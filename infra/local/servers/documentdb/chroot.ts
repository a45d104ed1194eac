import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type CacheItem, provide } from "../cache.ts";
import { findOnPath } from "../on-path.ts";
import { SetupProblem } from "../problem.ts";
import { lastLines, runCommand } from "../run-command.ts";
import type { InstallRequest } from "../source.ts";
import { versions } from "../versions.ts";
import { findMirror } from "./mirror.ts";

const { suites, package: packageName, postgres } = versions.documentdb;

/** The chroot with PostgreSQL and DocumentDB in the cache. */
export function chrootItem(cache: string): CacheItem {
  return { cache, name: "documentdb", version: packageName };
}

/** The folder of PostgreSQL's programs inside the chroot. */
export const POSTGRES_BIN = `/usr/lib/postgresql/${postgres}/bin`;

async function provideMmdebstrap(detail: (text: string) => void): Promise<string> {
  const found = findOnPath("mmdebstrap", process.env["PATH"]);
  if (found !== undefined) return found;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  // Lists may be missing (small images) or old; a list that cannot be fetched does not hinder the others.
  await runCommand("apt-get", ["update"], { env, detail });
  const { code, output } = await runCommand("apt-get", ["install", "--yes", "--no-install-recommends", "mmdebstrap"], { env, detail });
  const installed = findOnPath("mmdebstrap", process.env["PATH"]);
  if (code !== 0 || installed === undefined) throw new SetupProblem(`apt-get install mmdebstrap failed:\n${lastLines(output)}`);
  return installed;
}

/** APT's proxy settings of this machine, for the APT that mmdebstrap runs. */
async function proxyOptions(): Promise<string[]> {
  const { stdout } = await runCommand("apt-config", ["dump"]);
  return stdout
    .split("\n")
    .filter((line) => /^Acquire::(http|https)::[^ ]*Proxy /i.test(line))
    .map((line) => `--aptopt=${line.replace(/;$/, "")}`);
}

interface Target {
  readonly root: string;
  readonly suite: string;
  readonly signal: AbortSignal;
}

async function bootstrap({ root, suite, signal }: Target, detail: (text: string) => void): Promise<string | undefined> {
  const mirror = await findMirror();
  if (mirror === undefined) throw new SetupProblem("the machine's APT sources name no Debian mirror (component main of its own release)");
  const mmdebstrap = await provideMmdebstrap(detail);
  const args = [
    '--aptopt=Acquire::Check-Valid-Until "false"',
    ...(await proxyOptions()),
    "--variant=minbase",
    // Manuals and translations are half of the files.
    "--dpkgopt=path-exclude=/usr/share/doc/*",
    "--dpkgopt=path-exclude=/usr/share/man/*",
    "--dpkgopt=path-exclude=/usr/share/locale/*",
    `--include=${packageName}`,
    suite,
    root,
    mirror,
  ];
  const { code, output } = await runCommand(mmdebstrap, args, { detail, signal });
  return code === 0 ? undefined : lastLines(output, 6);
}

/** Makes the chroot from the first suite that carries the package, unless it is there. Returns its root. */
export function provideChroot(cache: string, request: InstallRequest): Promise<string> {
  return provide({
    ...chrootItem(cache),
    ...request,
    title: `unpacking PostgreSQL ${postgres} with DocumentDB from Debian ${suites[0]} into a chroot`,
    async make(folder, detail) {
      const failures: string[] = [];
      for (const suite of suites) {
        const root = join(folder, suite);
        await mkdir(root, { mode: 0o755 });
        const failure = await bootstrap({ root, suite, signal: request.signal }, detail);
        if (failure === undefined) {
          await mkdir(join(root, "srv", "mercato"), { recursive: true });
          await runCommand("ln", ["-s", suite, join(folder, "root")]);
          return;
        }
        request.signal.throwIfAborted();
        failures.push(`${suite}: ${failure}`);
      }
      throw new SetupProblem(`the chroot could not be made:\n${failures.join("\n")}`, ["Is the Debian mirror in /etc/apt reachable?"]);
    },
  });
}
