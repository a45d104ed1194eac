import type { DocumentNode } from "graphql";
import { createBoundedCache } from "../caches/bounded-cache.ts";
import type { CacheCensus } from "../caches/cache-census.ts";
import { documentBytes } from "../caches/estimate.ts";

interface Named {
  readonly text: string;
  readonly operationName: string | null;
}

/** Operations that were found to be valid for the schema that is served. */
export interface KnownOperations {
  add(operation: Named & { readonly document: DocumentNode }): void;
  /** The document of an operation; undefined when it is not known. */
  documentOf(operation: Named): DocumentNode | undefined;
  /** The most recently used first. */
  recent(): Iterable<Named>;
  /** Lets go of all. */
  close(): void;
}

function keyOf({ text, operationName }: Named): string {
  return `${operationName ?? ""}\n${text}`;
}

export interface KnownOperationsOptions {
  /** Memory that they may take, estimated. The least recently used one goes first. */
  readonly maxBytes: number;
  readonly census: CacheCensus;
}

export function createKnownOperations({ maxBytes, census }: KnownOperationsOptions): KnownOperations {
  const documents = createBoundedCache<DocumentNode>({ name: "operations", maxBytes, census });
  return {
    add(operation) {
      const key = keyOf(operation);
      if (!documents.has(key)) documents.set(key, operation.document, documentBytes(operation.document, operation.text));
    },
    documentOf: (operation) => documents.get(keyOf(operation)),
    *recent() {
      for (const key of documents.keys()) {
        const end = key.indexOf("\n");
        yield { text: key.slice(end + 1), operationName: end === 0 ? null : key.slice(0, end) };
      }
    },
    close: () => documents.close(),
  };
}
