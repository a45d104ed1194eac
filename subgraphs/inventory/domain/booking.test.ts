import { describe, expect, test } from "bun:test";
import { adjustmentOf, bookingPlanOf, bookingVerdictOf, isSameBooking, receiptOf } from "./booking.ts";
import { adjustmentIssues, receiptIssues } from "./input.ts";

const NOON = new Date("2026-11-21T12:00:00.000Z");
const receipt = (lines: readonly { sku: string; quantity: number }[]) => receiptOf("k", "main", { lines, at: NOON });
const adjustment = (quantity: number, available: number) =>
  adjustmentOf({ key: "k", location: "main", sku: "a", quantity, reason: "CORRECTION", note: null, at: NOON, available });

describe("a delivery", () => {
  test("books each SKU once, with one entry in the ledger", () => {
    const booking = receipt([
      { sku: "a", quantity: 2 },
      { sku: "b", quantity: 1 },
      { sku: "a", quantity: 3 },
    ]);
    expect(bookingPlanOf(booking)).toMatchObject({
      kind: "final",
      changes: [
        { stockId: "main:a", onHand: 5, reserved: 0 },
        { stockId: "main:b", onHand: 1, reserved: 0 },
      ],
      movements: [
        { id: "booking:receipt:k@main:a", quantity: 5, reason: "RECEIPT" },
        { id: "booking:receipt:k@main:b", quantity: 1, reason: "RECEIPT" },
      ],
    });
  });

  test("is the same when its lines come in another order or are split, and another when a quantity differs", () => {
    const one = receipt([
      { sku: "a", quantity: 5 },
      { sku: "b", quantity: 1 },
    ]);
    const split = receipt([
      { sku: "b", quantity: 1 },
      { sku: "a", quantity: 2 },
      { sku: "a", quantity: 3 },
    ]);
    expect(isSameBooking(one, split)).toBe(true);
    expect(isSameBooking(one, receipt([{ sku: "a", quantity: 5 }]))).toBe(false);
  });
});

describe("an adjustment", () => {
  test("upwards needs nothing", () => {
    expect(bookingPlanOf(adjustment(3, 0))).toMatchObject({ kind: "final", changes: [{ onHand: 3, reserved: 0 }] });
  });

  test("downwards may come short until the stock has it, and only then enters the ledger", () => {
    const booking = adjustment(-3, 3);
    expect(bookingPlanOf(booking)).toMatchObject({ kind: "hold", movements: [] });
    expect(bookingPlanOf({ ...booking, status: "accepted" })).toMatchObject({ kind: "final", movements: [{ quantity: -3 }] });
    expect(bookingPlanOf({ ...booking, status: "refusing" })).toMatchObject({ kind: "undo" });
  });

  test("that is short at first sight is refused, and remembers what there was", () => {
    const booking = adjustment(-3, 2);
    expect(booking).toMatchObject({ status: "refused", available: 2 });
    expect(bookingPlanOf(booking)).toBeNull();
  });
});

test("an operation stays on the stock until its booking is in the ledger, and is taken back once it is refused", () => {
  const verdicts = (["requested", "accepted", "booked", "refusing", "refused"] as const).map(bookingVerdictOf);
  expect(verdicts).toEqual(["pending", "pending", "applied", "undone", "undone"]);
});

describe("input", () => {
  const line = { sku: "a", quantity: 1 };
  const paths = (issues: readonly { readonly path: readonly string[] }[]) => issues.map(({ path }) => path.join("."));

  test("of a delivery is checked in every place, and all that is wrong is told", () => {
    expect(receiptIssues({ key: "k", location: "main", lines: [line] })).toEqual([]);
    const issues = receiptIssues({
      key: "",
      location: "elsewhere",
      lines: [line, { sku: " a", quantity: 0 }, { sku: "tab\t", quantity: -1 }, { sku: "x".repeat(65), quantity: 2e9 }],
    });
    expect(paths(issues)).toEqual([
      "key",
      "location",
      "lines.1.sku",
      "lines.1.quantity",
      "lines.2.sku",
      "lines.2.quantity",
      "lines.3.sku",
      "lines.3.quantity",
    ]);
  });

  test("of a delivery has 1 to 1000 lines", () => {
    expect(paths(receiptIssues({ key: "k", location: "main", lines: [] }))).toEqual(["lines"]);
    expect(paths(receiptIssues({ key: "k", location: "main", lines: Array.from({ length: 1_001 }, () => line) }))).toEqual(["lines"]);
  });

  test("of an adjustment: not zero, and a write-off only downwards", () => {
    const given = { key: "k", location: "main", sku: "a", note: null };
    expect(adjustmentIssues({ ...given, quantity: -1, reason: "WRITE_OFF" })).toEqual([]);
    expect(paths(adjustmentIssues({ ...given, quantity: 0, reason: "CORRECTION" }))).toEqual(["quantity"]);
    expect(paths(adjustmentIssues({ ...given, quantity: 1, reason: "WRITE_OFF" }))).toEqual(["quantity"]);
    expect(paths(adjustmentIssues({ ...given, quantity: 1, reason: "CORRECTION", note: "x".repeat(1_001) }))).toEqual(["note"]);
  });
});
