import { expect, test } from "bun:test";
import { categoriesAlong, shelvesOf } from "./category.ts";

test("a path of names is a chain of categories whose ids are paths of slugs", () => {
  expect(categoriesAlong(["Home", " Candles & Lights "])).toEqual([
    { id: "home", name: "Home", parentId: null },
    { id: "home/candles-lights", name: "Candles & Lights", parentId: "home" },
  ]);
});

test("paths that are empty, too deep, or have a name without letters are no categories", () => {
  expect(categoriesAlong([])).toBeNull();
  expect(categoriesAlong(["Home", " "])).toBeNull();
  expect(categoriesAlong(["Home", "???"])).toBeNull();
  expect(categoriesAlong(["Home", "a\u0000b"])).toBeNull();
  expect(categoriesAlong(["x".repeat(81)])).toBeNull();
  expect(categoriesAlong(Array.from({ length: 9 }, () => "deep"))).toBeNull();
});

test("a product stands on the shelf of its category and on all above it", () => {
  expect(shelvesOf("home/candles/votive")).toEqual(["home", "home/candles", "home/candles/votive"]);
});
