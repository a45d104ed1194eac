import { expect, test } from "bun:test";
import { fileURLToPath } from "node:url";
import { readAccountsEnvironment } from "@mercato/accounts/environment";
import { runCommand } from "@mercato/local/servers/run-command";
import { readRouterEnvironment } from "@mercato/router/environment";
import { topology } from "@mercato/topology";
import { z } from "zod";
import { parseManifests } from "../check/render.ts";
import { secretReference } from "../generate/names.ts";

const script = fileURLToPath(new URL("../generate/secrets.ts", import.meta.url));
const secretSchema = z.looseObject({ metadata: z.looseObject({ name: z.string() }), stringData: z.record(z.string(), z.string()) });

async function makeSecrets(): Promise<ReadonlyMap<string, string>> {
  const { stdout } = await runCommand(process.execPath, [script]);
  const secrets = parseManifests(stdout).map((manifest) => secretSchema.parse(manifest));
  return new Map(
    secrets.flatMap(({ metadata, stringData }) => Object.entries(stringData).map(([key, value]) => [`${metadata.name}/${key}`, value])),
  );
}

function environmentOf(name: "accounts" | "router", values: ReadonlyMap<string, string>): Record<string, string> {
  const variables = Object.entries(topology.find((service) => service.name === name)?.variables ?? {});
  return Object.fromEntries(
    variables.flatMap(([variable, source]) => {
      if (source.from !== "secret") return [];
      const reference = secretReference(source.secret);
      return [[variable, values.get(`${reference.name}/${reference.key}`) ?? ""]];
    }),
  );
}

test("the command makes every secret that a service refers to, in a form that the service reads, and new ones each time", async () => {
  const [values, others] = await Promise.all([makeSecrets(), makeSecrets()]);
  const servers = { MONGO_URL: "mongodb://mongodb:27017", NATS_URL: "nats://nats:4222" };
  const accounts = readAccountsEnvironment({ ...servers, ...environmentOf("accounts", values) });
  expect(accounts.BOOTSTRAP_ADMIN_EMAIL).toBe(values.get("bootstrap-admin/email"));
  const router = readRouterEnvironment(environmentOf("router", values));
  expect(JSON.parse(values.get("internal-token-jwks/jwks") ?? "")).toMatchObject({ keys: [{ x: router.INTERNAL_TOKEN_PRIVATE_JWK?.x }] });
  expect(values.get("internal-token-jwks/jwks")).not.toContain('"d"');
  expect(others.get("access-token-key/private-jwk")).not.toBe(values.get("access-token-key/private-jwk"));
});
