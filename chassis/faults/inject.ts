import type { BusMessage, ConsumerOptions, Delivery, NatsBus, Verdict } from "../bus/index.ts";
import type { Clock, Randomness } from "../clock/index.ts";
import { DependencyUnavailableError } from "../errors/index.ts";
import type { Faults } from "./faults.ts";

export interface InjectOptions {
  readonly faults: Faults;
  readonly clock: Clock;
  readonly randomness: Randomness;
}

/** The clock as it goes wrong. Sleeping takes as long as ever. */
export function withClockFaults(clock: Clock, faults: Faults): Clock {
  return {
    now: () => {
      const skew = faults.get("clock-skew");
      return skew === null ? clock.now() : new Date(clock.now().getTime() + skew.ms);
    },
    sleep: clock.sleep,
  };
}

/** Whether a delivery asks for the undoing of a saga's step: the engine marks such operations. */
function isUndoing({ contract }: Pick<ConsumerOptions, "contract">, { body }: Delivery): boolean {
  return contract.kind === "command" && /"operationId":"[^"]*:undo"/.test(new TextDecoder().decode(body));
}

const TRY_AGAIN_MS = 500;

/** The bus as it fails: messages come twice, late, out of order, or not yet. None is lost, since no flag may break a promise. */
export function withBusFaults(bus: NatsBus, { faults, clock, randomness }: InjectOptions): NatsBus {
  async function publish(message: BusMessage): Promise<void> {
    if (faults.get("relay-paused") !== null) {
      throw new DependencyUnavailableError("bus", { cause: new Error("the relay is paused by a failure flag") });
    }
    await bus.publish(message);
    if (faults.strikes("duplicate-delivery") !== null) await bus.restore(message);
  }

  async function handle(consumer: ConsumerOptions, delivery: Delivery): Promise<Verdict> {
    const reordered = delivery.attempt === 1 ? faults.strikes("reordered-delivery") : null;
    if (reordered !== null) return { kind: "again", delayMs: Math.ceil(reordered.ms * randomness.next()) };
    if (isUndoing(consumer, delivery) && faults.strikes("compensation-failure") !== null) return { kind: "again", delayMs: TRY_AGAIN_MS };
    const lag = faults.get("consumer-lag");
    if (lag !== null) await clock.sleep(lag.ms);
    return consumer.handle(delivery);
  }

  return {
    ...bus,
    publish,
    ready: () => bus.ready() && faults.get("relay-paused") === null,
    consume: (consumer) => bus.consume({ ...consumer, handle: (delivery) => handle(consumer, delivery) }),
  };
}

type Fetch = (request: Request) => Promise<Response>;

function unavailable(): Response {
  return Response.json(
    { errors: [{ message: "This part of the shop fails on purpose.", extensions: { code: "UNAVAILABLE" } }] },
    { status: 503 },
  );
}

/** A service's web side as it fails. Its health is told as ever. */
export function withFetchFaults(fetch: Fetch, { faults, clock, randomness }: InjectOptions): Fetch {
  async function holdBack(): Promise<void> {
    const hold = faults.get("webhook-out-of-order");
    if (hold !== null) await clock.sleep(Math.floor(hold.ms * randomness.next()));
  }

  async function delay(): Promise<void> {
    const latency = faults.get("subgraph-latency");
    if (latency !== null) await clock.sleep(latency.ms);
  }

  return async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith("/webhooks/")) await holdBack();
    if (pathname !== "/graphql") return fetch(request);
    await delay();
    return faults.strikes("subgraph-errors") === null ? fetch(request) : unavailable();
  };
}
