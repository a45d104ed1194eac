import type { PaymentProvider } from "@mercato/payments/provider";
import type { Life, World } from "../kernel/machine.ts";
import { createRandom } from "../kernel/random.ts";

export interface ProviderLineOptions {
  readonly world: World;
  /** Of the process that calls. */
  readonly life: Life;
  /** The company at the other end: it goes on whatever becomes of its callers. */
  readonly company: PaymentProvider;
  readonly unavailable: (operation: string) => Error;
  readonly away: () => boolean;
}

/** The line to the payment provider: calls that never arrive, answers that never come, callers that die meanwhile. */
export function createProviderLine({ world, life, company, unavailable, away }: ProviderLineOptions): PaymentProvider {
  const { scheduler, faults } = world;
  const random = createRandom(world.seed, `line ${life.name}`);

  function call<T>(operation: string, work: () => Promise<T>): Promise<T> {
    const settled = Promise.withResolvers<T>();
    const key = life.nextCall();
    const dies = faults.strikes("crash", key);
    const sent = !dies || faults.measure(`crash ${key}`) < 0.7;
    if (dies) life.die();
    if (!sent || faults.strikes("provider-request-lost", key)) return settled.promise;
    const site = `${life.name} provider ${operation}`;
    const answer = (tell: () => void) => {
      if (faults.strikes("provider-answer-lost", key)) return;
      scheduler.after(random.between(1, 400), `${site} answered`, () => life.wake(site, tell));
    };
    scheduler.after(random.between(1, 200), site, () => {
      if (away()) return answer(() => settled.reject(unavailable(operation)));
      scheduler.note(`provider: ${operation} for ${life.name}`);
      work().then(
        (outcome) => answer(() => settled.resolve(outcome)),
        (error: unknown) => answer(() => settled.reject(error)),
      );
    });
    return settled.promise;
  }

  return {
    name: company.name,
    authorize: (request) => call("authorize", () => company.authorize(request)),
    settle: (request) => call("settle", () => company.settle(request)),
    capture: (request) => call("capture", () => company.capture(request)),
    void: (request) => call("void", () => company.void(request)),
    refund: (request) => call("refund", () => company.refund(request)),
    transactions: (request) => call("transactions", () => company.transactions(request)),
  };
}
