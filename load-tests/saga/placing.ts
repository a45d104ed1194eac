import { order, type ReadyCart } from "./buyers.ts";
import type { Messages } from "./messages.ts";

/** Orders that were placed, and how they fared. */
export interface Placed {
  /** Ids of all that the shop accepted. */
  readonly accepted: readonly string[];
  /** From asking for the order to its confirmation, in milliseconds, of those that were confirmed. */
  readonly sagaMs: readonly number[];
  /** Orders that did not end confirmed. */
  readonly failed: number;
  /** From the first to the last, in milliseconds. */
  readonly elapsedMs: number;
}

export interface PlacingOptions {
  readonly carts: readonly ReadyCart[];
  readonly messages: Messages;
  readonly signal: AbortSignal;
}

function createBook() {
  const accepted: string[] = [];
  const sagaMs: number[] = [];
  let failed = 0;
  return {
    async place(cart: ReadyCart, messages: Messages): Promise<void> {
      const from = performance.now();
      const id = await order(cart);
      accepted.push(id);
      const { kind, atMs } = await messages.ending(id);
      if (kind === "confirmed") sagaMs.push(atMs - from);
      else failed += 1;
    },
    close: (fromMs: number): Placed => ({ accepted, sagaMs, failed, elapsedMs: performance.now() - fromMs }),
  };
}

/** So many buyers at once, each of whom orders again once the last order is confirmed, until time or carts run out. */
export async function placeClosed({ carts, messages, signal }: PlacingOptions, buyers: number, seconds: number): Promise<Placed> {
  const book = createBook();
  const left = carts.values();
  const fromMs = performance.now();
  const deadline = fromMs + seconds * 1_000;
  async function buy(): Promise<void> {
    for (const cart of left) {
      signal.throwIfAborted();
      await book.place(cart, messages);
      if (performance.now() > deadline) return;
    }
  }
  await Promise.all(Array.from({ length: buyers }, buy));
  return book.close(fromMs);
}

/** Orders that begin at a steady rate, however slow the others are, until time or carts run out. */
export async function placeOpen({ carts, messages, signal }: PlacingOptions, perSecond: number, seconds: number): Promise<Placed> {
  const book = createBook();
  const fromMs = performance.now();
  const running: Promise<void>[] = [];
  for (const [index, cart] of carts.slice(0, Math.floor(perSecond * seconds)).entries()) {
    signal.throwIfAborted();
    const waitMs = fromMs + (index / perSecond) * 1_000 - performance.now();
    if (waitMs > 0) await Bun.sleep(waitMs);
    running.push(book.place(cart, messages));
  }
  await Promise.all(running);
  return book.close(fromMs);
}
