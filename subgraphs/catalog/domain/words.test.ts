import { expect, test } from "bun:test";
import { slugOf, wordsOf } from "./words.ts";

test("words are folded, compounds count as their parts and as the whole, and none counts twice", () => {
  expect(wordsOf("WHITE HANGING HEART T-LIGHT HOLDER", 20)).toEqual(["white", "hanging", "heart", "t", "light", "tlight", "holder"]);
  expect(wordsOf("Crème BRÛLÉE, crème", 20)).toEqual(["creme", "brulee"]);
  expect(wordsOf("BABUSHKA'S  TIN", 20)).toEqual(["babushkas", "tin"]);
  expect(wordsOf("SET/6 ROSES  -red", 20)).toEqual(["set", "6", "roses", "red"]);
  expect(wordsOf("?? -- !", 20)).toEqual([]);
  expect(wordsOf("a b c d", 2)).toEqual(["a", "b"]);
});

test("a slug has folded letters, digits and single hyphens, and 80 characters at most", () => {
  expect(slugOf("  Crème brûlée (Set of 6)! ")).toBe("creme-brulee-set-of-6");
  expect(slugOf("NURSE'S BAG")).toBe("nurses-bag");
  expect(slugOf("茶碗")).toBe("茶碗");
  expect(slugOf("??")).toBe("");
  const long = slugOf("word ".repeat(40));
  expect(long.length).toBeLessThanOrEqual(80);
  expect(long).not.toEndWith("-");
});
