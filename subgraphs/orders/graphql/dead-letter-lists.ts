import { type Connection, type ConnectionArguments, invalidArgument, readPageArguments, toConnection } from "@mercato/chassis/graphql";
import type { DeadLetterActionPosition } from "../store/dead-letter-actions.ts";
import type { Context } from "./context.ts";
import { deadLetter, deadLetterAction } from "./staff-views.ts";

const notOurs = () => invalidArgument("after", "is not a cursor of this list");

/** One page of dead letters, oldest first. */
export async function deadLetterPage(
  { consumer, ...args }: ConnectionArguments & { readonly consumer?: string | null | undefined },
  { desk }: Context,
): Promise<Connection<ReturnType<typeof deadLetter>>> {
  const { first, after } = readPageArguments(args);
  const position = after?.[0] ?? 0;
  if (typeof position !== "number" || !Number.isSafeInteger(position) || position < 0) throw notOurs();
  // A durable's name is one token of a subject: nothing else may get into it.
  if (consumer && !/^[\w-]{1,200}$/.test(consumer)) throw invalidArgument("consumer", "is not the name of a durable consumer");
  const found = await desk.deadLetters.list({ limit: first + 1, after: position, ...(consumer ? { consumer } : {}) });
  return toConnection(found.map(deadLetter), { first, after }, ({ id }) => [Number(id)]);
}

function toPosition(after: readonly (string | number)[] | null): DeadLetterActionPosition | null {
  if (after === null) return null;
  const [at, id] = after;
  if (typeof at !== "number" || typeof id !== "string") throw notOurs();
  return { at: new Date(at), id };
}

/** One page of what staff did with dead letters, newest first. */
export async function deadLetterActionPage(
  args: ConnectionArguments,
  { desk }: Context,
): Promise<Connection<ReturnType<typeof deadLetterAction>>> {
  const { first, after } = readPageArguments(args);
  const found = await desk.deadLetterActions.list({ limit: first + 1, after: toPosition(after) });
  return toConnection(found.map(deadLetterAction), { first, after }, ({ at, id }) => [at.getTime(), id]);
}
