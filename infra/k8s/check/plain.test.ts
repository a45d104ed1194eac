import { expect, test } from "bun:test";
import { quantity } from "./plain.ts";

test.each([
  ["1500m", 1.5],
  ["2", 2],
  [2, 2],
  ["0.5", 0.5],
  ["512Mi", 536_870_912],
  ["1Gi", 1_073_741_824],
  ["1x", undefined],
  ["", undefined],
  [undefined, undefined],
])("the quantity %p is %p", (text, value) => {
  expect(quantity(text)).toBe(value);
});
