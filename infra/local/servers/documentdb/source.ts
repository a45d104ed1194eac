import { join } from "node:path";
import { isCached, itemFolder } from "../cache.ts";
import { freePort } from "../free-port.ts";
import { type GoProgram, provideGoProgram } from "../go-install.ts";
import { type ManagedServer, manageServer, untilReady } from "../managed.ts";
import { findOnPath } from "../on-path.ts";
import { mongoAnswers } from "../probe.ts";
import { runCommand } from "../run-command.ts";
import { startProcess } from "../server-process.ts";
import type { LaunchRequest, Source, Usable } from "../source.ts";
import { versions } from "../versions.ts";
import { chrootItem, provideChroot } from "./chroot.ts";
import { readOsRelease } from "./mirror.ts";
import { startPostgres } from "./postgres.ts";

const START_MS = 60_000;

const FERRETDB: GoProgram = {
  name: "ferretdb",
  title: "FerretDB",
  module: "github.com/FerretDB/FerretDB/v2/cmd/ferretdb",
  version: versions.ferretdb,
};

interface Installed {
  /** The chroot. */
  readonly root: string;
  readonly ferretdb: string;
}

function installedIn(cache: string): Installed {
  return {
    root: join(itemFolder(chrootItem(cache)), "root"),
    ferretdb: join(itemFolder({ cache, name: FERRETDB.name, version: FERRETDB.version }), FERRETDB.name),
  };
}

/** FerretDB is started second: one that is up while PostgreSQL is down keeps requests without an answer. */
function start({ root, ferretdb }: Installed, request: LaunchRequest): Promise<ManagedServer> {
  return manageServer({
    onDeath: request.onDeath,
    async launch(started) {
      const port = await freePort();
      await startPostgres({ root, port, request }, started);
      const server = await startProcess({
        name: "ferretdb",
        command: ferretdb,
        args: [
          "--no-auth",
          "--telemetry=disable",
          "--log-level=error",
          "--debug-addr=-",
          `--postgresql-url=postgres://postgres@127.0.0.1:${port}/postgres`,
          `--listen-addr=127.0.0.1:${request.port}`,
          `--state-dir=${join(request.directory, "ferretdb")}`,
        ],
        logFile: join(request.directory, "ferretdb.log"),
        guard: request.guard,
      });
      started(server);
      await untilReady(server, { deadlineMs: START_MS, signal: request.signal }, () => mongoAnswers(request.port));
    },
  });
}

/** What keeps DocumentDB from running here at all; undefined when nothing does. */
async function obstacle(path: string | undefined): Promise<string | undefined> {
  if (process.platform !== "linux") return "DocumentDB in a chroot needs Linux";
  if ((await readOsRelease())["ID"] !== "debian") return "DocumentDB in a chroot needs Debian";
  if (process.getuid?.() !== 0) return "DocumentDB in a chroot needs root";
  for (const program of ["unshare", "chroot", "setpriv", "mount", "apt-get"]) {
    if (findOnPath(program, path) === undefined) return `DocumentDB in a chroot needs ${program} on PATH`;
  }
  const { code } = await runCommand("unshare", ["-m", "--propagation", "private", "true"]);
  return code === 0 ? undefined : "DocumentDB in a chroot needs mount namespaces, which this container does not permit";
}

/** DocumentDB, PostgreSQL's extension from Debian, with FerretDB in front of it: for Debian machines without MongoDB's own server. */
export function documentdbSource(cache: string, path: string | undefined): Source {
  const installed = installedIn(cache);
  const usable: Usable = {
    kind: "usable",
    what: `DocumentDB on PostgreSQL ${versions.documentdb.postgres} with FerretDB ${versions.ferretdb}`,
    launch: (request) => start(installed, request),
  };
  return {
    name: "documentdb",
    async look() {
      const reason = await obstacle(path);
      if (reason !== undefined) return { kind: "absent", reason };
      const hasFerret = await isCached({ cache, name: FERRETDB.name, version: FERRETDB.version });
      if (hasFerret && (await isCached(chrootItem(cache)))) return usable;
      const go = findOnPath("go", path);
      if (go === undefined && !hasFerret) return { kind: "absent", reason: "FerretDB is built with Go, and there is no go on PATH" };
      return {
        kind: "installable",
        async install(request) {
          const results = await Promise.allSettled([
            provideChroot(cache, request),
            go === undefined ? undefined : provideGoProgram(FERRETDB, { go, cache, ...request }),
          ]);
          for (const result of results) if (result.status === "rejected") throw result.reason;
          return usable;
        },
      };
    },
  };
}
