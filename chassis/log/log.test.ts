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

test.each([
  "password",
  "currentPassword",
  "passwordHash",
  "password_confirmation",
  "token",
  "accessToken",
  "refresh_token",
  "paymentToken",
  "Authorization",
  "proxy-authorization",
  "cookie",
  "set-cookie",
  "x-api-key",
  "apiKey",
  "clientSecret",
  "privateKey",
  "ACCESS_TOKEN_PRIVATE_JWK",
  "stripe-signature",
  "credentials",
  "cardNumber",
  "cvc",
  "cvv",
  "iban",
  "email",
  "phone",
  "recipient",
  "line1",
  "line2",
])("%s never reaches a line: on its own, in lists, eight levels down, or on an error", (name) => {
  const { log, written } = record();
  const secret = "hunter2-hunter2";
  const fields = { [name]: secret, nested: { [name]: { deeper: secret } }, list: [[{ [name]: [secret] }]] };
  const deep = Array.from({ length: 12 }).reduce<object>((inner) => ({ inner }), fields);
  log.info({ ...fields, deep, err: Object.assign(new Error("failed"), { [name]: secret }) }, "request");
  expect(written.join()).not.toContain(secret);
  expect(written).toHaveLength(1);
});

test("what is no secret stays as it is, whatever it looks like", () => {
  const { log, written } = record();
  const fields = {
    tokens: 3,
    secretary: "Ada",
    userId: "u1",
    path: ["a", 0, "b"],
    at: new Date(0),
    none: null,
    body: new Uint8Array(9),
    err: new Error("x"),
  };
  log.info(fields, "request");
  const { level: _level, time: _time, service: _service, msg: _msg, err: _err, ...rest } = JSON.parse(written[0] ?? "");
  const { err: _error, ...kept } = fields;
  expect(rest).toEqual({ ...kept, at: "1970-01-01T00:00:00.000Z", body: "[9 bytes]" });
});

test("fields that hold themselves are written, once", () => {
  const { log, written } = record();
  const ring: Record<string, unknown> = { password: "hunter2-hunter2" };
  ring["ring"] = ring;
  log.info({ ring }, "request");
  expect(written).toHaveLength(1);
  expect(written.join()).not.toContain("hunter2");
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
