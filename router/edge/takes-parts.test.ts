import { expect, test } from "bun:test";
import { takesParts } from "./takes-parts.ts";

test("an answer in parts is for those who ask for it by name, in the form that is spoken here", () => {
  for (const accept of [
    "multipart/mixed;deferSpec=20220824,application/graphql-response+json,application/json;q=0.9",
    "application/json, Multipart/Mixed; deferSpec=20220824",
    "multipart/mixed",
    'multipart/mixed;boundary="-";deferSpec="20220824";q=0.5',
  ])
    expect(takesParts(accept)).toBe(true);
});

test("whoever asks for nothing, for anything, or for another form gets the whole answer", () => {
  for (const accept of [
    null,
    "",
    "*/*",
    "multipart/*",
    "application/json",
    "multipart/mixed;q=0",
    "multipart/mixed;deferSpec=20991231",
    "multipart/mixed;incrementalSpec=v0.2",
    "multipart/mixed;subscriptionSpec=1.0",
  ])
    expect(takesParts(accept)).toBe(false);
});
