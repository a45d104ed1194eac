import type { Aggregate, Change } from "@mercato/chassis/aggregate";
import { evolveAll } from "../domain/decisions.ts";
import type { Product, ProductEvent } from "../domain/product.ts";
import { listingMessages } from "../events/variant-listed.ts";

/** The change that these events are, with the messages that others must get because of it. */
export function changeOf<Result>(
  productId: string,
  current: Aggregate<Product, ProductEvent> | null,
  { events, result }: { readonly events: readonly ProductEvent[]; readonly result: Result },
): Change<ProductEvent, Result> {
  const before = current?.state ?? null;
  const after = evolveAll(before, events);
  const messages = after === null ? [] : listingMessages({ productId, before, after, version: current?.version ?? 0 });
  return { events, messages, result };
}
