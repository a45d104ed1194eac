import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { environmentFrom } from "./command-line.ts";
import { ConfigurationError, keyOf, readConfiguration } from "./config-file.ts";
import { readRouterEnvironment, routerVariables } from "./environment.ts";

const folder = mkdtempSync(join(tmpdir(), "mercato-config-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** What the router would run with. */
const settingsOf = (path: string, environment: Record<string, string> = {}, ...flags: string[]) =>
  readRouterEnvironment(environmentFrom(["--config", path, ...flags], environment));

function problemsOf(path: string): readonly string[] {
  try {
    readConfiguration({ file: path, variables: routerVariables });
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems.map(({ code, place, message }) => `${code} ${place} ${message}`);
    throw error;
  }
  return [];
}

test("every variable has a key, and no two have the same", () => {
  const names = Object.keys(routerVariables);
  expect(new Set(names.map(keyOf)).size).toBe(names.length);
  expect(["PORT", "MAX_BODY_BYTES", "OTEL_EXPORTER_OTLP_ENDPOINT"].map(keyOf)).toEqual([
    "port",
    "maxBodyBytes",
    "otelExporterOtlpEndpoint",
  ]);
});

test("a variable that is JSON in the environment is an object in a file", () => {
  for (const [name, type] of Object.entries(routerVariables)) {
    const isJson = type.safeParse("[").error?.issues.some(({ message }) => message === "is not JSON") === true;
    expect([name, z.globalRegistry.get(type)?.["form"] === "json"]).toEqual([name, isJson]);
  }
});

const YAML = `
# for the tests
port: 5000
graphiql: false
supergraphFile: composed/all.graphql
corsOrigins: [https://shop.example, https://app.example]
routingUrls:
  orders: http://127.0.0.1:5001/graphql
jwksUrl:
internalTokenPrivateJwk: { kty: OKP, crv: Ed25519, d: abc, x: def }
`;
const JSON_TEXT = JSON.stringify(
  {
    port: 5000,
    graphiql: false,
    supergraphFile: "composed/all.graphql",
    corsOrigins: ["https://shop.example", "https://app.example"],
    routingUrls: { orders: "http://127.0.0.1:5001/graphql" },
    jwksUrl: null,
    internalTokenPrivateJwk: { kty: "OKP", crv: "Ed25519", d: "abc", x: "def" },
  },
  null,
  "\t",
);

test.each([
  ["router.yaml", YAML],
  ["router.json", JSON_TEXT],
])("%s says the same, paths are relative to it, and what it does not say has its default", (name, content) => {
  expect(settingsOf(file(name, content))).toEqual({
    ...readRouterEnvironment({}),
    PORT: 5000,
    GRAPHIQL: false,
    SUPERGRAPH_FILE: join(folder, "composed/all.graphql"),
    CORS_ORIGINS: ["https://shop.example", "https://app.example"],
    ROUTING_URLS: { orders: "http://127.0.0.1:5001/graphql" },
    INTERNAL_TOKEN_PRIVATE_JWK: { kty: "OKP", crv: "Ed25519", d: "abc", x: "def" },
  });
});

test("a flag comes before a variable, a variable before the file, the file before the default", () => {
  const path = file("precedence.yaml", "port: 1\nhost: '::1'\nmaxDepth: 3\nplanner: apollo\nrateLimitPoints: 5");
  expect(settingsOf(path, { PORT: "2", HOST: "::2", MAX_DEPTH: "" }, "--port", "3", "--supergraph", "x.graphql")).toMatchObject({
    PORT: 3,
    HOST: "::2",
    MAX_DEPTH: 3,
    PLANNER: "apollo",
    RATE_LIMIT_POINTS: 5,
    SUPERGRAPH_FILE: "x.graphql",
    MAX_ALIASES: 100,
  });
});

test("a secret may stand in a file of its own, whoever names that", () => {
  file("key.json", '{"kty":"OKP","crv":"Ed25519","d":"from-file","x":"x"}\n');
  file("other.json", '{"kty":"OKP","crv":"Ed25519","d":"other","x":"x"}');
  const path = file("secret.yaml", "internalTokenPrivateJwkFile: key.json");
  expect(settingsOf(path).INTERNAL_TOKEN_PRIVATE_JWK).toMatchObject({ d: "from-file" });
  const [asFile, asValue] = [
    { INTERNAL_TOKEN_PRIVATE_JWK_FILE: join(folder, "other.json") },
    '{"kty":"OKP","crv":"Ed25519","d":"v","x":"x"}',
  ];
  expect(settingsOf(path, asFile).INTERNAL_TOKEN_PRIVATE_JWK).toMatchObject({ d: "other" });
  expect(settingsOf(path, { INTERNAL_TOKEN_PRIVATE_JWK: asValue }).INTERNAL_TOKEN_PRIVATE_JWK).toMatchObject({ d: "v" });
});

test("all that is wrong is told at once by file, line and key, with a stable code and without values", () => {
  const path = file(
    "wrong.yaml",
    "port: hunter2\nmaxdepth: 3\ncorsOrigins: { a: hunter2 }\n\nroutingUrls:\n  orders: hunter2\nhost: [hunter2]\nplanner: hunter2\ncolour: hunter2\n",
  );
  const problems = problemsOf(path);
  expect(problems).toEqual([
    expect.stringMatching(/^CONFIG_INVALID_VALUE .*wrong.yaml:1:1 port .*expected number/),
    `CONFIG_UNKNOWN_KEY ${path}:2:1 maxdepth is no setting; maxDepth is`,
    `CONFIG_INVALID_VALUE ${path}:3:1 corsOrigins takes a list of values`,
    expect.stringMatching(/^CONFIG_INVALID_VALUE .*wrong.yaml:5:1 routingUrls (.|\n)*at orders/),
    `CONFIG_INVALID_VALUE ${path}:7:1 host takes a single value`,
    expect.stringMatching(/^CONFIG_INVALID_VALUE .*wrong.yaml:8:1 planner .*"hive"/),
    `CONFIG_UNKNOWN_KEY ${path}:9:1 colour is no setting`,
  ]);
  expect(problems.join("\n")).not.toContain("hunter2");
});

test.each([
  ["twice.yaml", "port: 1\nport: 2", ":2:1 "],
  ["broken.json", '{\n  "port": 1,\n  "host": [\n}', ":4:"],
  ["list.yaml", "- port", ":1:1 "],
  ["anchor.yaml", "port: *nowhere", ":1:7 there is no anchor nowhere"],
])("%s is refused with the place", (name, content, place) => {
  const path = file(name, content);
  expect(problemsOf(path)[0]).toStartWith(`CONFIG_SYNTAX ${path}${place}`);
});

test("a file that is not there is told, and an empty one says nothing", () => {
  expect(problemsOf(join(folder, "nothing.yaml"))).toEqual([`CONFIG_UNREADABLE ${join(folder, "nothing.yaml")} cannot be read (ENOENT)`]);
  expect(settingsOf(file("empty.yaml", "# nothing\n"))).toEqual(readRouterEnvironment({}));
});

test("the README's sample is usable", async () => {
  const readme = await Bun.file(new URL("README.md", import.meta.url)).text();
  const sample = /```yaml\n(# router\.yaml[^`]*)```/.exec(readme)?.[1] ?? "";
  const settings = readConfiguration({ file: file("readme.yaml", sample), variables: routerVariables });
  expect(settings).toMatchObject({
    PORT: "5000",
    SUPERGRAPH_FILE: join(folder, "composed/supergraph.graphql"),
    ROUTING_URLS: '{"reviews":"http://127.0.0.1:5001/graphql"}',
    CORS_ORIGINS: "https://shop.example",
    INTERNAL_TOKEN_PRIVATE_JWK_FILE: join(folder, "secrets/router.jwk.json"),
  });
});
