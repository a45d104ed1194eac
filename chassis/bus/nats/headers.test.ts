import { expect, test } from "bun:test";
import fc from "fast-check";
import { deadLetterHeaders, decodeHeader, encodeHeader, messageHeaders, readAttributes } from "./headers.ts";

const attributes = {
  id: "toys.t1.1.0",
  type: "toys.v1.counted",
  time: "2026-01-01T00:00:00.000Z",
  source: "toys",
  subject: "t1",
  trace: { traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", tracestate: "a=b" },
};
const fallback = { id: "S-1", type: "unknown" };

test("attributes arrive as they were sent, whatever is in them", () => {
  const text = fc.string({ unit: "binary", minLength: 1, maxLength: 40 }).filter((one) => one.isWellFormed());
  fc.assert(
    fc.property(text, text, (id, subject) => {
      const sent = { ...attributes, id, subject };
      expect(readAttributes(messageHeaders(sent), fallback)).toEqual(sent);
    }),
  );
});

test("a header is one line of printable ASCII", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(encodeHeader(text)).toMatch(/^[\x20-\x7e]*$/);
    }),
  );
  expect(encodeHeader("Zoë\r\nce-id: 7 100%")).toBe("Zo%C3%AB%0D%0Ace-id: 7 100%25");
});

test("a header that somebody else wrote is read as it is when it is not ours to decode", () => {
  expect([decodeHeader("100%"), decodeHeader("%C3%AB")]).toEqual(["100%", "ë"]);
});

test("a message says that it is CloudEvents 1.0 with JSON", () => {
  const sent = messageHeaders(attributes);
  expect([sent.get("ce-specversion"), sent.get("content-type")]).toEqual(["1.0", "application/json"]);
});

test("what a foreign message does not say, the stream says for it", () => {
  expect(readAttributes(undefined, fallback)).toEqual({ id: "S-1", type: "unknown", source: "", time: "", subject: "", trace: {} });
});

test("a dead letter keeps its message's attributes and says whence, why, and how often", () => {
  const delivery = { attributes, body: new Uint8Array(), attempt: 3, stream: "MERCATO_TOYS", sequence: 7 };
  const letter = deadLetterHeaders({
    consumer: "shelf--toys-v1-counted",
    delivery,
    code: "INVALID_MESSAGE",
    reason: "no\nway",
    stack: "at\n  x",
  });
  expect(readAttributes(letter, fallback)).toEqual(attributes);
  expect(
    Object.fromEntries(
      ["consumer", "code", "reason", "stack", "stream", "sequence", "attempts"].map((name) => [
        name,
        decodeHeader(letter.get(`mercato-dead-${name}`)),
      ]),
    ),
  ).toEqual({
    consumer: "shelf--toys-v1-counted",
    code: "INVALID_MESSAGE",
    reason: "no\nway",
    stack: "at\n  x",
    stream: "MERCATO_TOYS",
    sequence: "7",
    attempts: "3",
  });
});
