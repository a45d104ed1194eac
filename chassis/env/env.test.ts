import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
    REUSE_PORT: false,
    SHUTDOWN_TIMEOUT_MS: 10_000,
    PORT: 4009,
    MONGO_URL: complete.MONGO_URL,
    MONGO_DATABASE: "mercato_toys",
    NATS_URL: complete.NATS_URL,
    BUS_PREFIX: "mercato",
    BUS_REPLICAS: 1,
    BUS_ACK_WAIT_MS: 30_000,
    FAULTS_ALLOWED: false,
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

const folder = mkdtempSync(join(tmpdir(), "mercato-env-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

test("a variable may be given as a file; the newline at its end is not part of it", () => {
  const { INTERNAL_TOKEN_JWKS: _given, ...others } = complete;
  const environment = readEnvironment("toys", variables, {
    ...others,
    INTERNAL_TOKEN_JWKS_FILE: file("jwks", `${JWKS}\n`),
    LOG_LEVEL_FILE: file("level", "debug\n"),
  });
  expect(environment).toMatchObject({ INTERNAL_TOKEN_JWKS: { keys: [{ x: "abc" }] }, LOG_LEVEL: "debug" });
});

test("what a file holds is checked like any value, and not shown either", () => {
  expect(problemsOf(variables, { ...complete, PORT_FILE: file("port", SECRET) }).join()).toMatch(/^PORT (?!.*correct-horse)/);
  const { MONGO_URL: _given, ...others } = complete;
  expect(problemsOf(variables, { ...others, MONGO_URL_FILE: file("empty", "\n") })).toEqual(["MONGO_URL is not set"]);
});

test("a variable that is given as a value and as a file is refused", () => {
  expect(problemsOf(variables, { ...complete, MONGO_URL_FILE: file("url", complete.MONGO_URL) })).toEqual([
    "MONGO_URL and MONGO_URL_FILE are both set",
  ]);
});

test("a file that cannot be read is told beside everything else that is wrong", () => {
  const { MONGO_URL: _given, ...others } = complete;
  expect(problemsOf(variables, { ...others, PORT: "many", MONGO_URL_FILE: join(folder, "nothing"), LOG_LEVEL_FILE: folder })).toEqual([
    "LOG_LEVEL_FILE names a file that cannot be read (EISDIR)",
    "MONGO_URL_FILE names a file that cannot be read (ENOENT)",
    expect.stringContaining("PORT "),
  ]);
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
