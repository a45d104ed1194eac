import DataLoader from "dataloader";

/** Loads by key, once per request: the keys that one tick asks for are loaded together. */
export interface RequestLoader<Context extends object, Value> {
  load(key: string, context: Context): Promise<Value | null>;
}

/**
 * A loader whose cache lives as long as a request's context. `batch` gets each key once and answers with what it found; what is missing is null.
 */
export function createRequestLoader<Context extends object, Value>(
  batch: (keys: readonly string[], context: Context) => Promise<ReadonlyMap<string, Value>>,
): RequestLoader<Context, Value> {
  const byContext = new WeakMap<Context, DataLoader<string, Value | null>>();
  return {
    load(key, context) {
      let loader = byContext.get(context);
      if (loader === undefined) {
        loader = new DataLoader<string, Value | null>(
          async (keys) => {
            const found = await batch(keys, context);
            return keys.map((one) => found.get(one) ?? null);
          },
          { maxBatchSize: 1_000 },
        );
        byContext.set(context, loader);
      }
      return loader.load(key);
    },
  };
}

/**
 * A `__resolveReference` that loads the entities of a request in batches by one key field. `see` decides whether the caller may have what was
 * found: ownership is checked here as anywhere else. A key that is no string names nothing: references come as any JSON, and what is in them
 * must not reach the database as an operator of its query language.
 */
export function createEntityResolver<Field extends string, Context extends object, Value>(options: {
  readonly key: Field;
  readonly loader: RequestLoader<Context, Value>;
  readonly see?: (value: Value, context: Context) => boolean;
}): (reference: Readonly<Record<Field, string>>, context: Context) => Promise<Value | null> {
  return async function resolveReference(reference, context) {
    const key: unknown = reference[options.key];
    if (typeof key !== "string") return null;
    const value = await options.loader.load(key, context);
    return value !== null && (options.see?.(value, context) ?? true) ? value : null;
  };
}
