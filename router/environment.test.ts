import { expect, test } from "bun:test";
import { describeEnvironment } from "@mercato/chassis/env";
import { readRouterEnvironment, routerVariables } from "./environment.ts";

test("everything has a default", () => {
  expect(readRouterEnvironment({})).toMatchObject({
    PORT: 4000,
    ROUTING_URLS: {},
    CORS_ORIGINS: ["*"],
    RATE_LIMIT_POINTS: 600,
    GRAPHIQL: true,
  });
});

test("all that is wrong is told at once, without values", () => {
  expect(() =>
    readRouterEnvironment({
      JWKS_URL: "file:///secret",
      MAX_DEPTH: "0",
      ROUTING_URLS: '{"orders":"secret"}',
      INTERNAL_TOKEN_PRIVATE_JWK: "secret",
    }),
  ).toThrow(
    expect.objectContaining({
      problems: [
        expect.stringContaining("ROUTING_URLS"),
        expect.stringContaining("JWKS_URL"),
        expect.stringContaining("INTERNAL_TOKEN_PRIVATE_JWK"),
        expect.stringContaining("MAX_DEPTH"),
      ],
    }),
  );
});

test("the README's table has every variable", async () => {
  const readme = await Bun.file(new URL("README.md", import.meta.url)).text();
  for (const { name, description } of describeEnvironment(routerVariables))
    expect(readme).toMatch(new RegExp(`\\| \`${name}\` \\| .*${RegExp.escape(description)}`));
});
