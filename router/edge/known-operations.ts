import type { DocumentNode } from "graphql";
import { LRUCache } from "lru-cache";

interface Named {
  readonly text: string;
  readonly operationName: string | null;
}

/** Operations that were found to be valid for the schema that is served. */
export interface KnownOperations {
  add(operation: Named & { readonly document: DocumentNode }): void;
  /** The document of an operation; undefined when it is not known. */
  documentOf(operation: Named): DocumentNode | undefined;
}

function keyOf({ text, operationName }: Named): string {
  return `${operationName ?? ""}\n${text}`;
}

/** `entries`: how many are kept; the least recently used one goes first. */
export function createKnownOperations(entries: number): KnownOperations {
  const documents = new LRUCache<string, DocumentNode>({ max: entries });
  return {
    add(operation) {
      const key = keyOf(operation);
      if (!documents.has(key)) documents.set(key, operation.document);
    },
    documentOf: (operation) => documents.get(keyOf(operation)),
  };
}
