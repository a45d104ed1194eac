import type { DocumentNode } from "graphql";
import { createBoundedCache } from "../caches/bounded-cache.ts";
import type { CacheCensus } from "../caches/cache-census.ts";
import { documentBytes } from "../caches/estimate.ts";

interface Cache<V> {
  get(key: string): V | undefined;
  set(key: string, value: V): void;
}

/** What yoga remembers of texts. What validation found is kept with the document, and goes with it. */
export interface DocumentCaches {
  readonly documentCache: Cache<DocumentNode>;
  /** Why texts could not be parsed. */
  readonly errorCache: Cache<Error>;
  /** Lets go of all. */
  close(): void;
}

export interface DocumentCachesOptions {
  /** Memory that documents may take, estimated; texts that are none get an eighth of that besides. */
  readonly maxBytes: number;
  readonly census: CacheCensus;
}

const ERROR_SHARE = 1 / 8;
/** An error with its stack, and a copy of the text in its source. */
const ERROR_BYTES = 2_000;

export function createDocumentCaches({ maxBytes, census }: DocumentCachesOptions): DocumentCaches {
  const documents = createBoundedCache<DocumentNode>({ name: "documents", maxBytes, census });
  const errors = createBoundedCache<Error>({ name: "syntax_errors", maxBytes: Math.ceil(maxBytes * ERROR_SHARE), census });
  return {
    documentCache: { get: documents.get, set: (text, document) => documents.set(text, document, documentBytes(document, text)) },
    errorCache: { get: errors.get, set: (text, error) => errors.set(text, error, ERROR_BYTES + 2 * text.length) },
    close() {
      documents.close();
      errors.close();
    },
  };
}
