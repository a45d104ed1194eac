import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { cp, mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const contracts = fileURLToPath(new URL("../", import.meta.url));
const scratch = await mkdtemp(join(tmpdir(), "mercato-generate-"));
let generated = scratch;
let root = scratch;

/** Runs the generator of a copy of the contracts, as `bun run gen` does. */
async function generate(...flags: readonly string[]): Promise<{ readonly exitCode: number; readonly output: string }> {
  const child = Bun.spawn([process.execPath, join(root, "contracts/generate/generate.ts"), ...flags], { stdout: "pipe", stderr: "pipe" });
  const [stdout, stderr, exitCode] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  return { exitCode, output: `${stdout}${stderr}` };
}

const read = (path: string): Promise<string> => Bun.file(join(root, path)).text();
const write = (path: string, text: string): Promise<number> => Bun.write(join(root, path), text);

async function change(path: string, from: string, to: string): Promise<void> {
  const text = await read(path);
  expect(text).toContain(from);
  await write(path, text.replace(from, to));
}

beforeAll(async () => {
  root = await mkdtemp(join(scratch, "generated-"));
  await mkdir(join(root, "contracts"));
  for (const folder of ["events", "generate", "graphql", "values"]) {
    await cp(join(contracts, folder), join(root, "contracts", folder), { recursive: true });
  }
  await cp(join(contracts, "package.json"), join(root, "contracts/package.json"));
  await symlink(join(contracts, "node_modules"), join(root, "contracts/node_modules"));
  expect(await generate()).toEqual({ exitCode: 0, output: expect.stringContaining("written") });
  generated = root;
});

beforeEach(async () => {
  root = await mkdtemp(join(scratch, "copy-"));
  await cp(generated, root, { recursive: true });
});

afterAll(() => rm(scratch, { recursive: true, force: true }));

describe("the drift gate", () => {
  test("passes after a run of the generator", async () => {
    expect(await generate("--check")).toEqual({ exitCode: 0, output: expect.stringContaining("up to date") });
  });

  test("names the files that do not follow from the contracts, and the command that mends them, and writes nothing", async () => {
    const edited = `${await read("contracts/graphql/supergraph.graphql")}# by hand\n`;
    await write("contracts/graphql/supergraph.graphql", edited);
    await rm(join(root, "subgraphs/orders/graphql/resolvers.gen.ts"));
    const { exitCode, output } = await generate("--check");
    expect(exitCode).toBe(1);
    expect(output).toContain("contracts/graphql/supergraph.graphql");
    expect(output).toContain("subgraphs/orders/graphql/resolvers.gen.ts");
    expect(output).not.toContain("asyncapi.gen.json");
    expect(output).toContain("bun run gen");
    expect(await read("contracts/graphql/supergraph.graphql")).toBe(edited);
  });
});

describe("the contract gate", () => {
  test("refuses a change that is not an added optional field, and overwrites nothing", async () => {
    const snapshot = "contracts/events/published/orders.v1.cancelled.gen.json";
    const before = await read(snapshot);
    await change("contracts/events/orders.ts", "reason: z.string(), refunded", "reason: z.int(), refunded");
    for (const flags of [[], ["--check"]]) {
      const { exitCode, output } = await generate(...flags);
      expect(exitCode).toBe(1);
      expect(output).toContain("orders.v1.cancelled");
      expect(output).toContain("payload.reason changed its type");
      expect(output).toContain("make v2 beside it");
    }
    expect(await read(snapshot)).toBe(before);
  });

  test("publishes an added optional field", async () => {
    await change("contracts/events/orders.ts", "reason: z.string(), refunded", "reason: z.string(), note: z.string().optional(), refunded");
    expect((await generate("--check")).exitCode).toBe(1);
    expect((await generate()).exitCode).toBe(0);
    expect(await read("contracts/events/published/orders.v1.cancelled.gen.json")).toContain('"note"');
  });
});

describe("composition", () => {
  test("says what does not fit, with file and line", async () => {
    await change("contracts/graphql/payments.graphql", "amountMinor: SafeInt!", "amountMinor: String!");
    const { exitCode, output } = await generate();
    expect(exitCode).toBe(1);
    expect(output).toMatch(/^contracts\/graphql\/orders\.graphql:\d+:3 FIELD_TYPE_MISMATCH Type of field /m);
    expect(output).toMatch(/^ {4}see contracts\/graphql\/payments\.graphql:\d+:3$/m);
  });

  test("says where the syntax is wrong", async () => {
    await change("contracts/graphql/payments.graphql", "type Payment @key", "type Payment @@key");
    expect((await generate()).output).toMatch(/^contracts\/graphql\/payments\.graphql:\d+:15 INVALID_GRAPHQL Syntax Error/m);
  });

  test("refuses two descriptions of one thing", async () => {
    await change("contracts/graphql/payments.graphql", '"An amount of money."', '"Some money."');
    const { exitCode, output } = await generate();
    expect(exitCode).toBe(1);
    expect(output).toMatch(/^contracts\/graphql\/\w+\.graphql:\d+:\d+ INCONSISTENT_DESCRIPTION .*inconsistent descriptions/m);
  });
});

describe("resolver types", () => {
  const mappers = "subgraphs/payments/graphql/mappers.json";

  test("hand out a mapped entity and nothing less, and make it be looked up", async () => {
    await write(mappers, JSON.stringify({ Payment: "./mappers.ts#PaymentRecord" }));
    expect((await generate()).exitCode).toBe(0);
    const types = await read("subgraphs/payments/graphql/resolvers.gen.ts");
    expect(types).toContain("import type { PaymentRecord } from './mappers.ts';");
    expect(types).toContain("  Payment: PaymentRecord;");
    expect(types).toContain(
      "__resolveReference: ReferenceResolver<Maybe<ResolversTypes['Payment']>, FederationReferenceType, ContextType>;",
    );
  });

  test("refuse a mapper of a type that the schema does not have", async () => {
    await write(mappers, JSON.stringify({ Paymnet: "./mappers.ts#PaymentRecord" }));
    expect((await generate()).output).toContain("Paymnet is not in contracts/graphql/payments.graphql");
  });

  test("refuse a mapper that names no type", async () => {
    await write(mappers, JSON.stringify({ Payment: "PaymentRecord" }));
    expect((await generate()).output).toContain("must look like ./mappers.ts#OrderRecord");
  });
});
