import { expect, test } from "bun:test";
import { row } from "../testing/rows.ts";
import type { Cancellation } from "./plan.ts";
import { matchCancellation, type SoldOrder } from "./returns.ts";

function sold(orderId: string, quantity: number, unitPrice = "2.55"): SoldOrder {
  return {
    orderId,
    lines: [{ lineId: `${orderId}-1`, sku: "85123A", unitPrice, quantity, left: quantity }],
    fees: [{ adjustmentId: `${orderId}-post`, code: "POST", leftMinor: 1800 }],
  };
}

function cancelling(...rows: ReturnType<typeof row>[]): Cancellation {
  return { kind: "cancellation", invoice: "C1", at: new Date(), customer: "17850", rows };
}

test("takes back from the latest sale at the same price, then from those before it", () => {
  const orders = [sold("a", 4), sold("b", 4, "2.10"), sold("c", 4)];
  const { returns, refused } = matchCancellation(cancelling(row({ quantity: -6, unitPrice: "2.550" })), orders);
  expect(refused).toEqual([]);
  expect(returns.map(({ orderId, lines }) => [orderId, ...lines.values()])).toEqual([
    ["c", 4],
    ["a", 2],
  ]);
  expect(orders.map(({ lines }) => lines[0]?.left)).toEqual([2, 4, 0]);
});

test("a row goes back as a whole or not at all", () => {
  const orders = [sold("a", 4)];
  const much = row({ quantity: -5 });
  const other = row({ quantity: -1, stockCode: "22139" });
  expect(matchCancellation(cancelling(much, other), orders)).toEqual({
    returns: [],
    refused: [
      { row: much, reason: "EXCEEDS_EARLIER_SALES" },
      { row: other, reason: "NO_EARLIER_SALE" },
    ],
  });
  expect(orders[0]?.lines[0]?.left).toBe(4);
});

test("fees go back by amount", () => {
  const { returns } = matchCancellation(cancelling(row({ quantity: -1, stockCode: "POST", unitPrice: "10.00" })), [sold("a", 1)]);
  expect([...(returns[0]?.fees ?? [])]).toEqual([["a-post", 1000]]);
});

test("a part of a line priced finer than pence is refused, the whole line is not", () => {
  const part = row({ quantity: -3, unitPrice: "1.255" });
  expect(matchCancellation(cancelling(part), [sold("a", 7, "1.255")]).refused).toEqual([
    { row: part, reason: "ROUNDS_DIFFERENTLY_IN_PARTS" },
  ]);
  expect(matchCancellation(cancelling(row({ quantity: -7, unitPrice: "1.255" })), [sold("a", 7, "1.255")]).refused).toEqual([]);
});
