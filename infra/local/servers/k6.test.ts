import { expect, test } from "bun:test";
import { isRecentK6 } from "./k6.ts";

test("a k6 that runs TypeScript is taken, an older one or another program is not", () => {
  expect(isRecentK6("k6 v1.8.1 (go1.26.1, linux/amd64)")).toBe(true);
  expect(isRecentK6("k6 v0.49.0 (commit/fbf9c5f, go1.21.6, linux/amd64)")).toBe(false);
  expect(isRecentK6("k6, a stub")).toBe(false);
});
