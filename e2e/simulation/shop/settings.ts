import { createRandom, type Random } from "../kernel/random.ts";

/** How the shop of one seed is set: every seed another one. */
export interface ShopSettings {
  /** Processes of each service. */
  readonly replicas: { readonly orders: number; readonly inventory: number; readonly payments: number };
  readonly orders: { readonly SAGA_STEP_TIMEOUT_MS: number; readonly SAGA_STEP_ATTEMPTS: number; readonly RESERVATION_TTL_SECONDS: number };
  readonly inventory: { readonly AVAILABILITY_INTERVAL_MS: number; readonly SETTLE_INTERVAL_MS: number; readonly SETTLE_AFTER_MS: number };
  readonly providerTimeoutMs: number;
  readonly bus: { readonly dedupMs: number; readonly ackWaitMs: number };
  readonly skus: readonly Sku[];
  readonly customers: number;
  /** From when on nothing goes wrong any more, in milliseconds. */
  readonly calmFromMs: number;
}

export interface Sku {
  readonly sku: string;
  readonly priceMicros: number;
  /** Units received at the beginning. */
  readonly units: number;
}

function skusOf(random: Random): readonly Sku[] {
  return Array.from({ length: random.whole(1, 3) }, (_, index) => ({
    sku: `sku-${index + 1}`,
    priceMicros: random.whole(1, 50) * 1_000_000 + random.pick([0, 500_000, 990_000]),
    units: random.whole(1, 8),
  }));
}

export function settingsOf(seed: number): ShopSettings {
  const random = createRandom(seed, "settings");
  const replica = () => (random.chance(0.4) ? 2 : 1);
  return {
    replicas: { orders: replica(), inventory: replica(), payments: replica() },
    orders: {
      SAGA_STEP_TIMEOUT_MS: random.pick([1_000, 3_000, 10_000]),
      SAGA_STEP_ATTEMPTS: random.whole(1, 4),
      RESERVATION_TTL_SECONDS: random.pick([3, 15, 60, 900]),
    },
    inventory: {
      AVAILABILITY_INTERVAL_MS: random.pick([400, 1_500]),
      SETTLE_INTERVAL_MS: random.pick([700, 2_000]),
      SETTLE_AFTER_MS: random.pick([1_000, 5_000]),
    },
    providerTimeoutMs: random.pick([1_000, 5_000]),
    bus: { dedupMs: random.pick([0, 2_000, 600_000]), ackWaitMs: random.pick([3_000, 30_000]) },
    skus: skusOf(random),
    customers: random.whole(2, 7),
    calmFromMs: random.whole(15, 45) * 1_000,
  };
}
