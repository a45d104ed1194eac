import type { JetStreamClient } from "@nats-io/jetstream";
import type { MsgHdrs } from "@nats-io/transport-node";
import { DependencyUnavailableError } from "../../errors/index.ts";
import type { WatchedConnection } from "./nats-connection.ts";

const PUBLISH_TIMEOUT_MS = 5_000;

export interface Outgoing {
  readonly subject: string;
  readonly body: Uint8Array | string;
  readonly msgID: string;
  readonly headers: MsgHdrs;
  /** Makes sure that a stream listens to the subject. */
  readonly ensureStream: () => Promise<void>;
}

export interface Publisher {
  readonly client: JetStreamClient;
  readonly watched: WatchedConnection;
}

/** Does something, and anew when the connection comes back before it is done: an answer that was on its way then never comes. */
async function acrossReconnect(attempt: () => Promise<unknown>, onReconnect: WatchedConnection["onReconnect"]): Promise<void> {
  const reconnected = Promise.withResolvers<"reconnected">();
  const unwatch = onReconnect(() => reconnected.resolve("reconnected"));
  try {
    const first = attempt();
    // Nobody waits for the one that was interrupted any more; the server knows its second coming by its id.
    first.catch(() => undefined);
    if ((await Promise.race([first, reconnected.promise])) === "reconnected") await attempt();
  } finally {
    unwatch();
  }
}

/** Waits for the server's word that the message is stored. @throws DependencyUnavailableError when that is not known to be so. */
export async function storeMessage(
  { client, watched }: Publisher,
  { subject, body, msgID, headers, ensureStream }: Outgoing,
): Promise<void> {
  const attempt = () => client.publish(subject, body, { timeout: PUBLISH_TIMEOUT_MS, msgID, headers });
  try {
    await acrossReconnect(attempt, watched.onReconnect).catch(async (error: unknown) => {
      // The client's word for a subject that no stream listens to. Producers bring a lost stream back as consumers do.
      if (!(error instanceof Error && error.name === "JetStreamNotEnabled")) throw error;
      await ensureStream();
      await attempt();
    });
  } catch (cause) {
    throw new DependencyUnavailableError("bus", { cause });
  }
}
