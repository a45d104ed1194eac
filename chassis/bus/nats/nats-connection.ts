import { connect, type NatsConnection } from "@nats-io/transport-node";
import type { Clock } from "../../clock/index.ts";
import { DependencyUnavailableError } from "../../errors/index.ts";
import type { Log } from "../../log/index.ts";

const CONNECT_TIMEOUT_MS = 5_000;
const CONNECT_RETRY_MS = 500;
const DRAIN_TIMEOUT_MS = 3_000;

export interface ConnectOptions {
  /** Servers, separated by commas. */
  readonly url: string;
  /** The connecting service, for the server's logs. */
  readonly name: string;
  readonly clock: Clock;
  readonly log: Log;
  /** How long to wait for a server that is not up yet. */
  readonly startTimeoutMs: number;
}

/** Connects, and from then on reconnects for ever. @throws DependencyUnavailableError when no server answered in time. */
export async function connectPatiently({ url, name, clock, log, startTimeoutMs }: ConnectOptions): Promise<NatsConnection> {
  const deadline = clock.now().getTime() + startTimeoutMs;
  const settings = { servers: url.split(","), name, timeout: CONNECT_TIMEOUT_MS, maxReconnectAttempts: -1, reconnectTimeWait: 500 };
  for (;;) {
    try {
      return await connect(settings);
    } catch (cause) {
      if (clock.now().getTime() > deadline) throw new DependencyUnavailableError("bus", { cause });
      log.warn({ err: cause }, "bus is not up yet");
      await clock.sleep(CONNECT_RETRY_MS);
    }
  }
}

/** What is known of the connection's ups and downs. */
export interface WatchedConnection {
  /** Whether the server is there. */
  ready(): boolean;
  /** Calls back after every reconnect. Returns what ends that. */
  onReconnect(listener: () => void): () => void;
}

/** Follows the connection until it is closed. */
export function watchConnection(connection: NatsConnection, log: Log): WatchedConnection {
  let connected = true;
  const listeners = new Set<() => void>();
  const onChange = (natsStatus: "disconnect" | "reconnect") => {
    connected = natsStatus === "reconnect";
    log.warn({ natsStatus }, "connection to the bus changed");
    if (connected) for (const listener of listeners) listener();
  };
  void (async () => {
    for await (const { type } of connection.status()) if (type === "disconnect" || type === "reconnect") onChange(type);
  })();
  return {
    ready: () => connected && !connection.isClosed(),
    onReconnect(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** Sends what is still held and closes. Does not wait for a server that is away. */
export async function drainConnection(connection: NatsConnection, clock: Clock): Promise<void> {
  if (connection.isClosed()) return;
  const drained = new AbortController();
  const draining = connection
    .drain()
    .catch(() => undefined)
    .finally(() => drained.abort());
  await Promise.race([draining, clock.sleep(DRAIN_TIMEOUT_MS, drained.signal)]);
  if (!connection.isClosed()) await connection.close();
}
