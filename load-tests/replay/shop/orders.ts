import { priceText, rowMinor } from "../dataset/amounts.ts";
import type { Sale } from "../plan/plan.ts";
import type { OrderReturnPlan, SoldOrder } from "../plan/returns.ts";
import { ShopError } from "./client.ts";
import { countryCodeOf } from "./countries.ts";
import type { Replay } from "./replay.ts";
import type { Session } from "./sessions.ts";

const PREPARE =
  "mutation ReplayPrepare($input: PrepareCartInput!) { prepareCart(input: $input) { ... on Refusal { code message } ... on Cart { id } } }";
const PLACE = `mutation ReplayPlace($input: PlaceOrderInput!) { placeOrder(input: $input) { ... on Refusal { code message }
  ... on PlaceOrderSuccess { order { id lines { id } adjustments { id } } } } }`;
const STATUS = "query ReplayStatus($id: ID!) { order(id: $id) { status cancelReason returns { id status } } }";
const RETURN = `mutation ReplayReturn($input: ReturnLinesInput!) { returnLines(input: $input) { ... on Refusal { code message }
  ... on ReturnLinesSuccess { orderReturn { id } } } }`;

interface Refusable {
  readonly code?: string;
  readonly message?: string;
}

function refused(what: string, { code, message }: Refusable): ShopError {
  return new ShopError(`${what} was refused: ${message ?? ""} (${code ?? "no data"})`, code ?? "NO_DATA");
}

/** Polls until the probe has an answer. @throws ShopError NOT_ENDED after two minutes. */
async function poll<T>(what: string, probe: () => Promise<T | null>): Promise<T> {
  const deadline = Date.now() + 120_000;
  for (let pause = 20; ; pause = Math.min(pause * 2, 500)) {
    const answer = await probe();
    if (answer !== null) return answer;
    if (Date.now() > deadline) throw new ShopError(`${what} did not come to an end`, "NOT_ENDED");
    await Bun.sleep(pause);
  }
}

async function prepare(replay: Replay, sale: Sale, buyerId: string): Promise<string> {
  const input = {
    key: `${replay.run}-${sale.invoice}`,
    buyerId,
    currency: "GBP",
    orderedAt: sale.at.toISOString(),
    reference: sale.invoice,
    lines: sale.products.map((row) => ({ sku: row.stockCode, quantity: row.quantity, agreedPrice: priceText(row.unitPrice) })),
    adjustments: sale.fees.map((row) => ({ kind: "FEE", code: row.stockCode, description: row.description, amountMinor: rowMinor(row) })),
  };
  const { prepareCart } = await replay.client.send<{ prepareCart: Refusable & { id?: string } }>(replay.staff.token, PREPARE, { input });
  if (prepareCart.id === undefined) throw refused(`the cart of ${sale.invoice}`, prepareCart);
  return prepareCart.id;
}

/** Addresses are not in the data; only the country is. */
function madeUpAddress(sale: Sale) {
  return {
    recipient: sale.customer === null ? "Guest" : `Customer ${sale.customer}`,
    line1: "1 Replay Street",
    city: "Unknown",
    region: sale.country,
    postalCode: "00000",
    countryCode: countryCodeOf(sale.country),
  };
}

/** Staff prepares the invoice as a cart at its prices and date; the buyer places it. Does not wait for its end. */
export async function placeSale(replay: Replay, sale: Sale, buyer: Session): Promise<SoldOrder> {
  const cartId = await prepare(replay, sale, buyer.id);
  const input = {
    cartId,
    idempotencyKey: `${replay.run}-${sale.invoice}`,
    paymentToken: "sandbox-ok",
    shippingAddress: madeUpAddress(sale),
  };
  type Placed = Refusable & { order?: { id: string; lines: readonly { id: string }[]; adjustments: readonly { id: string }[] } };
  const { placeOrder } = await replay.client.send<{ placeOrder: Placed }>(buyer.token, PLACE, { input });
  const { order } = placeOrder;
  if (order === undefined) throw refused(`invoice ${sale.invoice}`, placeOrder);
  return {
    orderId: order.id,
    // The shop keeps lines in the order in which they were given.
    lines: sale.products.map((row, index) => ({
      lineId: order.lines[index]?.id ?? "",
      sku: row.stockCode,
      unitPrice: row.unitPrice,
      quantity: row.quantity,
      left: row.quantity,
    })),
    fees: sale.fees.map((row, index) => ({
      adjustmentId: order.adjustments[index]?.id ?? "",
      code: row.stockCode,
      leftMinor: rowMinor(row),
    })),
  };
}

interface OrderStanding {
  readonly status: string;
  readonly cancelReason: string | null;
  readonly returns: readonly { readonly id: string; readonly status: string }[];
}

async function standingOf(replay: Replay, orderId: string): Promise<OrderStanding> {
  const { order } = await replay.client.send<{ order: OrderStanding | null }>(replay.staff.token, STATUS, { id: orderId });
  if (order === null) throw new ShopError(`order ${orderId} is gone`, "ORDER_GONE");
  return order;
}

/** Waits until the order is through. @throws ShopError when it was called off, or needs a person. */
export async function awaitConfirmed(replay: Replay, orderId: string): Promise<void> {
  const { status, cancelReason } = await poll(`order ${orderId}`, async () => {
    const standing = await standingOf(replay, orderId);
    return standing.status === "PENDING" || standing.status === "CANCELLING" ? null : standing;
  });
  if (status !== "CONFIRMED" && status !== "RETURNED")
    throw new ShopError(`order ${orderId} ended ${status} (${cancelReason ?? "no reason"})`, status);
}

/** Gives back what a cancelling invoice takes back of one order, and waits for it. @throws ShopError when the shop refuses. */
export async function takeBack(
  replay: Replay,
  invoice: { readonly number: string; readonly at: Date },
  plan: OrderReturnPlan,
): Promise<void> {
  const input = {
    orderId: plan.orderId,
    key: `${replay.run}-${invoice.number}`,
    lines: [...plan.lines].map(([lineId, quantity]) => ({ lineId, quantity })),
    adjustments: [...plan.fees].map(([adjustmentId, amountMinor]) => ({ adjustmentId, amountMinor })),
    reason: `invoice ${invoice.number}`,
    returnedAt: invoice.at.toISOString(),
  };
  await awaitConfirmed(replay, plan.orderId);
  type Returned = Refusable & { orderReturn?: { id: string } };
  const { returnLines } = await replay.client.send<{ returnLines: Returned }>(replay.staff.token, RETURN, { input });
  const id = returnLines.orderReturn?.id;
  if (id === undefined) throw refused(`the return of ${invoice.number}`, returnLines);
  const status = await poll(`return ${id} of ${plan.orderId}`, async () => {
    const found = (await standingOf(replay, plan.orderId)).returns.find((one) => one.id === id);
    return found === undefined || found.status === "PENDING" ? null : found.status;
  });
  if (status !== "COMPLETED") throw new ShopError(`the return of ${invoice.number} ended ${status}`, status);
}
