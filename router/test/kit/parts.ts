import { meros } from "meros/browser";
import type { Answer, QueryOptions } from "./router.ts";

/** An error as clients get it. */
export type ToldError = Answer["errors"][number];

/** A part of an answer, as clients get it. */
export interface ReceivedPart {
  readonly data?: unknown;
  readonly errors?: readonly ToldError[];
  readonly incremental?: readonly {
    readonly data: unknown;
    readonly path: readonly (string | number)[];
    readonly label?: string;
    readonly errors?: readonly ToldError[];
  }[];
  readonly hasNext?: boolean;
}

/** What clients say that take answers in parts. */
export const TAKES_PARTS = "multipart/mixed;deferSpec=20220824,application/graphql-response+json,application/json;q=0.9";

/** Sends an operation as a client that takes its answer in parts. */
export function sendForParts(
  url: string,
  query: string,
  { headers, ...rest }: QueryOptions & { signal?: AbortSignal } = {},
): Promise<Response> {
  const { signal, ...parameters } = rest;
  return fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", accept: TAKES_PARTS, ...headers },
    body: JSON.stringify({ query, ...parameters }),
    ...(signal ? { signal } : {}),
  });
}

/** Reads the parts of a response as they come; of one that is no multipart, all of it as the only part. */
export async function* readParts(response: Response): AsyncGenerator<ReceivedPart, void, void> {
  const parts = await meros<ReceivedPart>(response);
  if (parts instanceof Response) {
    yield (await parts.json()) as ReceivedPart;
    return;
  }
  for await (const { json, body } of parts) {
    if (!json) throw new Error(`A part is no JSON: ${String(body)}`);
    yield body;
  }
}

/** All parts of an answer. */
export async function queryParts(url: string, query: string, options: QueryOptions = {}): Promise<readonly ReceivedPart[]> {
  const parts: ReceivedPart[] = [];
  for await (const part of readParts(await sendForParts(url, query, options))) parts.push(part);
  return parts;
}

type Json = Record<string, unknown>;

function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null;
}

function mergeJson(known: unknown, value: unknown): unknown {
  if (!isJson(known) || !isJson(value)) return value;
  for (const [key, inner] of Object.entries(value)) known[key] = mergeJson(known[key], inner);
  return known;
}

/** The whole answer as a client has it in the end. A payload that is null brings nothing. */
export function mergeParts(parts: readonly ReceivedPart[]): { readonly data: unknown; readonly errors: readonly ToldError[] } {
  const data: unknown = structuredClone(parts[0]?.data);
  const payloads = parts.flatMap(({ incremental = [] }) => incremental);
  for (const payload of payloads) {
    const place = payload.path.reduce<unknown>((value, part) => (isJson(value) ? value[part] : undefined), data);
    if (!isJson(place)) throw new Error(`There is nothing at ${payload.path.join(".")}.`);
    if (payload.data !== null) mergeJson(place, structuredClone(payload.data));
  }
  return { data, errors: [...parts, ...payloads].flatMap(({ errors = [] }) => errors) };
}
