import { expect, test } from "bun:test";
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from "node:zlib";
import { chooseCoding, compressed } from "./compress.ts";

test.each([
  [null, null],
  ["", null],
  ["identity", null],
  ["compress, deflate", null],
  ["gzip", "gzip"],
  ["gzip, deflate, br", "br"],
  ["gzip, deflate, br, zstd", "zstd"],
  ["zstd;q=0.5, GZIP;q=0.8, br;q=0.1", "gzip"],
  ["*", "zstd"],
  ["*;q=0.1, zstd;q=0", "br"],
  ["gzip;q=0, br;q=0, zstd;q=none", null],
])("of %s there is %s", (accepted, coding) => expect(chooseCoding(accepted)).toBe(coding));

const json = { headers: { "content-type": "application/json; charset=utf-8", vary: "origin" } };
const asking = (coding: string) => new Request("http://router/graphql", { headers: { "accept-encoding": coding } });

const decoders = { zstd: zstdDecompressSync, br: brotliDecompressSync, gzip: gunzipSync } as const;

test.each(Object.keys(decoders) as (keyof typeof decoders)[])("a response in %s is what it was, whatever its size", async (coding) => {
  for (const size of [1_000, 500_000]) {
    const text = JSON.stringify({ data: { text: "ä".repeat(size) } });
    const response = await compressed(asking(coding), new Response(text, { ...json, status: 400 }), 1_000);
    expect([response.status, response.headers.get("content-encoding"), response.headers.get("vary")]).toEqual([
      400,
      coding,
      "origin, accept-encoding",
    ]);
    const bytes = await response.bytes();
    expect(bytes.byteLength).toBeLessThan(size);
    expect(new TextDecoder().decode(decoders[coding](bytes))).toBe(text);
  }
});

test("what is small, or for a client that takes no coding, is left as it is, and caches are told that it could be otherwise", async () => {
  for (const [coding, fromBytes] of [
    ["gzip", 100],
    ["identity", 1],
  ] as const) {
    const response = await compressed(asking(coding), new Response('{"data":{}}', json), fromBytes);
    expect([response.headers.get("content-encoding"), response.headers.get("vary")]).toEqual([null, "origin, accept-encoding"]);
    expect(await response.text()).toBe('{"data":{}}');
  }
});

test("what comes in parts is not held back", async () => {
  for (const type of ["multipart/mixed; boundary=-", "text/event-stream"]) {
    const response = new Response("x".repeat(10_000), { headers: { "content-type": type } });
    expect(await compressed(asking("gzip"), response, 1)).toBe(response);
  }
  const empty = new Response(null, { status: 204 });
  expect(await compressed(asking("gzip"), empty, 1)).toBe(empty);
});
