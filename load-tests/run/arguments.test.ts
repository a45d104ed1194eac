import { expect, test } from "bun:test";
import { rising, risingWhole } from "./arguments.ts";

test("a list of rates rises", () => {
  expect(rising("0.5,2,10")).toEqual([0.5, 2, 10]);
  for (const wrong of ["", "2,1", "2,2", "1,,2", "0,1", "1,x"]) expect(() => rising(wrong)).toThrow();
});

test("a list of processes is of whole numbers", () => {
  expect(risingWhole("1,2,4")).toEqual([1, 2, 4]);
  for (const wrong of ["1.5,2", "4,2", "0"]) expect(() => risingWhole(wrong)).toThrow();
});
