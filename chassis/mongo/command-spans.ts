import type mongoose from "mongoose";
import { beginSpan, failSpan, type Span, SpanKind } from "../telemetry/index.ts";

type Client = Pick<mongoose.mongo.MongoClient, "on">;

/** What says about a command whom it is for: a command names its collection as the value of its own name. */
function collectionOf({ commandName, command }: mongoose.mongo.CommandStartedEvent): string | null {
  const named: unknown = commandName === "getMore" ? command["collection"] : command[commandName];
  return typeof named === "string" ? named : null;
}

/**
 * Makes a span of every command that is sent on behalf of a traced request or message. It says what is done to which collection, and neither the
 * filter nor the document, which are people's.
 */
export function traceCommands(client: Client): void {
  const open = new Map<string, Span>();
  const keyOf = ({ connectionId, requestId }: { readonly connectionId?: string | number | bigint | null; readonly requestId: number }) =>
    `${connectionId} ${requestId}`;

  function take(event: Parameters<typeof keyOf>[0]): Span | undefined {
    const key = keyOf(event);
    const span = open.get(key);
    open.delete(key);
    return span;
  }

  client.on("commandStarted", (event) => {
    const collection = collectionOf(event);
    const attributes = {
      "db.system.name": "mongodb",
      "db.namespace": event.databaseName,
      "db.operation.name": event.commandName,
      ...(collection === null ? {} : { "db.collection.name": collection }),
    };
    const span = beginSpan("db.command", { kind: SpanKind.CLIENT, attributes });
    if (span !== null) open.set(keyOf(event), span);
  });
  client.on("commandSucceeded", (event) => take(event)?.end());
  client.on("commandFailed", (event) => {
    const span = take(event);
    if (span !== undefined) failSpan(span, event.failure.name);
  });
}
