import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { evolve, type OrderEvent, type OrderState, type PlacedOrder, refundOf, totalOf } from "./order.ts";
import { decideReturn, type ReturnRequest } from "./returns.ts";

function placed(overrides: Partial<PlacedOrder> = {}): PlacedOrder {
  return {
    orderId: "order_1",
    cartId: "cart_1",
    buyerId: "user_1",
    buyerKind: "user",
    idempotencyKey: "k",
    fingerprint: "f",
    currency: "GBP",
    reference: null,
    orderedAt: new Date(0),
    adjustments: [],
    shippingAddress: { recipient: "Ada", line1: "1", line2: null, city: "London", region: null, postalCode: "N1", countryCode: "GB" },
    lines: [{ id: "line_1", sku: "CUP", title: "Cup", quantity: 3, unitPriceMicros: 1_255_000, totalMinor: 376 }],
    ...overrides,
  };
}

function fold(events: readonly OrderEvent[]): OrderState {
  const state = events.reduce<OrderState | null>(evolve, null);
  if (state === null) throw new Error("no events");
  return state;
}

const CONFIRMED: readonly OrderEvent[] = [{ type: "placed", order: placed() }, { type: "confirmed" }];

function request(overrides: Partial<ReturnRequest> = {}): ReturnRequest {
  return {
    key: "r",
    fingerprint: "f",
    lines: [{ lineId: "line_1", quantity: 1 }],
    adjustments: [],
    reason: null,
    returnedAt: new Date(0),
    ...overrides,
  };
}

describe("a return", () => {
  test("is refused from an order that is not confirmed", () => {
    expect(decideReturn(fold([{ type: "placed", order: placed() }]), request(), "return_1")).toEqual({ kind: "not-confirmed" });
  });

  test("of more than was bought, of an unknown line, of one line twice, is refused", () => {
    const state = fold(CONFIRMED);
    for (const lines of [
      [{ lineId: "line_1", quantity: 4 }],
      [{ lineId: "line_9", quantity: 1 }],
      [
        { lineId: "line_1", quantity: 1 },
        { lineId: "line_1", quantity: 1 },
      ],
    ]) {
      expect(decideReturn(state, request({ lines }), "return_1").kind).toBe("exceeds-order");
    }
  });

  test("never refunds more than a discounted order cost", () => {
    const adjustments = [{ id: "a", kind: "DISCOUNT" as const, code: "D", description: "", amountMinor: -300 }];
    const state = fold([{ type: "placed", order: placed({ adjustments }) }, { type: "confirmed" }]);
    const decision = decideReturn(state, request({ lines: [{ lineId: "line_1", quantity: 3 }] }), "return_1");
    expect(decision.kind === "accepted" && decision.orderReturn.refundMinor).toBe(76);
  });

  test("in whatever parts, gives back a line's total to the last minor unit", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 50_000_000 }),
        fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 8 }),
        (unitPriceMicros, parts) => {
          const quantity = parts.reduce((sum, part) => sum + part, 0);
          const line = { id: "l", sku: "S", title: "", quantity, unitPriceMicros, totalMinor: 0, returnedQuantity: 0, refundedMinor: 0 };
          const whole = refundOf(line, quantity, "GBP");
          let returnedQuantity = 0;
          let refunded = 0;
          for (const part of parts) {
            refunded += refundOf({ ...line, returnedQuantity }, part, "GBP");
            returnedQuantity += part;
          }
          expect(refunded).toBe(whole);
        },
      ),
    );
  });
});

test("an order whose every unit came back is returned; one with a unit left is not", () => {
  const first = decideReturn(fold(CONFIRMED), request({ lines: [{ lineId: "line_1", quantity: 2 }] }), "return_1");
  if (first.kind !== "accepted") throw new Error(first.kind);
  const events: OrderEvent[] = [
    ...CONFIRMED,
    { type: "return-requested", orderReturn: first.orderReturn },
    { type: "return-completed", returnId: "return_1" },
  ];
  expect(fold(events)).toMatchObject({ status: "confirmed", refundedMinor: first.orderReturn.refundMinor });
  const second = decideReturn(fold(events), request({ key: "r2" }), "return_2");
  if (second.kind !== "accepted") throw new Error(second.kind);
  const all = fold([
    ...events,
    { type: "return-requested", orderReturn: second.orderReturn },
    { type: "return-completed", returnId: "return_2" },
  ]);
  expect(all.status).toBe("returned");
  expect(all.refundedMinor).toBe(all.totalMinor);
});

test("an order's total is the sum of its lines and adjustments", () => {
  const adjustments = [
    { id: "a", kind: "FEE" as const, code: "POST", description: "", amountMinor: 1800 },
    { id: "b", kind: "DISCOUNT" as const, code: "D", description: "", amountMinor: -76 },
  ];
  expect(totalOf(placed({ adjustments }))).toBe(376 + 1800 - 76);
});
