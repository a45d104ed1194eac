import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type ManagedServer, manageServer, untilReady } from "../managed.ts";
import { findOnPath } from "../on-path.ts";
import { natsInfo } from "../probe.ts";
import { runCommand } from "../run-command.ts";
import { startProcess } from "../server-process.ts";
import type { LaunchRequest, Source } from "../source.ts";

const START_MS = 30_000;

export interface NatsConfigOptions {
  readonly host: string;
  readonly port: number;
  readonly storeDirectory: string;
  readonly disposable: boolean;
}

/**
 * The server's configuration. JetStream acknowledges before it syncs (two minutes by default), so a killed machine could
 * lose what was acknowledged: `sync_interval: always` syncs first.
 */
export function natsConfig({ host, port, storeDirectory, disposable }: NatsConfigOptions): string {
  return `${[
    `listen: ${JSON.stringify(`${host}:${port}`)}`,
    "jetstream {",
    `  store_dir: ${JSON.stringify(storeDirectory)}`,
    ...(disposable ? [] : ["  sync_interval: always"]),
    "}",
  ].join("\n")}\n`;
}

/** Whether a NATS server with JetStream answers on this port of 127.0.0.1. */
export async function natsAnswers(port: number): Promise<boolean> {
  return (await natsInfo("127.0.0.1", port))?.jetstream === true;
}

/** Runs a nats-server binary on the directory's data. */
export function startNatsServer(binary: string, request: LaunchRequest): Promise<ManagedServer> {
  return manageServer({
    onDeath: request.onDeath,
    async launch(started) {
      const storeDirectory = join(request.directory, "jetstream");
      const config = join(request.directory, "nats.conf");
      await mkdir(storeDirectory, { recursive: true });
      await writeFile(config, natsConfig({ host: "127.0.0.1", port: request.port, storeDirectory, disposable: request.disposable }));
      const server = await startProcess({
        name: "nats",
        command: binary,
        args: ["--config", config],
        logFile: join(request.directory, "nats.log"),
        guard: request.guard,
      });
      started(server);
      await untilReady(server, { deadlineMs: START_MS, signal: request.signal }, () => natsAnswers(request.port));
    },
  });
}

const OLDEST = [2, 10] as const;

/** Whether a version is one that the configuration fits: `sync_interval` came with 2.10. */
export function isRecentEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}

/** A nats-server that is installed on this machine. */
export function natsOnPathSource(path: string | undefined): Source {
  return {
    name: "nats-server",
    async look() {
      const binary = findOnPath("nats-server", path);
      if (binary === undefined) return { kind: "absent", reason: "no nats-server on PATH" };
      const { stdout } = await runCommand(binary, ["--version"], { timeoutMs: 5_000 });
      const version = /v(\d+\.\d+\.\d+)/.exec(stdout)?.[1];
      if (version === undefined) return { kind: "absent", reason: `${binary} does not run` };
      if (!isRecentEnough(version)) return { kind: "absent", reason: `${binary} is ${version}, older than ${OLDEST.join(".")}` };
      return { kind: "usable", what: `nats-server ${version} (${binary})`, launch: (request) => startNatsServer(binary, request) };
    },
  };
}
