import { describe, expect, test } from "bun:test";
import { type Allocation, evolve } from "./allocation.ts";
import { decideCommit, decideExpiry, decideRelease, decideReserve, decideRestock } from "./commands.ts";
import type { Decision } from "./decision.ts";
import { decideFinished, decideShort } from "./outcomes.ts";
import { planOf } from "./plan.ts";
import type { Line } from "./stock.ts";

const NOON = new Date("2026-11-21T12:00:00.000Z");
const EXPIRY = new Date("2026-11-21T12:15:00.000Z");
const at = (now: Date = NOON) => ({ now, settleAt: new Date(now.getTime() + 5_000) });
const afterExpiry = at(EXPIRY);
const LINES: readonly Line[] = [
  { sku: "a", quantity: 2 },
  { sku: "b", quantity: 1 },
];
const PLENTY = new Map([
  ["a", 10],
  ["b", 10],
]);
const operation = (name: string) => ({ operationId: `o1:${name}`, orderId: "o1" });
const reserveOf = (name = "reserve", lines = LINES) => ({ ...operation(name), lines, expiresAt: EXPIRY });

function after(state: Allocation | null, { events }: Pick<Decision, "events">): Allocation {
  const next = events.reduce<Allocation | null>(evolve, state);
  if (next === null) throw new Error("nothing was decided");
  return next;
}

/** Lets the work that was begun come about. */
function done(state: Allocation): Allocation {
  return state.work === null ? state : after(state, decideFinished(state, state.work));
}

const reserving = after(null, decideReserve(null, reserveOf(), { ...at(), available: PLENTY }));
const reserved = done(reserving);
const committed = done(after(reserved, decideCommit(reserved, operation("commit"), at())));
const released = done(after(reserved, decideRelease(reserved, operation("release"), at())));
const expired = done(after(reserved, decideExpiry(reserved, afterExpiry)));

describe("reserve", () => {
  test("sets all lines aside and says until when", () => {
    expect(planOf(reserving)).toEqual({
      kind: "hold",
      opId: "order:o1:reserve",
      changes: [
        { stockId: "main:a", sku: "a", onHand: 0, reserved: 2 },
        { stockId: "main:b", sku: "b", onHand: 0, reserved: 1 },
      ],
      movements: [],
    });
    expect(reserved).toMatchObject({ status: "reserved", expiresAt: EXPIRY, lookAt: EXPIRY, work: null });
  });

  test("what is short at first sight is refused without touching the stock, with every shortage", () => {
    const decision = decideReserve(null, reserveOf(), { ...at(), available: new Map([["a", 1]]) });
    expect(decision).toMatchObject({ next: "done" });
    expect(decision.answers).toEqual([
      {
        kind: "rejected",
        operationId: "o1:reserve",
        code: "OUT_OF_STOCK",
        shortages: [
          { sku: "a", requested: 2, available: 1 },
          { sku: "b", requested: 1, available: 0 },
        ],
      },
    ]);
    expect(planOf(after(null, decision))).toBeNull();
  });

  test("what turns out short is given back before it is refused", () => {
    if (reserving.work === null) throw new Error("no work");
    const short = decideShort(reserving, reserving.work, { ...at(), shortages: [{ sku: "b", requested: 1, available: 0 }] });
    expect(short.answers).toEqual([]);
    const rejecting = after(reserving, short);
    expect(planOf(rejecting)).toMatchObject({ kind: "undo", opId: "order:o1:reserve" });
    expect(done(rejecting)).toMatchObject({ status: "rejected", held: false, answers: [{ kind: "rejected", code: "OUT_OF_STOCK" }] });
  });

  test("lines of the same SKU are one", () => {
    const twice = [LINES, LINES].flat();
    const state = after(null, decideReserve(null, reserveOf("reserve", twice), { ...at(), available: PLENTY }));
    expect(state.lines).toEqual([
      { sku: "a", quantity: 4, restocked: 0 },
      { sku: "b", quantity: 2, restocked: 0 },
    ]);
  });

  test("the same operation again is answered the same, whatever has become of the order", () => {
    for (const state of [reserved, committed, released, expired]) {
      const again = decideReserve(state, reserveOf(), { ...at(), available: new Map() });
      expect(again).toEqual({ events: [], answers: [{ kind: "reserved", operationId: "o1:reserve" }], next: "done" });
    }
  });

  test("another operation for the same lines finds them reserved; for other lines it is a conflict", () => {
    const same = decideReserve(reserved, reserveOf("other"), { ...at(), available: new Map() });
    expect(same.answers).toEqual([{ kind: "reserved", operationId: "o1:other" }]);
    expect(planOf(after(reserved, same))).toBeNull();
    const other = reserveOf("third", [{ sku: "a", quantity: 3 }]);
    expect(decideReserve(reserved, other, { ...at(), available: PLENTY })).toMatchObject({ next: "conflict", events: [] });
  });

  test("a reserve that arrives after the release is refused", () => {
    const tombstone = after(null, decideRelease(null, operation("undo"), at()));
    expect(tombstone).toMatchObject({ status: "released", answers: [{ kind: "released", operationId: "o1:undo" }] });
    for (const state of [tombstone, released, expired]) {
      const late = decideReserve(state, reserveOf("late"), { ...at(), available: PLENTY });
      expect(late.answers).toEqual([{ kind: "rejected", operationId: "o1:late", code: "RELEASED", shortages: [] }]);
      expect(planOf(after(state, late))).toBeNull();
    }
  });
});

describe("commit", () => {
  test("takes the units off the shelf and writes the sale into the ledger", () => {
    const plan = planOf(after(reserved, decideCommit(reserved, operation("commit"), at())));
    expect(plan).toMatchObject({ kind: "final", opId: "order:o1:commit" });
    expect(plan?.changes[0]).toEqual({ stockId: "main:a", sku: "a", onHand: -2, reserved: -2 });
    expect(plan?.movements[0]).toMatchObject({ id: "order:o1:commit@main:a", quantity: -2, reason: "SALE", orderId: "o1" });
  });

  test.each([
    ["nothing was reserved", null, "NOT_RESERVED"],
    ["it was released", released, "RELEASED"],
    ["it expired", expired, "RESERVATION_EXPIRED"],
  ] as const)("is refused when %s", (_when, state, code) => {
    expect(decideCommit(state, operation("late"), at()).answers).toEqual([{ kind: "commit-refused", operationId: "o1:late", code }]);
  });

  test("is refused from the moment of expiry on, also when no sweep has come by, and lets the stock go", () => {
    const decision = decideCommit(reserved, operation("commit"), afterExpiry);
    expect(decision.answers).toEqual([{ kind: "commit-refused", operationId: "o1:commit", code: "RESERVATION_EXPIRED" }]);
    expect(decision.next).toBe("advance");
    expect(done(after(reserved, decision))).toMatchObject({ status: "released", releasedBy: "expiry" });
  });
});

describe("release", () => {
  test("calls off a reserving that is under way, which answers both", () => {
    const cancelling = after(reserving, decideRelease(reserving, operation("undo"), at()));
    expect(planOf(cancelling)).toMatchObject({ kind: "undo", opId: "order:o1:reserve" });
    expect(done(cancelling).answers).toEqual([
      { kind: "rejected", operationId: "o1:reserve", code: "RELEASED", shortages: [] },
      { kind: "released", operationId: "o1:undo" },
    ]);
  });

  test("waits for other work to be carried out", () => {
    const committing = after(reserved, decideCommit(reserved, operation("commit"), at()));
    expect(decideRelease(committing, operation("undo"), at())).toEqual({ events: [], answers: [], next: "decide-again" });
  });

  test("puts back what was sold and has not come back by returns", () => {
    const returned = done(
      after(committed, decideRestock(committed, { ...operation("r1"), returnId: "r1", lines: [{ sku: "a", quantity: 1 }] }, at())),
    );
    const puttingBack = after(returned, decideRelease(returned, operation("cancel"), at()));
    expect(planOf(puttingBack)?.movements.map(({ sku, quantity, reason }) => ({ sku, quantity, reason }))).toEqual([
      { sku: "a", quantity: 1, reason: "RETURN" },
      { sku: "b", quantity: 1, reason: "RETURN" },
    ]);
  });
});

describe("restock", () => {
  const restockOf = (name: string, returnId: string, lines: readonly Line[]) => ({ ...operation(name), returnId, lines });

  test("never puts back more of a SKU than was sold and has not come back", () => {
    const more = after(
      committed,
      decideRestock(
        committed,
        restockOf("r1", "r1", [
          { sku: "a", quantity: 5 },
          { sku: "x", quantity: 1 },
        ]),
        at(),
      ),
    );
    expect(planOf(more)?.changes).toEqual([{ stockId: "main:a", sku: "a", onHand: 2, reserved: 0 }]);
    const nothingLeft = decideRestock(done(more), restockOf("r2", "r2", [{ sku: "a", quantity: 1 }]), at());
    expect(nothingLeft).toMatchObject({ next: "done", answers: [{ kind: "restocked", returnId: "r2" }] });
  });

  test("a return is restocked once, whoever asks for it", () => {
    const once = done(after(committed, decideRestock(committed, restockOf("r1", "r1", [{ sku: "a", quantity: 1 }]), at())));
    const again = decideRestock(once, restockOf("other", "r1", [{ sku: "a", quantity: 1 }]), at());
    expect(again).toMatchObject({ next: "done", answers: [{ kind: "restocked", operationId: "o1:other", returnId: "r1" }] });
    expect(after(once, again).lines).toEqual(once.lines);
  });
});

test("ids that contain the separators of operation ids name other operations", () => {
  const opIdOf = (orderId: string, returnId: string) => {
    const state = { ...committed, orderId };
    return planOf(after(state, decideRestock(state, { operationId: "x", orderId, returnId, lines: [{ sku: "a", quantity: 1 }] }, at())))
      ?.opId;
  };
  expect(opIdOf("o:restock:r", "x")).not.toBe(opIdOf("o", "r:restock:x"));
});
