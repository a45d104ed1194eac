export interface GatherOptions {
  /** Batches under way at the same time. One that waits for a slow one does not keep all others waiting. */
  readonly width: number;
  /** Items that go into one batch at most; a call that has more goes alone. */
  readonly limit: number;
}

interface Call<Item, Result> {
  readonly items: readonly Item[];
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Gathers calls into batches: while `width` batches are under way, calls wait and go together in the next. So a call waits for nobody when there
 * is little to do, and round trips are shared when there is much. A batch starts after all of its calls were made. It succeeds or fails for all
 * of them.
 */
export function createGatherer<Item, Result>(
  { width, limit }: GatherOptions,
  run: (items: readonly Item[]) => Promise<Result>,
): (items: readonly Item[]) => Promise<Result> {
  const waiting: Call<Item, Result>[] = [];
  let underWay = 0;

  function takeBatch(): readonly Call<Item, Result>[] {
    const batch = waiting.splice(0, 1);
    let size = batch[0]?.items.length ?? 0;
    for (let next = waiting[0]; next !== undefined && size + next.items.length <= limit; next = waiting[0]) {
      batch.push(next);
      waiting.shift();
      size += next.items.length;
    }
    return batch;
  }

  async function work(): Promise<void> {
    underWay += 1;
    while (waiting.length > 0) {
      const batch = takeBatch();
      try {
        const result = await run(batch.flatMap(({ items }) => items));
        for (const { resolve } of batch) resolve(result);
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    underWay -= 1;
  }

  return (items) =>
    new Promise((resolve, reject) => {
      waiting.push({ items, resolve, reject });
      if (underWay < width) void work();
    });
}
