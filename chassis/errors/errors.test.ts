import { expect, test } from "bun:test";
import mongoose from "mongoose";
import {
  assertNever,
  DependencyUnavailableError,
  EnvironmentError,
  errorCode,
  InvalidMessageError,
  InvalidTokenError,
  InvariantError,
  isKnownToPass,
  isRetryable,
  isWriteConflict,
  StaleVersionError,
} from "./index.ts";

const cause = new Error("why");

test("every error says its code, its name, whether a retry helps, and what caused it", () => {
  const errors = [
    new StaleVersionError("order", "o1", { cause }),
    new DependencyUnavailableError("bus", { cause }),
    new InvalidMessageError("orders.v1.placed", "no lines", { cause }),
    new InvariantError("impossible", { cause }),
    new InvalidTokenError("expired", { cause }),
    new EnvironmentError("orders", ["PORT is not set"]),
  ];
  expect(errors.map(({ name, code, retryable }) => [name, code, retryable])).toEqual([
    ["StaleVersionError", "STALE_VERSION", true],
    ["DependencyUnavailableError", "DEPENDENCY_UNAVAILABLE", true],
    ["InvalidMessageError", "INVALID_MESSAGE", false],
    ["InvariantError", "INVARIANT", false],
    ["InvalidTokenError", "INVALID_TOKEN", false],
    ["EnvironmentError", "ENVIRONMENT", false],
  ]);
  expect(errors.slice(0, -1).map((error) => error.cause)).toEqual(Array(5).fill(cause));
  expect(errors.map(errorCode)).toEqual(errors.map(({ code }) => code));
});

test("the reason why a token is refused is not in the message that may reach its bearer", () => {
  expect(new InvalidTokenError("signature verification failed").message).toBe("the token is not valid");
});

test("an error that does not say is worth another attempt, and is not known to pass", () => {
  expect([new TypeError("x"), "text", undefined].map((error) => [isRetryable(error), isKnownToPass(error), errorCode(error)])).toEqual(
    Array(3).fill([true, false, "INTERNAL"]),
  );
});

test("what a database client says about a server that is away is known to pass, also as the cause of another error", () => {
  const { MongoNetworkError, MongoNetworkTimeoutError, MongoNotConnectedError, MongoServerError } = mongoose.mongo;
  const away = [
    new MongoNetworkError("closed"),
    new MongoNetworkTimeoutError("slow"),
    new MongoNotConnectedError("not yet"),
    new mongoose.Error.MongooseServerSelectionError("none"),
    new Error("could not read the cart", { cause: new MongoNetworkError("closed") }),
  ];
  expect(away.map(isKnownToPass)).toEqual(away.map(() => true));
  expect(isKnownToPass(new MongoServerError({ code: 11_000, message: "duplicate" }))).toBe(false);
  const failover = new MongoServerError({ code: 10_107, message: "not primary" });
  failover.addErrorLabel("RetryableWriteError");
  expect(isKnownToPass(failover)).toBe(true);
});

test("a bulk write that lost its server is known to pass, one that the server refused is not", () => {
  const { MongoBulkWriteError, MongoNetworkError } = mongoose.mongo;
  type Given = ConstructorParameters<typeof MongoBulkWriteError>;
  // The client makes them of whatever error came, which its types do not tell.
  const bulk = (error: unknown) => new MongoBulkWriteError(error as Given[0], {} as Given[1]);
  expect(isKnownToPass(bulk(new MongoNetworkError("connection 9 closed")))).toBe(true);
  expect(isKnownToPass(bulk({ message: "duplicate", code: 11_000, writeErrors: [{ code: 11_000 }] }))).toBe(false);
});

test("a write that the database gave up for another is known to pass, alone and among several", () => {
  const { MongoServerError } = mongoose.mongo;
  const conflicts = [
    new MongoServerError({ code: 112, message: "WriteConflict" }),
    new MongoServerError({ code: 16_908_292, message: "deadlock detected" }),
    Object.assign(new MongoServerError({ code: 11_000, message: "several" }), { writeErrors: [{ code: 11_000 }, { code: 16_908_292 }] }),
  ];
  expect(conflicts.map((error) => [isWriteConflict(error), isKnownToPass(error)])).toEqual(Array(3).fill([true, true]));
  const others = [new MongoServerError({ code: 11_000, message: "duplicate" }), new TypeError("x"), { code: 112 }, null];
  expect(others.map(isWriteConflict)).toEqual(Array(4).fill(false));
});

test("one of our errors is believed, whatever its cause", () => {
  expect(isKnownToPass(new InvariantError("wrong", { cause: new DependencyUnavailableError("bus") }))).toBe(false);
});

test("a branch that cannot be reached says what reached it", () => {
  expect(() => assertNever({ kind: "new" } as never)).toThrow('unexpected value {"kind":"new"}');
});
