import { createGraphqlClient, waitFor } from "../graphql-client.ts";
import { availableUnits, type FollowedOrder, fillCart, findVariants, placeOrder, untilEnded } from "./buy.ts";
import { register } from "./sign-in.ts";

export interface DemoOptions {
  /** The router's GraphQL endpoint. */
  readonly endpoint: string;
  /** Pay with a card that is declined. */
  readonly decline: boolean;
  /** What to look for. */
  readonly search: string;
  readonly quantity: number;
  readonly say: (line: string) => void;
}

/** What the demo saw, for programs. */
export interface DemoResult {
  readonly orderId: string;
  readonly status: string;
  readonly sagaMs: number;
  readonly steps: readonly {
    readonly name: string;
    readonly status: string;
    readonly attempts: number;
    readonly durationMs: number | null;
  }[];
  readonly sku: string;
  readonly quantity: number;
  readonly totalMinor: number;
  readonly currency: string;
  /** Captured and not given back. */
  readonly chargedMinor: number;
  readonly cancelReason: string | null;
  readonly availableBefore: number;
  readonly availableAfter: number;
  /** After a declined payment: whether as many units can be bought as before. */
  readonly stockBack?: boolean;
  readonly traceId: string | null;
  /** Whether everything went as it must. */
  readonly ok: boolean;
}

const END_MS = 60_000;
const STOCK_MS = 15_000;

function money(minor: number, currency: string): string {
  return `${(minor / 100).toFixed(2)} ${currency}`;
}

function describeSteps(order: FollowedOrder, say: (line: string) => void): void {
  for (const { name, status, attempts, durationMs, errorCode } of order.saga.steps) {
    const time = durationMs === null ? "" : `, ${durationMs} ms`;
    say(`    ${name.padEnd(20)} ${status.toLowerCase()} (attempts: ${attempts}${time})${errorCode === null ? "" : ` ${errorCode}`}`);
  }
}

/** Walks a new customer from the door to the end of an order, through the one endpoint and nothing else. */
export async function runDemo(options: DemoOptions): Promise<DemoResult> {
  const { say, quantity, decline } = options;
  const anonymous = createGraphqlClient(options.endpoint);
  const email = `ada.${crypto.randomUUID().slice(0, 8)}@customers.example`;
  const { client } = await register(anonymous, { email, password: crypto.randomUUID(), name: "Ada Demo" });
  say(`1. Registered ${email}`);

  const [variant] = await findVariants(client, options.search, quantity);
  if (variant === undefined) throw new Error(`A search for "${options.search}" finds nothing of which ${quantity} can be bought.`);
  say(
    `2. Searched "${options.search}": ${variant.productTitle}, ${variant.title} (${variant.sku}), ${variant.price} ${variant.currency}, ${variant.available} available`,
  );

  const cart = await fillCart(client, variant, quantity);
  say(`3. Put ${quantity} into a cart: ${money(cart.total.amountMinor, cart.total.currency)}`);

  const orderId = await placeOrder(client, cart.id, decline ? "sandbox-decline" : "sandbox-ok");
  say(`4. Placed order ${orderId}, paying with a card that is ${decline ? "declined" : "good"}`);

  const order = await untilEnded(client, orderId, END_MS);
  say(
    `5. The order ended ${order.status}${order.cancelReason === null ? "" : ` (${order.cancelReason})`} after ${order.saga.durationMs} ms:`,
  );
  describeSteps(order, say);

  const expectedUnits = variant.available - (decline ? 0 : quantity);
  const availableAfter = await settledUnits(() => availableUnits(client, variant.sku), expectedUnits);
  const chargedMinor = (order.payment?.captured.amountMinor ?? 0) - (order.payment?.refunded.amountMinor ?? 0);
  const stockBack = availableAfter >= variant.available;
  say(`6. Charged ${money(chargedMinor, order.total.currency)}; ${availableAfter} available`);
  return {
    orderId,
    status: order.status,
    sagaMs: order.saga.durationMs ?? 0,
    steps: order.saga.steps.map(({ name, status, attempts, durationMs }) => ({ name, status, attempts, durationMs })),
    sku: variant.sku,
    quantity,
    totalMinor: order.total.amountMinor,
    currency: order.total.currency,
    chargedMinor,
    cancelReason: order.cancelReason,
    availableBefore: variant.available,
    availableAfter,
    ...(decline ? { stockBack } : {}),
    traceId: order.saga.traceId,
    ok: decline
      ? order.status === "CANCELLED" && stockBack && chargedMinor === 0
      : order.status === "CONFIRMED" && chargedMinor === order.total.amountMinor,
  };
}

/** The number of units once it is what it must be; what it is, when that does not come. Other customers may buy at the same time. */
async function settledUnits(ask: () => Promise<number>, expected: number): Promise<number> {
  try {
    return await waitFor("the stock", STOCK_MS, async () => {
      const units = await ask();
      return units === expected ? units : undefined;
    });
  } catch {
    return ask();
  }
}
