import { expect, test } from "bun:test";
import type { Done } from "../faults/nemesis.ts";
import type { Entry } from "../history/history.ts";
import { normalOf, percentile, recoveriesOf } from "./recovery.ts";
import { throughputOf } from "./throughput.ts";

const who = "customer 1";

/** An order that was asked for, acknowledged and seen confirmed at these times. */
function bought(orderId: string, [askedAtMs, placedAtMs, confirmedAtMs]: readonly [number, number, number?]): readonly Entry[] {
  const placed: Entry = { atMs: placedAtMs, kind: "placed", who, key: orderId, orderId, totalMinor: 1, askedAtMs };
  return confirmedAtMs === undefined ? [placed] : [placed, { atMs: confirmedAtMs, kind: "seen", who, orderId, status: "CONFIRMED" }];
}

function fault(id: number, endedAtMs: number): Done {
  return { id, fault: { kind: "pause", target: "nats", atMs: 0, lastsMs: 1 }, beganAtMs: 0, endedAtMs, upAtMs: endedAtMs };
}

test("recovery is from the end of a fault to the next order that was asked for afterwards and answered in normal time", () => {
  const history = [
    // Asked for during the fault: says nothing about afterwards.
    ...bought("a", [900, 1_100, 1_200]),
    // Slow, as long as things are not well.
    ...bought("b", [1_050, 2_000, 2_100]),
    // In normal time, and seen confirmed late.
    ...bought("c", [1_400, 1_500, 9_000]),
    ...bought("d", [2_400, 2_500, 2_700]),
  ];
  const normal = { placeMs: 500, confirmMs: 1_000 };
  expect(recoveriesOf(history, [fault(1, 1_000), fault(2, 2_600)], normal)).toEqual([
    { id: 1, placedMs: 500, confirmedMs: 1_700 },
    { id: 2, placedMs: null, confirmedMs: null },
  ]);
});

test("normal is three times what 95 of 100 needed in peace, and never less than half a second and two seconds", () => {
  const calm = bought("a", [0, 300, 2_300]);
  expect(normalOf([...calm, ...bought("b", [5_000, 9_000, 90_000])], 4_000)).toEqual({ placeMs: 900, confirmMs: 6_000 });
  expect(normalOf([], 4_000)).toEqual({ placeMs: 500, confirmMs: 2_000 });
});

test("the first acknowledgement of an order counts, and the first time that it is seen confirmed", () => {
  const history = [...bought("a", [1_100, 1_200, 1_300]), ...bought("a", [1_100, 1_900, 2_000])];
  expect(recoveriesOf(history, [fault(1, 1_000)], { placeMs: 500, confirmMs: 1_000 })).toEqual([
    { id: 1, placedMs: 200, confirmedMs: 300 },
  ]);
  expect(throughputOf(history).map(({ placed, confirmed }) => [placed, confirmed])).toEqual([
    [0, 0],
    [1, 1],
    [0, 0],
  ]);
});

test("a percentile is one of the numbers", () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect([percentile(hundred, 0.95), percentile([7], 0.95), percentile([], 0.95)]).toEqual([95, 7, 0]);
});
