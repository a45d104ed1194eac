import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { MercatoError } from "@mercato/chassis/errors";
import { type DocumentNode, Kind } from "graphql";
import { z } from "zod";

/** An operation that clients are known to send. */
export interface KnownOperation {
  readonly text: string;
  /** Null for all that the document has. */
  readonly operationName: string | null;
  /** Where it is known from, for logs: they must not show documents. */
  readonly origin: string;
}

/** The names under which clients may ask for the operations of a document; null is none, which will do where there is one operation. */
export function operationNamesOf({ definitions }: DocumentNode): readonly (string | null)[] {
  const names = definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION ? [definition.name?.value ?? null] : [],
  );
  return names.length === 1 ? [...new Set([null, ...names])] : names;
}

/** Known operations that cannot be read. */
export class WarmUpError extends MercatoError {
  override readonly name = "WarmUpError";
  readonly code = "WARM_UP_UNREADABLE";
  readonly retryable = false;
}

const DOCUMENT = /\.(graphql|gql)$/;

/** As persisted-query tools write them: a list of operations, or an object id → text. */
const manifest = z.union([
  z
    .object({ operations: z.array(z.object({ id: z.string().optional(), body: z.string(), name: z.string().optional() })) })
    .transform(({ operations }) => operations.map(({ id, body, name }) => ({ text: body, operationName: name ?? null, id: id ?? "" }))),
  z.record(z.string(), z.string()).transform((texts) => Object.entries(texts).map(([id, text]) => ({ text, operationName: null, id }))),
]);

async function readManifest(file: string): Promise<readonly KnownOperation[]> {
  const found = manifest.parse(await Bun.file(file).json());
  return found.map(({ id, ...operation }) => ({ ...operation, origin: `${file} ${id}`.trim() }));
}

async function readDocument(file: string): Promise<KnownOperation> {
  return { text: await Bun.file(file).text(), operationName: null, origin: file };
}

async function readFolder(folder: string): Promise<readonly KnownOperation[]> {
  const names = (await readdir(folder)).filter((name) => DOCUMENT.test(name)).toSorted();
  return Promise.all(names.map((name) => readDocument(join(folder, name))));
}

async function read(path: string): Promise<readonly KnownOperation[]> {
  if (path.endsWith(".json")) return readManifest(path);
  return DOCUMENT.test(path) ? [await readDocument(path)] : readFolder(path);
}

/**
 * Reads known operations: from a folder of documents (`.graphql`, `.gql`), from one document, or from a manifest of persisted queries (`.json`: Apollo's
 * form, or an object id → text).
 * @throws WarmUpError when there is no such thing.
 */
export async function readKnownOperations(path: string): Promise<readonly KnownOperation[]> {
  try {
    return await read(path);
  } catch (cause) {
    throw new WarmUpError(`There are no known operations at ${path}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
