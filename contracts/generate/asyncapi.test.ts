import { expect, test } from "bun:test";
import { Parser } from "@asyncapi/parser";
import { describeMessages } from "./asyncapi.ts";
import { readMessages } from "./messages.ts";

const messages = await readMessages();

test("the AsyncAPI document is valid, and every message has its channel, operation and example", async () => {
  const { document, diagnostics } = await new Parser().parse(describeMessages(messages).text);
  expect(diagnostics.map(({ message, path }) => `${path.join(".")}: ${message}`)).toEqual([]);
  const addresses = document
    ?.channels()
    .all()
    .map((channel) => channel.address());
  expect(addresses).toEqual(messages.map(({ type }) => `{prefix}.${type}`));
  const operations = document?.operations().all() ?? [];
  expect(operations.map((operation) => operation.action()).filter((action) => action === "receive")).toHaveLength(
    messages.filter(({ kind }) => kind === "command").length,
  );
  const examples = document
    ?.messages()
    .all()
    .map((message) => message.examples().all().length);
  expect(examples).toEqual(messages.map(() => 1));
});

test("every message documents the CloudEvents and trace headers", async () => {
  const { document } = await new Parser().parse(describeMessages(messages).text);
  const headers = document
    ?.messages()
    .all()
    .map((message) => Object.keys(message.headers()?.properties() ?? {}));
  expect(headers).toHaveLength(messages.length);
  for (const names of headers ?? [])
    expect(names).toEqual(expect.arrayContaining(["ce-id", "ce-type", "ce-source", "traceparent", "Nats-Msg-Id"]));
});
