import { expect, test } from "bun:test";
import { createLog } from "./index.ts";

function record(level = "info") {
  const written: string[] = [];
  return { written, log: createLog({ service: "toys", level, destination: { write: (line) => void written.push(line) } }) };
}

test("a line is JSON with service, level as a word, ISO time, fields and a sentence", () => {
  const { log, written } = record();
  log.warn({ orderId: "o1" }, "order waits");
  const { time, ...line } = JSON.parse(written[0] ?? "") as Record<string, unknown>;
  expect(line).toEqual({ level: "warn", service: "toys", orderId: "o1", msg: "order waits" });
  expect(new Date(String(time)).toISOString()).toBe(String(time));
});

test("secrets are cut out by field name, at every depth that our lines have", () => {
  const { log, written } = record();
  const secret = "hunter2-hunter2";
  const fields = { password: secret, token: secret, authorization: secret, cardNumber: secret, apiKey: secret, refreshToken: secret };
  log.info({ ...fields, input: fields, request: { headers: fields, body: { input: fields } } }, "request");
  expect(written.join()).not.toContain(secret);
  expect(written.join()).toContain("[redacted]");
});

test("an error is logged with its type, message, stack, cause and fields, without its secrets", () => {
  const { log, written } = record();
  const err = Object.assign(new TypeError("broken", { cause: new Error("root") }), { orderId: "o1", token: "hunter2-hunter2" });
  log.error({ err }, "failed");
  expect(written.join()).not.toContain("hunter2-hunter2");
  const line = JSON.parse(written[0] ?? "") as { err: Record<string, unknown> };
  expect(line.err).toMatchObject({ type: "TypeError", orderId: "o1" });
  expect(String(line.err["message"])).toContain("broken");
  expect(String(line.err["stack"])).toContain("root");
});

test("an error that drags the insides of a driver along is logged by what it says", () => {
  const { log, written } = record();
  const insides: Record<string, unknown> = { servers: new Map([["a", { hosts: [] }]]) };
  for (const name of Array.from({ length: 60 }, (_, index) => `part${index}`)) insides[name] = { insides, again: [insides] };
  log.warn({ err: Object.assign(new Error("no server was found"), { code: 85, reason: insides }) }, "failed");
  const line = JSON.parse(written[0] ?? "") as { err: Record<string, unknown> };
  expect(line.err).toMatchObject({ type: "Error", message: "no server was found", code: 85 });
  expect(Object.keys(line.err)).not.toContain("reason");
});

test("what is less severe than the level is not written", () => {
  const { log, written } = record("error");
  log.warn("no");
  log.error("yes");
  expect(written).toHaveLength(1);
});
