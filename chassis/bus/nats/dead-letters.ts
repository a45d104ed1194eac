import { JetStreamApiCodes, JetStreamApiError, type JetStreamManager, type StoredMsg } from "@nats-io/jetstream";
import { InvariantError } from "../../errors/index.ts";
import type { DeadLetters, StoredDeadLetter } from "../dead-letters.ts";
import { decodeHeader, encodeHeader, messageHeaders, readAttributes } from "./headers.ts";
import type { Outgoing } from "./store-message.ts";
import type { StreamNames } from "./streams.ts";

export interface DeadLetterContext {
  readonly manager: JetStreamManager;
  readonly names: StreamNames;
  /** Resolves once the message is stored. */
  readonly store: (outgoing: Outgoing) => Promise<void>;
}

/** On a message that was given to its consumer again: the number of the letter that it was. */
const REDRIVEN = "mercato-redriven";

function toLetter(stored: StoredMsg): StoredDeadLetter {
  const header = (name: string) => decodeHeader(stored.header?.get(`mercato-dead-${name}`) ?? "");
  return {
    id: stored.seq,
    storedAt: stored.time,
    consumer: header("consumer"),
    code: header("code"),
    reason: header("reason"),
    stack: header("stack"),
    stream: header("stream"),
    sequence: Number(header("sequence")),
    attempts: Number(header("attempts")),
    message: readAttributes(stored.header, { id: `${header("stream")}-${header("sequence")}`, type: "" }),
    body: stored.data,
  };
}

function isGone(error: unknown): boolean {
  const codes: readonly number[] = [JetStreamApiCodes.StreamNotFound, JetStreamApiCodes.NoMessageFound];
  return error instanceof JetStreamApiError && codes.includes(error.code);
}

/** The dead letters of a shop on its NATS. */
export function createNatsDeadLetters({ manager, names, store }: DeadLetterContext): DeadLetters {
  /** A message that is not there is null, whatever the server calls it. */
  async function read(query: { readonly seq: number; readonly next_by_subj?: string }): Promise<StoredDeadLetter | null> {
    try {
      const stored = await manager.streams.getMessage(names.deadLetters, query);
      return stored === null ? null : toLetter(stored);
    } catch (error) {
      if (isGone(error)) return null;
      throw error;
    }
  }

  async function remove(id: number): Promise<void> {
    try {
      await manager.streams.deleteMessage(names.deadLetters, id);
    } catch (error) {
      // Another was quicker.
      if ((await read({ seq: id })) !== null) throw error;
    }
  }

  /** The subject on which only this consumer listens, in the stream that the message came from. */
  async function redriveSubject({ stream, consumer }: StoredDeadLetter): Promise<string> {
    const { config } = await manager.streams.info(stream);
    const all = config.subjects?.[0];
    if (all === undefined || !all.endsWith(">")) throw new InvariantError(`${stream} is no stream of a context`);
    return `${all.slice(0, -1)}${names.redriveToken}.${consumer}`;
  }

  return {
    get: (id) => read({ seq: id }),
    async list({ limit, after = 0, consumer = ">" }) {
      const found: StoredDeadLetter[] = [];
      let next = await read({ seq: after + 1, next_by_subj: names.deadLetterSubject(consumer) });
      while (next !== null && found.length < limit) {
        found.push(next);
        next = await read({ seq: next.id + 1, next_by_subj: names.deadLetterSubject(consumer) });
      }
      return found;
    },
    async redrive(id) {
      const letter = await read({ seq: id });
      if (letter === null) return "not-found";
      const headers = messageHeaders(letter.message);
      headers.set(REDRIVEN, String(id));
      await store({
        subject: await redriveSubject(letter),
        body: letter.body,
        // One for each letter, and none that the server knows already as that of the message itself: it would drop it.
        msgID: `redrive-${names.deadLetters}-${id}-${encodeHeader(letter.message.id)}`,
        headers,
        ensureStream: async () => undefined,
      });
      await remove(id);
      return "redriven";
    },
    async discard(id) {
      if ((await read({ seq: id })) === null) return "not-found";
      await remove(id);
      return "discarded";
    },
  };
}
