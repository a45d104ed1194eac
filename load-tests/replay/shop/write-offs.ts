import type { WriteOff } from "../plan/plan.ts";
import { ShopError } from "./client.ts";
import type { Replay } from "./replay.ts";

const ADJUST =
  "mutation ReplayWriteOff($input: AdjustStockInput!) { adjustStock(input: $input) { ... on Refusal { code message } ... on StockAdjustment { alreadyApplied } } }";

/** Books goods out that left the shelf without a sale. @throws ShopError when the shop refuses. */
export async function writeOff(replay: Replay, { row }: WriteOff): Promise<void> {
  const input = {
    key: `${replay.run}-${row.invoice}-${row.file}-${row.line}`,
    sku: row.stockCode,
    quantity: row.quantity,
    reason: "WRITE_OFF",
    note: row.description === "" ? `invoice ${row.invoice}` : row.description,
  };
  const { adjustStock } = await replay.client.send<{ adjustStock: { code?: string; message?: string } }>(replay.staff.token, ADJUST, {
    input,
  });
  if (adjustStock.code) throw new ShopError(`${adjustStock.message ?? ""} (${adjustStock.code})`, adjustStock.code);
}
