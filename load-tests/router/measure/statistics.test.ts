import { expect, test } from "bun:test";
import { median, rotate, slope } from "./statistics.ts";

test("the median is the middle one, whatever the order", () => {
  expect(median([30, 10, 20])).toBe(20);
});

test("the median of an even number is between the two in the middle", () => {
  expect(median([4, 100, 1, 2])).toBe(3);
});

test("nothing has no median", () => {
  expect(median([])).toBeNaN();
});

test("the slope of points on a line is that line's", () => {
  expect(slope([0, 1, 2, 5].map((x) => [x, 7 - 3 * x] as const))).toBeCloseTo(-3);
});

test("the slope of what goes up and down around a level is small, however far the last point is from the first", () => {
  const points = Array.from({ length: 101 }, (_, x) => [x, 100 + (x % 2 === 0 ? 5 : -5)] as const);
  expect(Math.abs(slope(points))).toBeLessThan(0.01);
});

test("one point has no slope", () => {
  expect(slope([[1, 1]])).toBeNaN();
});

test("a rotated list has the same members and another beginning", () => {
  expect(rotate(["a", "b", "c"], 1)).toEqual(["b", "c", "a"]);
  expect(rotate(["a", "b", "c"], 3)).toEqual(["a", "b", "c"]);
  expect(rotate([], 2)).toEqual([]);
});
