import type { DocumentNode, OperationDefinitionNode } from "graphql";
import { LRUCache } from "lru-cache";
import { createBoundedCache } from "../caches/bounded-cache.ts";
import { type CacheCensus, createCacheCensus } from "../caches/cache-census.ts";
import { dataBytes, documentBytes } from "../caches/estimate.ts";
import type { Supergraph } from "../supergraph/supergraph.ts";
import { createOperationDeliveries, type OperationDeliveries } from "./defer-operation.ts";
import { type PreparedOperation, prepareOperation } from "./operation.ts";
import { createOperationPlans, FORMS_PER_OPERATION, type OperationPlans, type PlanMakerOptions } from "./plan-cache.ts";

export interface OperationCacheOptions extends PlanMakerOptions {
  readonly supergraph: Supergraph;
  /** Memory that operations and their plans may take, estimated. @default 32 MiB */
  readonly cacheBytes?: number;
  /** Whether fields of an entity that only a fragment with `@defer` wants are fetched apart from it, by its key. @default false */
  readonly defersByKey?: boolean;
  /** Counts what the cache does. @default a census of its own */
  readonly census?: CacheCensus;
}

/** An operation of a valid document. */
export interface NamedOperation {
  /** What the document was parsed from. */
  readonly text: string;
  readonly document: DocumentNode;
  readonly operationName: string | null;
}

/** An operation with what was made of it. */
export interface CachedOperation<Shape extends {}> extends PreparedOperation {
  readonly plans: OperationPlans;
  readonly deliveries: OperationDeliveries;
  /** By form: the values of the variables in its conditions. */
  readonly shapes: LRUCache<string, Shape>;
}

export interface OperationCache<Shape extends {}> {
  /** An operation that is kept; made and kept when it is not. */
  take(named: NamedOperation, operation: OperationDefinitionNode): CachedOperation<Shape>;
  /** Lets go of all. */
  close(): void;
}

const CACHE_BYTES = 32 * 1024 * 1024;
/** A shape and its writer are about a quarter of the document that they were compiled from. */
const FORM_SHARE = 0.25;

export function createOperationCache<Shape extends {}>(options: OperationCacheOptions): OperationCache<Shape> {
  const operations = createBoundedCache<CachedOperation<Shape>>({
    name: "plans",
    maxBytes: options.cacheBytes ?? CACHE_BYTES,
    census: options.census ?? createCacheCensus(),
  });

  const { apiSchema, types, entities } = options.supergraph;

  function make(key: string, { document, text }: NamedOperation, operation: OperationDefinitionNode): CachedOperation<Shape> {
    const prepared = prepareOperation(document, operation, options.supergraph.hazards);
    const bytes = documentBytes(document, text);
    const fresh: CachedOperation<Shape> = {
      ...prepared,
      plans: createOperationPlans(prepared, {
        ...options,
        onPlanned: (plan) => operations.grow(key, fresh, dataBytes(plan) + FORM_SHARE * bytes),
      }),
      deliveries: createOperationDeliveries(prepared, { apiSchema, types, entities: options.defersByKey ? entities : null }),
      shapes: new LRUCache<string, Shape>({ max: FORMS_PER_OPERATION }),
    };
    operations.set(key, fresh, bytes);
    return fresh;
  }

  return {
    take(named, operation) {
      const key = `${named.operationName ?? ""}\n${named.text}`;
      return operations.get(key) ?? make(key, named, operation);
    },
    close: () => operations.close(),
  };
}
