import { spawn } from "node:child_process";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { runCommand } from "@mercato/local/servers/run-command";
import type { Buildah } from "./buildah.ts";

const START_MS = 30_000;
const STOP_MS = 15_000;
/** Folders that are the platform's: what it lets a service write to, and where it mounts secrets. */
const NOT_ITS_OWN = ["/tmp", "/run/secrets"];

export interface ContainerOptions {
  readonly image: string;
  readonly env: Readonly<Record<string, string>>;
  /** Files that it sees in /run/secrets, by name, each mounted by itself as compose does. */
  readonly secrets: readonly string[];
}

/** A service that runs in the root file system of its image, in a chroot: the host's network and processes, its own files. */
export interface RunningContainer {
  /** Runs the image's health check beside the service, as an engine would. Returns what it said, and whether it was content. */
  healthCheck(path: string): Promise<{ readonly well: boolean; readonly output: string }>;
  /** Sends SIGTERM to the service and waits until it has drained. Returns its exit code; null when it had to be killed. */
  stop(): Promise<number | null>;
  /** Files outside /tmp that were written since the start: a read-only root file system would have refused them. */
  written(): Promise<readonly string[]>;
  /** What the service has logged. */
  log(): string;
  /** Space of the image's files, and of those the shop added to the base, in megabytes. */
  size(): Promise<{ readonly image: number; readonly app: number }>;
  remove(): Promise<void>;
}

async function megabytes(path: string): Promise<number> {
  return Number.parseInt((await runCommand("du", ["--summarize", "--one-file-system", "--block-size=1000000", path])).stdout, 10);
}

function settings(env: Readonly<Record<string, string>>): string[] {
  return Object.entries(env).flatMap(([name, value]) => ["--env", `${name}=${value}`]);
}

/** The service's process: it says its id in the line by which it announces its port. */
function servicePid(log: string): number | undefined {
  const pid = /"pid":(\d+),"msg":"serving"/.exec(log)?.[1];
  return pid === undefined ? undefined : Number(pid);
}

function runArguments(name: string, { env, secrets }: ContainerOptions): string[] {
  const mounts = secrets.flatMap((file) => ["--volume", `${file}:/run/secrets/${basename(file)}:ro`]);
  return ["run", "--isolation", "chroot", ...mounts, ...settings(env), name, "--"];
}

/** Starts a service from its image and waits until it serves. @throws Error with its log when it does not */
export async function startContainer(buildah: Buildah, options: ContainerOptions): Promise<RunningContainer> {
  const name = (await buildah.run(["from", options.image])).stdout.trim();
  const root = (await buildah.run(["mount", name])).stdout.trim();
  const startedMs = Date.now();
  let log = "";
  const [program = "buildah", ...store] = buildah.command;
  const child = spawn(program, [...store, ...runArguments(name, options), "bun", "/app/main.js"], { env: buildah.env });
  const exited = new Promise<number | null>((resolve) => child.once("close", resolve));
  const serving = new Promise<void>((resolve) => {
    const take = (chunk: Buffer) => {
      log += chunk.toString();
      if (servicePid(log) !== undefined) resolve();
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
  });
  const remove = async () => {
    child.kill("SIGTERM");
    await exited;
    await buildah.run(["rm", name]);
  };
  const outcome = await Promise.race([serving.then(() => "serving"), exited.then(() => "ended"), Bun.sleep(START_MS).then(() => "late")]);
  if (outcome !== "serving") {
    await remove();
    throw new Error(`${options.image} did not serve (${outcome}):\n${log}`);
  }
  return {
    log: () => log,
    remove,
    async healthCheck(path) {
      const args = [...store, ...runArguments(name, options), "bun", "/app/health-check.js", path];
      const { code, output } = await runCommand(program, args, { env: buildah.env });
      return { well: code === 0, output };
    },
    stop() {
      process.kill(servicePid(log) ?? child.pid ?? 0, "SIGTERM");
      return Promise.race([exited, Bun.sleep(STOP_MS).then(() => null)]);
    },
    async written() {
      const { stdout } = await runCommand("find", [
        root,
        "-xdev",
        "-type",
        "f",
        ...NOT_ITS_OWN.flatMap((folder) => ["-not", "-path", `${root}${folder}/*`]),
      ]);
      const files = stdout.split("\n").filter((file) => file !== "");
      const changed = await Promise.all(files.map(async (file) => (await stat(file)).mtimeMs >= startedMs));
      return files.filter((_file, index) => changed[index]).map((file) => file.slice(root.length));
    },
    async size() {
      return { image: await megabytes(root), app: await megabytes(`${root}/app`) };
    },
  };
}
