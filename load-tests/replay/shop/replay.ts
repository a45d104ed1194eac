import type { ShopClient } from "./client.ts";
import type { Session } from "./sessions.ts";

/** One replay into one shop. */
export interface Replay {
  readonly client: ShopClient;
  /** Prepares carts, books stock, takes returns. */
  readonly staff: Session;
  /** Names what is done, so that doing it again after an interruption does it once. Letters, digits and hyphens. */
  readonly run: string;
}
