import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type ManagedServer, manageServer, untilReady } from "../managed.ts";
import { findOnPath } from "../on-path.ts";
import { mongoAnswers } from "../probe.ts";
import { runCommand } from "../run-command.ts";
import { startProcess } from "../server-process.ts";
import type { LaunchRequest, Source } from "../source.ts";

const START_MS = 60_000;

/** Runs a mongod binary on the directory's data. */
export function startMongod(binary: string, request: LaunchRequest): Promise<ManagedServer> {
  return manageServer({
    onDeath: request.onDeath,
    async launch(started) {
      const data = join(request.directory, "mongod");
      await mkdir(data, { recursive: true });
      const server = await startProcess({
        name: "mongod",
        command: binary,
        args: [
          "--dbpath",
          data,
          "--port",
          String(request.port),
          "--bind_ip",
          "127.0.0.1",
          ...(process.platform === "win32" ? [] : ["--nounixsocket"]),
        ],
        logFile: join(request.directory, "mongod.log"),
        graceMs: 30_000,
        guard: request.guard,
      });
      started(server);
      await untilReady(server, { deadlineMs: START_MS, signal: request.signal }, () => mongoAnswers(request.port));
    },
  });
}

/** A mongod that is installed on this machine. */
export function mongodOnPathSource(path: string | undefined): Source {
  return {
    name: "mongod",
    async look() {
      const binary = findOnPath("mongod", path);
      if (binary === undefined) return { kind: "absent", reason: "no mongod on PATH" };
      const { code, stdout } = await runCommand(binary, ["--version"], { timeoutMs: 5_000 });
      const version = /v(\d+\.\d+\.\d+)/.exec(stdout)?.[1];
      if (code !== 0 || version === undefined) return { kind: "absent", reason: `${binary} does not run` };
      return { kind: "usable", what: `mongod ${version} (${binary})`, launch: (request) => startMongod(binary, request) };
    },
  };
}
