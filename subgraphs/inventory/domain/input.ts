import { type Line, MAIN_LOCATION } from "./stock.ts";

/** One thing that is wrong in an input, and where. */
export interface InputIssue {
  readonly path: readonly string[];
  readonly message: string;
}

const KEY_LENGTH = 100;
const SKU_LENGTH = 64;
const NOTE_LENGTH = 1_000;
const MOST_LINES = 1_000;
/** Far above any stock, far below where sums of a million of them would lose precision. */
const MOST_UNITS = 1_000_000_000;

function keyIssues(key: string): readonly InputIssue[] {
  return key.length >= 1 && key.length <= KEY_LENGTH ? [] : [{ path: ["key"], message: `must have 1 to ${KEY_LENGTH} characters` }];
}

function locationIssues(location: string): readonly InputIssue[] {
  return location === MAIN_LOCATION
    ? []
    : [{ path: ["location"], message: `is not a location of this shop, which has "${MAIN_LOCATION}" only` }];
}

/** The same rule as the catalog's. */
function skuIssues(sku: string, path: readonly string[]): readonly InputIssue[] {
  const isSku = sku.length >= 1 && sku.length <= SKU_LENGTH && sku.trim() === sku && !/[\p{C}\p{Zl}\p{Zp}]/u.test(sku);
  return isSku ? [] : [{ path, message: `must have 1 to ${SKU_LENGTH} printable characters and no space at its ends` }];
}

/** What is wrong with a delivery. */
export function receiptIssues(input: {
  readonly key: string;
  readonly location: string;
  readonly lines: readonly Line[];
}): readonly InputIssue[] {
  const { key, location, lines } = input;
  const isCounted = lines.length >= 1 && lines.length <= MOST_LINES;
  return [
    ...keyIssues(key),
    ...locationIssues(location),
    ...(isCounted ? [] : [{ path: ["lines"], message: `must be 1 to ${MOST_LINES}` }]),
    ...lines
      .slice(0, MOST_LINES)
      .flatMap(({ sku, quantity }, index) => [
        ...skuIssues(sku, ["lines", String(index), "sku"]),
        ...(quantity >= 1 && quantity <= MOST_UNITS
          ? []
          : [{ path: ["lines", String(index), "quantity"], message: `must be 1 to ${MOST_UNITS}` }]),
      ]),
  ];
}

/** What is wrong with an adjustment. */
export function adjustmentIssues(input: {
  readonly key: string;
  readonly location: string;
  readonly sku: string;
  readonly quantity: number;
  readonly reason: "WRITE_OFF" | "CORRECTION";
  readonly note: string | null;
}): readonly InputIssue[] {
  const { key, location, sku, quantity, reason, note } = input;
  const isPossible = quantity !== 0 && Math.abs(quantity) <= MOST_UNITS;
  return [
    ...keyIssues(key),
    ...locationIssues(location),
    ...skuIssues(sku, ["sku"]),
    ...(isPossible ? [] : [{ path: ["quantity"], message: `must not be zero, and at most ${MOST_UNITS} either way` }]),
    ...(reason === "WRITE_OFF" && quantity > 0 ? [{ path: ["quantity"], message: "must be negative for a write-off" }] : []),
    ...((note?.length ?? 0) > NOTE_LENGTH ? [{ path: ["note"], message: `must have at most ${NOTE_LENGTH} characters` }] : []),
  ];
}
