import type { Health } from "../health/index.ts";
import { listenForStop, type Stoppable, stopOnSignal } from "../lifecycle/index.ts";
import { createLog, type Log } from "../log/index.ts";
import { startTelemetry, type Telemetry } from "../telemetry/index.ts";

/** What is known about the connection that a request came over. */
export interface Connection {
  /** IP address of the other end; null when there is none, as for calls within the process. */
  readonly remoteAddress: string | null;
}

/** A running service without a port: what tests and the single-process mode call directly, and `serve` puts on a port. */
export interface Service extends Stoppable {
  readonly name: string;
  /** Answers every path of the service, health included. */
  fetch(request: Request, connection?: Connection): Promise<Response>;
  readonly health: Health;
  /** Largest request body that `serve` lets through to it, in bytes. @default 1 MiB */
  readonly maxBodyBytes?: number;
}

export interface ServeOptions {
  readonly hostname: string;
  /** 0 takes a free port. */
  readonly port: number;
  /** Largest request body that is read. @default what the service says, else 1 MiB */
  readonly maxBodyBytes?: number;
  /** Whether other processes may listen on the port, too; the kernel (Linux) deals connections out to them. @default false */
  readonly reusePort?: boolean;
}

export interface Served extends Stoppable {
  readonly url: URL;
}

const MAX_BODY_BYTES = 1024 * 1024;

/** Puts a service on a port. Stopping it first says "not ready", finishes what is in flight, then stops the service. */
export function serve(service: Service, options: ServeOptions): Served {
  const server = Bun.serve({
    hostname: options.hostname,
    port: options.port,
    reusePort: options.reusePort ?? false,
    maxRequestBodySize: options.maxBodyBytes ?? service.maxBodyBytes ?? MAX_BODY_BYTES,
    idleTimeout: 60,
    fetch: (request, running) => service.fetch(request, { remoteAddress: running.requestIP(request)?.address ?? null }),
  });
  let stopping: Promise<void> | undefined;
  async function stop(): Promise<void> {
    service.health.drain();
    await server.stop(false);
    await service.stop();
  }
  return {
    url: server.url,
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
}

interface ProcessEnvironment {
  readonly HOST: string;
  readonly PORT: number;
  readonly LOG_LEVEL: string;
  readonly REUSE_PORT: boolean;
  readonly OTEL_EXPORTER_OTLP_ENDPOINT?: string | undefined;
  readonly SHUTDOWN_TIMEOUT_MS: number;
}

export interface RunOptions<Environment extends ProcessEnvironment> {
  readonly name: string;
  /** @throws EnvironmentError when variables are missing or wrong. */
  readEnvironment(): Environment;
  create(environment: Environment, log: Log): Promise<Service>;
  readonly maxBodyBytes?: number;
}

/** Answers `GET /metrics` beside what the service answers: of the whole process, whatever services share it. */
function withMetrics(service: Service, telemetry: Telemetry): Service {
  return {
    ...service,
    fetch: async (request, connection) =>
      // Cheaper than reading the address, and most requests end here.
      request.url.endsWith("/metrics") && request.method === "GET" && new URL(request.url).pathname === "/metrics"
        ? telemetry.scrape()
        : service.fetch(request, connection),
  };
}

async function start<Environment extends ProcessEnvironment>(options: RunOptions<Environment>) {
  const environment = options.readEnvironment();
  const log = createLog({ service: options.name, level: environment.LOG_LEVEL });
  const telemetry = await startTelemetry({ service: options.name, endpoint: environment.OTEL_EXPORTER_OTLP_ENDPOINT, log });
  const service = withMetrics(await options.create(environment, log), telemetry);
  const served = serve(service, {
    hostname: environment.HOST,
    port: environment.PORT,
    reusePort: environment.REUSE_PORT,
    ...(options.maxBodyBytes === undefined ? {} : { maxBodyBytes: options.maxBodyBytes }),
  });
  log.info({ url: served.url.href, pid: process.pid }, "serving");
  return { log, timeoutMs: environment.SHUTDOWN_TIMEOUT_MS, stop: () => served.stop().then(() => telemetry.stop()) };
}

/**
 * The whole of a `main.ts`: reads the environment, starts the service, puts it on its port, and ends the process on SIGTERM or SIGINT once it
 * has drained. Exit code 0 after a clean stop, 1 when it could not start or not stop in time. Told to end while it starts it ends at once, with
 * 0: nothing was promised to anybody yet.
 */
export async function runProcess<Environment extends ProcessEnvironment>(options: RunOptions<Environment>): Promise<never> {
  const signals = listenForStop();
  try {
    const running = await Promise.race([start(options), signals.first.then(() => null)]);
    process.exit(running === null ? 0 : await stopOnSignal(running, { ...running, signals }));
  } catch (err) {
    createLog({ service: options.name }).fatal({ err }, "could not start");
    process.exit(1);
  }
}
