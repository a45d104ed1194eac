import { expect, test } from "bun:test";
import { inOrderOfWeight, isServed, orderAccepted } from "./accept.ts";

test.each([
  ["application/json;q=0.9, application/graphql-response+json", "application/graphql-response+json, application/json"],
  ["*/*;q=0.1, application/json ; charset=utf-8 ; Q=0.5,text/html", "text/html, application/json;charset=utf-8, */*"],
  ["a/a;q=0.5, b/b;q=0.5, c/c;q=0.50", "a/a, b/b, c/c"],
  ["a/a;q=0, b/b;q=0.001, c/c;q=0.000", "b/b"],
  ["a/a;q=x, b/b;q=, c/c;q=0.9,,", "a/a, b/b, c/c"],
])("%s is, in order of weight, %s", (accept, ordered) => expect(inOrderOfWeight(accept)).toBe(ordered));

test("a header without weights is left as it is, and who refuses everything gets nothing", () => {
  for (const [accept, expected] of [
    ["text/html,  a/a", "text/html,  a/a"],
    ["*/*;q=0", "none/none"],
  ] as const) {
    const headers = new Headers({ accept });
    orderAccepted(headers);
    expect(headers.get("accept")).toBe(expected);
  }
  const none = new Headers();
  orderAccepted(none);
  expect(none.has("accept")).toBe(false);
});

test.each([
  null,
  "",
  "*/*",
  "text/html, application/*",
  "Application/JSON",
  "application/json; charset=UTF-8",
  "multipart/mixed",
  "text/*",
])("%j takes something that is served", (accept) => expect(isServed(accept)).toBe(true));

test.each(["none/none", "text/html", "application/xml, image/*", "application/json; charset=latin-1"])("%j takes nothing of it", (accept) =>
  expect(isServed(accept)).toBe(false),
);
