import { expect, test } from "bun:test";
import { row } from "../testing/rows.ts";
import { planReplay } from "./plan.ts";

test("an invoice becomes one sale: goods are lines, money codes are fees, repeated lines stay", () => {
  const rows = [
    row(),
    row(),
    row({ stockCode: "POST", quantity: 1, unitPrice: "18.00" }),
    row({ stockCode: "gift_0001_40", quantity: 1, unitPrice: "34.04" }),
  ];
  const { actions, refused, customers } = planReplay(rows);
  expect(actions).toHaveLength(1);
  expect(actions[0]).toMatchObject({ kind: "sale", invoice: "536365", customer: "17850" });
  expect(actions[0]?.kind === "sale" && [actions[0].products.length, actions[0].fees.length]).toEqual([2, 2]);
  expect(refused).toEqual([]);
  expect(customers).toEqual(["17850"]);
});

test("the catalogue has the most frequent description, the first price, and as much stock as will leave the shelf", () => {
  const rows = [
    row({ description: "" }),
    row({ description: "CUP, RED", unitPrice: "2.95" }),
    row({ description: "CUP, RED" }),
    row({ description: "cup" }),
    row({ invoice: "536589", quantity: -10, unitPrice: "0.0", customer: null, description: "damaged" }),
  ];
  expect(planReplay(rows).catalog).toEqual([{ sku: "85123A", title: "CUP, RED", price: "2.55", openingStock: 34 }]);
});

test.each([
  [{ invoice: "A563185", stockCode: "B", unitPrice: "11062.06" }, "BAD_DEBT_ADJUSTMENT"],
  [{ unitPrice: "-1" }, "NEGATIVE_PRICE"],
  [{ quantity: 0 }, "NO_QUANTITY"],
  [{ quantity: -1 }, "NEGATIVE_SALE_OUTSIDE_CANCELLATION"],
  [{ quantity: -1, stockCode: "POST" }, "NEGATIVE_FEE_OUTSIDE_CANCELLATION"],
  [{ stockCode: "POST", unitPrice: "0" }, "FEE_WITHOUT_AMOUNT"],
  [{ invoice: "C1", quantity: -1, customer: null }, "CANCELLATION_WITHOUT_CUSTOMER"],
  [{ invoice: "C1", quantity: -1, stockCode: "D" }, "DISCOUNT_WITHOUT_ORDER"],
  [{ invoice: "C1", quantity: 1 }, "CANCELLATION_OF_NOTHING"],
])("a row that no shop could apply is refused with its reason: %j", (overrides, reason) => {
  const bad = row(overrides);
  expect(planReplay([bad])).toEqual({ catalog: [], customers: [], actions: [], refused: [{ row: bad, reason }] });
});
