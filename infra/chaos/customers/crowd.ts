import type { History } from "../history/history.ts";
import { createDice } from "../schedule/dice.ts";
import { createApp, GivenUpError } from "./app.ts";
import { beCustomer, type Returnable } from "./customer.ts";
import { beStaff } from "./staff.ts";

export interface CrowdOptions {
  readonly endpoint: string;
  readonly seed: number;
  readonly customers: number;
  readonly history: History;
  /** Staff's access token. */
  readonly token: string;
  readonly signal: AbortSignal;
}

/** The people in the shop. */
export interface Crowd {
  /** Nobody begins anything new; resolves once all have the answers that they wait for, or have waited `patienceMs`. */
  close(patienceMs: number): Promise<void>;
  /** Rejects when somebody in it cannot go on, which is a mistake of ours. */
  readonly failed: Promise<never>;
}

/** Lets people in. What they do is drawn from the seed; when, and so in which order, depends on how the shop answers. */
export function openDoors({ endpoint, seed, customers, history, token, signal }: CrowdOptions): Crowd {
  const closing = new AbortController();
  const gone = new AbortController();
  const returns: Returnable[] = [];
  const appOf = (who: string) =>
    createApp({ endpoint, who, dice: createDice(seed, who), history, signal: AbortSignal.any([signal, gone.signal]) });
  const names = Array.from({ length: customers }, (_, index) => `customer ${index + 1}`);
  const people = [
    ...names.map((who) => beCustomer({ app: appOf(who), closing: closing.signal, onReturn: (returnable) => returns.push(returnable) })),
    beStaff({ app: appOf("staff"), token, closing: closing.signal, returns }),
  ].map((one) =>
    one.catch((error: unknown) => {
      if (!(error instanceof GivenUpError)) throw error;
    }),
  );
  const failed = new Promise<never>((_resolve, reject) => {
    for (const one of people) one.catch(reject);
  });
  // Whoever does not watch it hears of it from `close`.
  failed.catch(() => undefined);
  return {
    failed,
    async close(patienceMs) {
      closing.abort();
      const timer = setTimeout(() => gone.abort(), patienceMs);
      try {
        await Promise.all(people);
      } finally {
        clearTimeout(timer);
        gone.abort();
      }
    },
  };
}
