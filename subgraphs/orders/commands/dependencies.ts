import type { Principal } from "@mercato/chassis/auth";
import type { Clock, Ids } from "@mercato/chassis/clock";
import type { SagaEngine } from "@mercato/chassis/saga";
import { traceHeaders, traceIdOf } from "@mercato/chassis/telemetry";
import type { BuyerKind } from "../domain/order.ts";
import type { Sagas } from "../sagas/definitions.ts";
import type { CartStore } from "../store/carts.ts";
import type { OfferStore } from "../store/offers.ts";
import type { OrderStore } from "../store/orders.ts";

/** What the use cases of orders work with. */
export interface Dependencies {
  readonly orders: OrderStore;
  readonly carts: CartStore;
  readonly offers: OfferStore;
  readonly engine: SagaEngine;
  readonly sagas: Sagas;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** Somebody who can own carts and orders. */
export interface Buyer {
  readonly id: string;
  readonly kind: BuyerKind;
}

/** The caller as a buyer; null for those who cannot buy. */
export function buyerOf(principal: Principal): Buyer | null {
  if (principal.id === null || (principal.kind !== "user" && principal.kind !== "guest")) return null;
  return { id: principal.id, kind: principal.kind };
}

/** A fingerprint of a request, to tell the same key with the same request from the same key with another. */
export function fingerprint(request: unknown): string {
  return new Bun.CryptoHasher("sha256").update(JSON.stringify(request)).digest("hex");
}

/** The trace that a saga which begins now belongs to. */
export function sagaTrace(): { readonly traceId: string | null; readonly trace: Readonly<Record<string, string>> } {
  const trace = traceHeaders();
  return { traceId: traceIdOf(trace), trace };
}
