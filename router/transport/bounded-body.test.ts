import { expect, test } from "bun:test";
import { ResponseTooLargeError, readText } from "./bounded-body.ts";

const TEXT = JSON.stringify({ data: { text: "ä".repeat(50) } });
const BYTES = new TextEncoder().encode(TEXT);

/** In pieces, none of which ends where a character does. */
function inPieces(bytes: Uint8Array): ReadableStream<Uint8Array> {
  const pieces = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, index) => bytes.slice(index * 7, index * 7 + 7));
  return new ReadableStream({
    pull(controller) {
      const piece = pieces.shift();
      if (piece === undefined) controller.close();
      else controller.enqueue(piece);
    },
  });
}

const announced = { headers: { "content-length": String(BYTES.length) } };

test.each([
  ["of known length", () => new Response(TEXT, announced)],
  ["of unknown length, in pieces", () => new Response(inPieces(BYTES))],
  ["of a compressed length that says nothing", () => new Response(TEXT, { headers: { "content-length": "1", "content-encoding": "br" } })],
])("a body %s is read up to the limit to the byte, and not beyond", async (_name, respond) => {
  expect(await readText(respond(), BYTES.length)).toBe(TEXT);
  expect(readText(respond(), BYTES.length - 1)).rejects.toBeInstanceOf(ResponseTooLargeError);
});

test("a body that never ends is given up at the limit, and its sender told", async () => {
  const cancelled = Promise.withResolvers<void>();
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(BYTES),
    cancel: () => cancelled.resolve(),
  });
  expect(readText(new Response(endless), 1_000_000)).rejects.toBeInstanceOf(ResponseTooLargeError);
  await cancelled.promise;
});

test("one that is announced as too large is not read at all", async () => {
  const cancelled = Promise.withResolvers<void>();
  let pulls = 0;
  const body = new ReadableStream<Uint8Array>(
    {
      pull: () => {
        pulls += 1;
      },
      cancel: () => cancelled.resolve(),
    },
    { highWaterMark: 0 },
  );
  expect(readText(new Response(body, { headers: { "content-length": "101" } }), 100)).rejects.toBeInstanceOf(ResponseTooLargeError);
  await cancelled.promise;
  expect(pulls).toBe(0);
});

test("no body is no text", async () => expect(await readText(new Response(null), 0)).toBe(""));
