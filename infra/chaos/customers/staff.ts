import { patience } from "../faults/patience.ts";
import type { App } from "./app.ts";
import type { Returnable } from "./customer.ts";
import { LAUNCH, RECEIVE, RETURN, type Refused } from "./documents.ts";
import { SCARCE } from "./shelves.ts";

export interface StaffOptions {
  readonly app: App;
  readonly token: string;
  readonly closing: AbortSignal;
  /** What customers send back; emptied by staff. */
  readonly returns: Returnable[];
}

const DELIVERY_UNITS = 12;
const ROUND_MS = 1_000;
const DELIVERIES_IN_ROUNDS = 0.3;
const LAUNCHES_IN_ROUNDS = 0.5;

async function takeBack({ app, token }: StaffOptions, { orderId, lineId }: Returnable): Promise<void> {
  const { who, history } = app;
  const key = `return of ${orderId}`;
  history.write({ kind: "asked", who, operation: "return", key });
  const { data } = await app.insist<{ returnLines: { __typename: "ReturnLinesSuccess"; orderReturn: { id: string } } | Refused }>({
    operation: "return",
    key,
    document: RETURN,
    variables: { input: { orderId, key, lines: [{ lineId, quantity: 1 }], reason: "not what I thought" } },
    token,
  });
  const result = data.returnLines;
  if ("orderReturn" in result) history.write({ kind: "returning", key, orderId, returnId: result.orderReturn.id });
  else history.write({ kind: "refused", who, operation: "return", key, code: result.code });
}

async function receive({ app, token }: StaffOptions, sku: string, key: string): Promise<void> {
  const { who, history } = app;
  history.write({ kind: "asked", who, operation: "receive", key });
  const { data } = await app.insist<{ receiveStock: { __typename: string } | Refused }>({
    operation: "receive",
    key,
    document: RECEIVE,
    variables: { input: { key, lines: [{ sku, quantity: DELIVERY_UNITS }] } },
    token,
  });
  if ("code" in data.receiveStock) history.write({ kind: "refused", who, operation: "receive", key, code: data.receiveStock.code });
  else history.write({ kind: "received", key, sku, units: DELIVERY_UNITS });
}

/** Something new: the catalog says so once, and checkout has to hear of it, of its price and of its units. */
async function launch(options: StaffOptions, round: number): Promise<void> {
  const { who, history } = options.app;
  const sku = `CHAOS-NEW-${round}`;
  history.write({ kind: "asked", who, operation: "launch", key: sku });
  const { data } = await options.app.insist<{ importProducts: { readonly refused: readonly unknown[] } | Refused }>({
    operation: "launch",
    key: sku,
    document: LAUNCH,
    variables: { rows: [{ sku, productTitle: sku, price: `${round}.25`, currency: "GBP" }] },
    token: options.token,
  });
  const result = data.importProducts;
  const isRefused = "code" in result || result.refused.length > 0;
  if (isRefused) history.write({ kind: "refused", who, operation: "launch", key: sku, code: "code" in result ? result.code : "REFUSED" });
  else history.write({ kind: "launched", sku });
  await receive(options, sku, `first delivery of ${sku}`);
}

/** Takes goods in and back until the shop closes, and then what is still to be taken back. */
export async function beStaff(options: StaffOptions): Promise<void> {
  const { app, closing, returns } = options;
  for (let round = 1; !closing.aborted || returns.length > 0; round += 1) {
    for (let next = returns.shift(); next !== undefined; next = returns.shift()) await takeBack(options, next);
    if (!closing.aborted && app.dice.happens(DELIVERIES_IN_ROUNDS)) await receive(options, app.dice.pick(SCARCE).sku, `delivery ${round}`);
    if (!closing.aborted && app.dice.happens(LAUNCHES_IN_ROUNDS)) await launch(options, round);
    await patience(ROUND_MS, closing);
  }
}
