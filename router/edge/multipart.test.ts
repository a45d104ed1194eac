import { expect, test } from "bun:test";
import { GraphQLError } from "graphql";
import type { Payload } from "../executor/defer-payload.ts";
import { multipartResponse } from "./multipart.ts";

const lastWords = (error: unknown): Payload => ({ errors: [new GraphQLError(String(error))], hasNext: false });
const part = (text: string) => `\r\ncontent-type: application/json; charset=utf-8\r\n\r\n${text}\r\n--graphql`;

async function* parts(...payloads: readonly (Payload | Error)[]): AsyncGenerator<Payload, void, void> {
  for (const payload of payloads) {
    if (payload instanceof Error) throw payload;
    yield payload;
  }
}

test("each part stands between delimiters, and the last is followed by the end", async () => {
  const error = new GraphQLError("no", { path: ["a", 0], extensions: { code: "NO", http: { status: 500 } } });
  const response = multipartResponse({
    payloads: parts({ data: { a: [] }, hasNext: true }, { incremental: [{ data: null, path: ["a", 0], errors: [error] }], hasNext: false }),
    onGone: () => {},
    lastWords,
  });
  expect(response.headers.get("content-type")).toBe('multipart/mixed;boundary="graphql";deferSpec=20220824');
  const second = `{"incremental":[{"data":null,"path":["a",0],"errors":[{"message":"no","path":["a",0],"extensions":{"code":"NO"}}]}],"hasNext":false}`;
  expect(await response.text()).toBe(`\r\n--graphql${part('{"data":{"a":[]},"hasNext":true}')}${part(second)}--\r\n`);
});

test("an answer that breaks off says so and ends", async () => {
  const payloads = parts({ data: {}, hasNext: true }, new Error("a bug"));
  const text = await multipartResponse({ payloads, onGone: () => {}, lastWords }).text();
  expect(text).toEndWith(`${part('{"errors":[{"message":"Error: a bug"}],"hasNext":false}')}--\r\n`);
});

test("whoever works for a client that is gone learns of it", async () => {
  const gone = Promise.withResolvers<void>();
  const payloads = parts({ data: {}, hasNext: true }, { hasNext: false });
  await multipartResponse({ payloads, onGone: () => gone.resolve(), lastWords }).body?.cancel();
  await gone.promise;
});
