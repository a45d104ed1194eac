import { expect, test } from "bun:test";
import { z } from "zod";
import { EnvironmentError } from "../errors/index.ts";
import { describeEnvironment, parseJson, processVariables, readEnvironment, subgraphVariables } from "./index.ts";

const SECRET = "correct-horse-battery-staple";
const JWKS = JSON.stringify({ keys: [{ kty: "OKP", crv: "Ed25519", x: "abc" }] });

const variables = subgraphVariables({ port: 4009, database: "mercato_toys" });
const complete = { MONGO_URL: "mongodb://127.0.0.1:27017/", NATS_URL: "nats://127.0.0.1:4222", INTERNAL_TOKEN_JWKS: JWKS };

function problemsOf(shape: z.ZodRawShape, source: Record<string, string | undefined>): readonly string[] {
  try {
    readEnvironment("toys", shape, source);
  } catch (error) {
    if (error instanceof EnvironmentError) return error.problems;
    throw error;
  }
  return [];
}

test("what is not set takes its default", () => {
  const environment = readEnvironment("toys", variables, complete);
  expect(environment).toEqual({
    HOST: "127.0.0.1",
    LOG_LEVEL: "info",
    SHUTDOWN_TIMEOUT_MS: 10_000,
    PORT: 4009,
    MONGO_URL: complete.MONGO_URL,
    MONGO_DATABASE: "mercato_toys",
    NATS_URL: complete.NATS_URL,
    BUS_PREFIX: "mercato",
    BUS_REPLICAS: 1,
    BUS_ACK_WAIT_MS: 30_000,
    INTERNAL_TOKEN_JWKS: { keys: [{ kty: "OKP", crv: "Ed25519", x: "abc" }] },
  });
});

test("an empty variable counts as not set", () => {
  expect(readEnvironment("toys", variables, { ...complete, PORT: "", LOG_LEVEL: "" })).toMatchObject({ PORT: 4009, LOG_LEVEL: "info" });
  expect(problemsOf(variables, { ...complete, MONGO_URL: "" })).toEqual(["MONGO_URL is not set"]);
});

test.each([
  "mongodb://db-0.db:27017,db-1.db:27017,db-2.db:27017/?replicaSet=rs0",
  "mongodb://user:pass%40word@[::1]:27017/admin?tls=true",
  "mongodb+srv://cluster.example.net/?retryWrites=true",
])("a database may be several servers: %s", (url) => {
  expect(readEnvironment("toys", variables, { ...complete, MONGO_URL: url })).toMatchObject({ MONGO_URL: url });
});

test.each(["postgres://x", "mongodb:", "mongodb:///", "mongodb://a b", "x mongodb://a"])("%s is no address of a database", (url) => {
  expect(problemsOf(variables, { ...complete, MONGO_URL: url })).toEqual(["MONGO_URL is not a MongoDB connection string"]);
});

test("all that is wrong is told at once, one line for each variable", () => {
  const problems = problemsOf(variables, {
    PORT: "many",
    MONGO_URL: "postgres://x",
    LOG_LEVEL: "loud",
    BUS_PREFIX: "A.B",
    BUS_REPLICAS: "9",
  });
  expect(problems.map((problem) => problem.split(" ")[0]).toSorted()).toEqual([
    "BUS_PREFIX",
    "BUS_REPLICAS",
    "INTERNAL_TOKEN_JWKS",
    "LOG_LEVEL",
    "MONGO_URL",
    "NATS_URL",
    "PORT",
  ]);
  expect(problems).toContain("NATS_URL is not set");
});

test("an error names the service and never shows a value", () => {
  const shape = {
    KEY: z.string().transform((text, context) => parseJson(text, context, z.object({ kid: z.string() }))),
    OTHER: z.string().transform((text, context) => parseJson(text, context, z.object({ kid: z.string() }))),
    URL: z.url(),
    COUNT: z.coerce.number(),
    CHOICE: z.enum(["a", "b"]),
    SHORT: z.string().max(3),
  };
  const source = {
    KEY: SECRET,
    OTHER: JSON.stringify({ kid: 3, d: SECRET }),
    URL: SECRET,
    COUNT: SECRET,
    CHOICE: SECRET,
    SHORT: SECRET,
  };
  const problems = problemsOf(shape, source);
  expect(problems).toHaveLength(6);
  expect(new EnvironmentError("toys", problems).message).toStartWith("the environment of toys is not usable:");
  expect(problems.join("\n")).not.toContain(SECRET);
});

test("variables of others are left alone", () => {
  expect(Object.keys(readEnvironment("toys", processVariables, { PATH: "/bin", HOST: "::1" }))).not.toContain("PATH");
});

test("an environment describes itself", () => {
  const described = describeEnvironment(variables);
  expect(described.map(({ name }) => name)).toEqual(Object.keys(variables));
  expect(described.find(({ name }) => name === "PORT")).toEqual({
    name: "PORT",
    required: false,
    description: "Port to listen on; 0 takes a free one",
    defaultValue: "4009",
  });
  expect(described.find(({ name }) => name === "MONGO_URL")).toMatchObject({ required: true, defaultValue: null });
  expect(described.find(({ name }) => name === "OTEL_EXPORTER_OTLP_ENDPOINT")).toMatchObject({ required: false, defaultValue: null });
  expect(described.filter(({ description }) => description === "")).toEqual([]);
});
