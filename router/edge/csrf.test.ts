import { expect, test } from "bun:test";
import { isForgeable } from "./csrf.ts";

const forgeable = (headers: Record<string, string>) => isForgeable(new Headers(headers));

test("what a browser sends for another site without asking is forgeable", () => {
  for (const site of ["cross-site", "same-site"]) {
    expect(forgeable({ "sec-fetch-site": site })).toBe(true);
    expect(forgeable({ "sec-fetch-site": site, "content-type": "text/plain;charset=utf-8" })).toBe(true);
    expect(forgeable({ "sec-fetch-site": site, "content-type": " application/x-www-form-urlencoded" })).toBe(true);
  }
  expect(forgeable({ origin: "https://evil.example", "content-type": "multipart/form-data; boundary=1" })).toBe(true);
});

test("what a browser asks for first, or sends for its own page, is not; nor what no browser sends", () => {
  expect(forgeable({ "sec-fetch-site": "cross-site", "content-type": "application/json" })).toBe(false);
  expect(forgeable({ "sec-fetch-site": "cross-site", authorization: "Bearer x" })).toBe(false);
  expect(forgeable({ "sec-fetch-site": "same-origin" })).toBe(false);
  expect(forgeable({ "sec-fetch-site": "none" })).toBe(false);
  expect(forgeable({})).toBe(false);
});
