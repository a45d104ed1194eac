import { createHash } from "node:crypto";
import { access, chown, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ServerEndedError, untilReady } from "../managed.ts";
import { SetupProblem } from "../problem.ts";
import { type CommandResult, lastLines, runCommand } from "../run-command.ts";
import { type ServerProcess, startProcess } from "../server-process.ts";
import type { LaunchRequest } from "../source.ts";
import { POSTGRES_BIN } from "./chroot.ts";

const DATA = "/srv/mercato";
const ENTER = fileURLToPath(new URL("enter.sh", import.meta.url));
const START_MS = 60_000;
/** A killed postmaster's processes and lock are gone after a moment. */
const LOCK_RETRY_MS = 20_000;
const ENV = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", LC_ALL: "C.UTF-8", TZ: "UTC" };

export interface PostgresOptions {
  /** The chroot. */
  readonly root: string;
  readonly port: number;
  readonly request: LaunchRequest;
}

function enter(root: string, data: string, command: readonly string[]): string[] {
  return ["-m", "--propagation", "private", "/bin/sh", ENTER, root, data, ...command];
}

async function inside(options: PostgresOptions, data: string, command: readonly string[]): Promise<CommandResult> {
  return runCommand("unshare", enter(options.root, data, command), { env: ENV });
}

async function userOf(root: string): Promise<{ uid: number; gid: number }> {
  const passwd = await readFile(join(root, "etc", "passwd"), "utf8");
  const match = /^postgres:[^:]*:(\d+):(\d+):/m.exec(passwd);
  if (match === null) throw new SetupProblem(`The chroot ${root} has no user postgres.`, ["Remove it; it is made again."]);
  return { uid: Number(match[1]), gid: Number(match[2]) };
}

async function exists(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch {
    return false;
  }
}

/** A data directory counts when initdb went through to its end; half of one is made again. */
async function prepareData(options: PostgresOptions, data: string): Promise<void> {
  const complete = join(options.request.directory, "postgres.initialised");
  if (await exists(complete)) return;
  await rm(data, { recursive: true, force: true });
  await mkdir(data, { recursive: true, mode: 0o700 });
  const { uid, gid } = await userOf(options.root);
  await chown(data, uid, gid);
  const { code, output } = await inside(options, data, [
    `${POSTGRES_BIN}/initdb`,
    "-D",
    DATA,
    "-A",
    "trust",
    "-U",
    "postgres",
    "-E",
    "UTF8",
    "--locale=C.UTF-8",
  ]);
  if (code !== 0) throw new SetupProblem(`initdb failed:\n${lastLines(output)}`);
  await writeFile(complete, "");
}

/** In every process title of this data directory's server, so that it can be told from another's. */
function clusterName(directory: string): string {
  return `mercato-${createHash("sha256").update(directory).digest("hex").slice(0, 12)}`;
}

/** PostgreSQL believes a pid file whose number belongs to any process by now; ours is stale unless it is our postmaster. */
async function dropStalePidFile(data: string, cluster: string): Promise<void> {
  const file = join(data, "postmaster.pid");
  const pid = Number((await readFile(file, "utf8").catch(() => "")).split("\n")[0]);
  if (!Number.isInteger(pid) || pid <= 0) return;
  const commandLine = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  if (commandLine !== "" && !commandLine.includes(cluster)) await rm(file, { force: true });
}

function settings({ port, request }: PostgresOptions, cluster: string): string[] {
  const values: Record<string, string> = {
    port: String(port),
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: "300",
    shared_preload_libraries: "pg_cron,pg_documentdb_core,pg_documentdb",
    "cron.database_name": "postgres",
    "cron.host": "127.0.0.1",
    cluster_name: cluster,
    // DocumentDB's unique indexes are exclusion constraints: many writers of one new key at once deadlock, and one by one
    // wait this long until that is noticed. With the usual second, twenty of them take as many seconds.
    deadlock_timeout: "50ms",
    ...(request.disposable ? { fsync: "off", synchronous_commit: "off", full_page_writes: "off" } : {}),
  };
  return Object.entries(values).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

async function isReady({ root, port }: PostgresOptions): Promise<boolean> {
  const { code } = await runCommand("chroot", [root, `${POSTGRES_BIN}/pg_isready`, "-q", "-h", "127.0.0.1", "-p", String(port)], {
    env: ENV,
  });
  return code === 0;
}

async function launchOnce(options: PostgresOptions, data: string, cluster: string): Promise<ServerProcess> {
  await dropStalePidFile(data, cluster);
  const server = await startProcess({
    name: "postgres",
    command: "unshare",
    args: enter(options.root, data, [`${POSTGRES_BIN}/postgres`, "-D", DATA, ...settings(options, cluster)]),
    env: ENV,
    logFile: join(options.request.directory, "postgres.log"),
    // "Fast": it ends open sessions instead of waiting for them.
    stopSignal: "SIGINT",
    graceMs: 30_000,
    guard: options.request.guard,
  });
  await untilReady(server, { deadlineMs: START_MS, signal: options.request.signal }, () => isReady(options));
  return server;
}

async function createExtension(options: PostgresOptions): Promise<void> {
  const created = join(options.request.directory, "postgres.extension");
  if (await exists(created)) return;
  const psql = [
    "/usr/bin/psql",
    "-h",
    "127.0.0.1",
    "-p",
    String(options.port),
    "-U",
    "postgres",
    "-d",
    "postgres",
    "-v",
    "ON_ERROR_STOP=1",
  ];
  const { code, output } = await runCommand("chroot", [options.root, ...psql, "-c", "create extension if not exists documentdb cascade"], {
    env: ENV,
  });
  if (code !== 0) throw new SetupProblem(`PostgreSQL could not load DocumentDB:\n${lastLines(output)}`);
  await writeFile(created, "");
}

/** Starts PostgreSQL with DocumentDB on the directory's data; a server that was killed a moment ago is waited for. */
export async function startPostgres(options: PostgresOptions, started: (process: ServerProcess) => void): Promise<void> {
  const data = join(options.request.directory, "postgres");
  const cluster = clusterName(options.request.directory);
  await prepareData(options, data);
  const deadline = Date.now() + LOCK_RETRY_MS;
  for (;;) {
    try {
      started(await launchOnce(options, data, cluster));
      break;
    } catch (error) {
      const locked = error instanceof ServerEndedError && /lock file|still in use/.test(error.exit.logTail);
      if (!locked || Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }
  await createExtension(options);
}
