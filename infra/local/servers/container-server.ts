import { createHash } from "node:crypto";
import type { ContainerEngine } from "./container-engine.ts";
import { type ManagedServer, manageServer, untilReady } from "./managed.ts";
import { startProcess } from "./server-process.ts";
import type { LaunchRequest } from "./source.ts";

export interface ContainerServerOptions {
  /** For names and messages: "mongod". */
  readonly name: string;
  readonly engine: ContainerEngine;
  readonly image: string;
  readonly containerPort: number;
  /** Where the server keeps its data in the container; a named volume is put there. */
  readonly dataPath: string;
  /** Files of this machine to be read in the container: outside → inside. */
  readonly files?: Readonly<Record<string, string>>;
  /** Arguments for the image's command. */
  readonly args: readonly string[];
  readonly answers: (port: number) => Promise<boolean>;
}

const START_MS = 60_000;

/** The name of a stack's container and volume: the same for the same directory, another for every other. */
export function containerName(name: string, directory: string): string {
  return `mercato-${name}-${createHash("sha256").update(directory).digest("hex").slice(0, 12)}`;
}

/** The arguments of `docker run` for a server: in the foreground, so that the client is our process and signals pass through it. */
export function containerArguments(options: ContainerServerOptions, directory: string, port: number): string[] {
  const container = containerName(options.name, directory);
  const files = Object.entries(options.files ?? {}).flatMap(([outside, inside]) => ["-v", `${outside}:${inside}:ro`]);
  return [
    "run",
    "--rm",
    "--init",
    "--name",
    container,
    "-p",
    `127.0.0.1:${port}:${options.containerPort}`,
    "-v",
    `${container}:${options.dataPath}`,
    ...files,
    options.image,
    ...options.args,
  ];
}

/** Runs a server in a container until it is stopped. Its data is in a named volume. */
export function startContainer(options: ContainerServerOptions, request: LaunchRequest): Promise<ManagedServer> {
  const { engine } = options;
  const container = containerName(options.name, request.directory);
  return manageServer({
    onDeath: request.onDeath,
    async launch(started) {
      await engine.run(["rm", "-f", container]);
      const server = await startProcess({
        name: options.name,
        command: engine.file,
        args: containerArguments(options, request.directory, request.port),
        logFile: `${request.directory}/${options.name}.log`,
        guard: request.guard,
      });
      started(server);
      request.guard.addContainer(engine.file, container);
      void server.exited.then(() => request.guard.removeContainer(engine.file, container));
      await untilReady(server, { deadlineMs: START_MS, signal: request.signal }, () => options.answers(request.port));
    },
    async kill() {
      await engine.run(["kill", "--signal", "KILL", container]);
    },
  });
}
