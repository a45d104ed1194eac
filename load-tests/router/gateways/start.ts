import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { freePort } from "@mercato/local/servers/free-port";
import type { Guard } from "@mercato/local/servers/guard";
import { type ServerProcess, startProcess } from "@mercato/local/servers/server-process";
import type { Operation } from "../graph/documents.ts";
import { pinned } from "../measure/processor.ts";
import type { Gateway, Sharing } from "./gateway.ts";

/** What one gateway is started and held against. */
export interface StartOptions {
  readonly gateway: Gateway;
  readonly sharing: Sharing;
  readonly supergraphFile: string;
  /** @default a free one */
  readonly port?: number | undefined;
  /** The core that it is pinned to. */
  readonly core: number;
  readonly operation: Operation;
  /** What it must answer. */
  readonly expected: unknown;
  readonly directory: string;
  readonly guard: Guard;
  readonly signal: AbortSignal;
}

export interface RunningGateway extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
  /** From its start to its first right answer. */
  readonly readyMs: number;
  /** The text of that answer. */
  readonly answer: string;
}

/** A gateway that did not come to answer rightly. */
export class GatewayError extends Error {
  override readonly name = "GatewayError";
}

const READY_MS = 60_000;
const ASK_AGAIN_MS = 20;
const GRACE_MS = 15_000;

/** Asks once. @throws GatewayError when the answer is not the right one. Returns its text. */
export async function askOnce(url: string, { operation, expected }: Pick<StartOptions, "operation" | "expected">): Promise<string> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify(operation),
    signal: AbortSignal.timeout(READY_MS),
  });
  const text = await response.text();
  if (response.status === 200 && isDeepStrictEqual(JSON.parse(text), expected)) return text;
  throw new GatewayError(`HTTP ${response.status}, and the answer is not the right one: ${text.slice(0, 300)}`);
}

async function firstAnswer(url: string, server: ServerProcess, options: StartOptions): Promise<string> {
  const deadline = performance.now() + READY_MS;
  for (;;) {
    options.signal.throwIfAborted();
    try {
      return await askOnce(url, options);
    } catch (error) {
      const { message } = error instanceof Error ? error : new Error(String(error));
      if (!server.alive()) throw new GatewayError(`${options.gateway.title} ended: ${(await server.exited).logTail}`, { cause: error });
      if (performance.now() > deadline) throw new GatewayError(`${options.gateway.title} does not answer: ${message}`, { cause: error });
    }
    await Bun.sleep(ASK_AGAIN_MS);
  }
}

/** Starts a gateway on its core, and waits until it answers rightly. @throws GatewayError */
export async function startGateway(options: StartOptions): Promise<RunningGateway> {
  const { gateway, sharing, supergraphFile, core, guard } = options;
  const port = options.port ?? (await freePort());
  const directory = join(options.directory, `${gateway.name}-${sharing}`);
  await mkdir(directory, { recursive: true });
  const { env, cwd, ...launch } = await gateway.launch({ port, sharing, supergraphFile, directory });
  const from = performance.now();
  const server = await startProcess({
    ...pinned(core, launch),
    name: gateway.name,
    env: { ...env },
    cwd: cwd ?? directory,
    logFile: join(directory, "gateway.log"),
    graceMs: GRACE_MS,
    guard,
  });
  try {
    const url = `http://127.0.0.1:${port}${gateway.path}`;
    const answer = await firstAnswer(url, server, options);
    return { url, pid: server.pid, readyMs: performance.now() - from, answer, [Symbol.asyncDispose]: () => server.stop() };
  } catch (error) {
    await server.stop();
    throw error;
  }
}
