import { connect, type NatsConnection } from "@nats-io/transport-node";
import type { Clock } from "../../clock/index.ts";
import type { Log } from "../../log/index.ts";
import { untilAvailable } from "../../resilience/index.ts";

const CONNECT_TIMEOUT_MS = 5_000;
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
export function connectPatiently({ url, name, clock, log, startTimeoutMs: timeoutMs }: ConnectOptions): Promise<NatsConnection> {
  const settings = { servers: url.split(","), name, timeout: CONNECT_TIMEOUT_MS, maxReconnectAttempts: -1, reconnectTimeWait: 500 };
  return untilAvailable(() => connect(settings), { dependency: "bus", timeoutMs, clock, log });
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
