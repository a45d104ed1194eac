import type { GraphQLError } from "graphql";
import type { IncrementalPayload, Payload, Payloads } from "../executor/defer-payload.ts";
import { DEFER_SPEC } from "./takes-parts.ts";

const BOUNDARY = "graphql";
/** What says how to answer an error over HTTP is not for clients. */
const INTERNAL_EXTENSIONS = new Set(["http", "unexpected"]);

interface PlainError {
  readonly message: string;
  readonly path?: GraphQLError["path"];
  readonly extensions?: object;
}

function plainError({ message, path, extensions }: GraphQLError): PlainError {
  const told = Object.fromEntries(Object.entries(extensions).filter(([name]) => !INTERNAL_EXTENSIONS.has(name)));
  return { message, ...(path ? { path } : {}), ...(Object.keys(told).length > 0 ? { extensions: told } : {}) };
}

function plain<T extends Payload | IncrementalPayload>(payload: T): object {
  return payload.errors ? { ...payload, errors: payload.errors.map(plainError) } : payload;
}

function textOf(payload: Payload): string {
  return JSON.stringify(payload.incremental ? { ...payload, incremental: payload.incremental.map(plain) } : plain(payload));
}

/** A part, with the delimiter after it: clients read a part when they see its end. */
function partOf(payload: Payload): string {
  return `\r\ncontent-type: application/json; charset=utf-8\r\n\r\n${textOf(payload)}\r\n--${BOUNDARY}`;
}

export interface PartsOptions {
  readonly payloads: Payloads;
  /** Called when the client is gone before the end. */
  readonly onGone: () => void;
  /** Makes a payload of what went wrong here. */
  readonly lastWords: (error: unknown) => Payload;
}

/** A response that is sent part by part, as the payloads come. */
export function multipartResponse({ payloads, onGone, lastWords }: PartsOptions): Response {
  const encoder = new TextEncoder();
  let isGone = false;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode(`\r\n--${BOUNDARY}`)),
    async pull(controller) {
      const { payload, isLast } = await payloads.next().then(
        ({ value }) => ({ payload: value ?? null, isLast: value?.hasNext !== true }),
        (error: unknown) => ({ payload: lastWords(error), isLast: true }),
      );
      if (isGone) return;
      const text = payload === null ? "" : partOf(payload);
      controller.enqueue(encoder.encode(isLast ? `${text}--\r\n` : text));
      if (isLast) controller.close();
    },
    cancel() {
      isGone = true;
      onGone();
    },
  });
  return new Response(body, {
    headers: { "content-type": `multipart/mixed;boundary="${BOUNDARY}";deferSpec=${DEFER_SPEC}`, "cache-control": "no-store" },
  });
}
