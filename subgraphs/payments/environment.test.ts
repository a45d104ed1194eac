import { expect, test } from "bun:test";
import { readPaymentsEnvironment } from "./environment.ts";

const needed = { MONGO_URL: "mongodb://db/", NATS_URL: "nats://bus", INTERNAL_TOKEN_JWKS: '{"keys":[{"kty":"OKP"}]}' };

test("the sandbox is the provider outside production", () => {
  expect(readPaymentsEnvironment(needed)).toMatchObject({ PAYMENT_PROVIDER: "sandbox", PROVIDER_TIMEOUT_MS: 5_000, PORT: 4005 });
});

test("in production play money has to be chosen knowingly", () => {
  const production = { ...needed, NODE_ENV: "production" };
  expect(() => readPaymentsEnvironment(production)).toThrow("PAYMENT_PROVIDER is not set");
  expect(readPaymentsEnvironment({ ...production, PAYMENT_PROVIDER: "sandbox" }).PAYMENT_PROVIDER).toBe("sandbox");
});

test("a provider that there is not, and a database whose books would have no name, are refused", () => {
  expect(() => readPaymentsEnvironment({ ...needed, PAYMENT_PROVIDER: "paypal" })).toThrow("PAYMENT_PROVIDER");
  expect(() => readPaymentsEnvironment({ ...needed, MONGO_DATABASE: "x".repeat(55) })).toThrow("MONGO_DATABASE");
});
