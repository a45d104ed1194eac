import { beforeAll, describe, expect, test } from "bun:test";
import { type Complaint, lintRooms } from "./lint-rooms.ts";

const restricted = "style/noRestrictedImports";
const leavesTheRoom = "This path leaves the room.";
const pureDecisions = "Decisions are pure";
const environmentOnly = "The environment is read in environment.ts only";

interface Wall {
  readonly law: string;
  /** The fixture that breaks it. */
  readonly file: string;
  readonly rule: string;
  /** How the message begins that it gets. */
  readonly message: string;
}

const walls: readonly Wall[] = [
  {
    law: "contracts import no other room",
    file: "contracts/events/uses-chassis.ts",
    rule: restricted,
    message: "Contracts are what crosses a boundary and nothing else",
  },
  {
    law: "contracts import no package but zod",
    file: "contracts/events/uses-a-tool.ts",
    rule: restricted,
    message: "Contracts are what crosses a boundary and nothing else",
  },
  {
    law: "the generators import no other room",
    file: "contracts/generate/uses-chassis.ts",
    rule: restricted,
    message: "The generators read the contracts",
  },
  {
    law: "the chassis imports npm packages only",
    file: "chassis/bus/uses-contracts.ts",
    rule: restricted,
    message: "The chassis holds no business word",
  },
  { law: "a path does not climb out of the chassis", file: "chassis/bus/nats/climbs-out.ts", rule: restricted, message: leavesTheRoom },
  {
    law: "a subgraph never imports another",
    file: "subgraphs/orders/commands/uses-another-subgraph.ts",
    rule: restricted,
    message: "A subgraph knows the chassis and the contracts",
  },
  {
    law: "a subgraph never imports the router, not even a type",
    file: "subgraphs/orders/commands/uses-the-router.ts",
    rule: restricted,
    message: "A subgraph knows the chassis and the contracts",
  },
  {
    law: "a dynamic import is an import",
    file: "subgraphs/orders/commands/imports-on-the-fly.ts",
    rule: restricted,
    message: "A subgraph knows the chassis and the contracts",
  },
  {
    law: "passing on is an import",
    file: "subgraphs/orders/commands/passes-on.ts",
    rule: restricted,
    message: "A subgraph knows the chassis and the contracts",
  },
  {
    law: "a path does not climb out of a subgraph",
    file: "subgraphs/orders/service-climbs-out.ts",
    rule: restricted,
    message: leavesTheRoom,
  },
  {
    law: "a path does not climb out of a subgraph from a folder",
    file: "subgraphs/orders/commands/climbs-out.ts",
    rule: restricted,
    message: leavesTheRoom,
  },
  {
    law: "a path does not climb out of a subgraph from a folder in a folder",
    file: "subgraphs/orders/commands/discounts/climbs-out.ts",
    rule: restricted,
    message: leavesTheRoom,
  },
  {
    law: "a path does not climb out of a subgraph from its store",
    file: "subgraphs/orders/store/climbs-out.ts",
    rule: restricted,
    message: leavesTheRoom,
  },
  {
    law: "a path does not climb out of a subgraph from a test",
    file: "subgraphs/orders/test/climbs-out.int.test.ts",
    rule: restricted,
    message: leavesTheRoom,
  },
  {
    law: "a path does not climb out by going down first",
    file: "subgraphs/orders/commands/zigzags-out.ts",
    rule: restricted,
    message: leavesTheRoom,
  },
  {
    law: "an absolute path leaves the room too",
    file: "subgraphs/orders/commands/imports-by-absolute-path.ts",
    rule: restricted,
    message: leavesTheRoom,
  },
  {
    law: "nobody reaches past what the chassis exports",
    file: "subgraphs/orders/commands/reaches-deep.ts",
    rule: restricted,
    message: "This reaches past what the package exports",
  },
  {
    law: "nobody uses the generators",
    file: "subgraphs/orders/commands/reads-generators.ts",
    rule: restricted,
    message: "This reaches past what the package exports",
  },
  {
    law: "only store/ imports mongoose",
    file: "subgraphs/orders/commands/talks-to-the-database.ts",
    rule: restricted,
    message: "Only store/ talks to the database",
  },
  {
    law: "only tests use the testing kit",
    file: "subgraphs/orders/commands/uses-the-testing-kit.ts",
    rule: restricted,
    message: "The testing kit starts servers",
  },
  {
    law: "only environment.ts and main.ts read the environment",
    file: "subgraphs/orders/commands/reads-the-environment.ts",
    rule: "style/noProcessEnv",
    message: "Don't use process.env",
  },
  {
    law: "Bun's environment is the environment",
    file: "subgraphs/orders/commands/reads-buns-environment.ts",
    rule: "nursery/noJsRestrictedProperties",
    message: "Do not use 'Bun.env'",
  },
  {
    law: "importing the environment is reading it",
    file: "subgraphs/orders/commands/imports-the-environment.ts",
    rule: restricted,
    message: environmentOnly,
  },
  { law: "a decision knows no chassis", file: "subgraphs/orders/domain/uses-the-chassis.ts", rule: restricted, message: pureDecisions },
  { law: "a decision knows no store", file: "subgraphs/orders/domain/uses-the-store.ts", rule: restricted, message: pureDecisions },
  {
    law: "a decision in a folder of the domain knows no store",
    file: "subgraphs/orders/domain/lines/uses-the-store.ts",
    rule: restricted,
    message: pureDecisions,
  },
  { law: "a decision does no I/O", file: "subgraphs/orders/domain/does-input-output.ts", rule: restricted, message: pureDecisions },
  { law: "a decision knows no database", file: "subgraphs/orders/domain/uses-the-database.ts", rule: restricted, message: pureDecisions },
  { law: "a decision knows no GraphQL", file: "subgraphs/orders/domain/reads-a-schema.ts", rule: restricted, message: pureDecisions },
  {
    law: "the router never imports a subgraph",
    file: "router/planning/uses-a-subgraph.ts",
    rule: restricted,
    message: "The router knows the chassis and the contracts",
  },
  { law: "a path does not climb out of the router", file: "router/planning/climbs-out.ts", rule: restricted, message: leavesTheRoom },
  {
    law: "the router keeps no data",
    file: "router/service-talks-to-the-database.ts",
    rule: restricted,
    message: "The router keeps no data",
  },
  {
    law: "load tests come from outside",
    file: "load-tests/replay/uses-a-subgraph.ts",
    rule: restricted,
    message: "Load tests come from outside",
  },
  { law: "a path does not climb out of infra/local", file: "infra/local/climbs-out.ts", rule: restricted, message: leavesTheRoom },
  { law: "a path does not climb out of e2e", file: "e2e/checkout/climbs-out.ts", rule: restricted, message: leavesTheRoom },
  {
    law: "a dependency is declared",
    file: "subgraphs/orders/commands/undeclared.ts",
    rule: "correctness/noUndeclaredDependencies",
    message: "Dependency lodash",
  },
  {
    law: "a tool for tests stays in tests",
    file: "subgraphs/orders/commands/uses-a-test-tool.ts",
    rule: "correctness/noUndeclaredDependencies",
    message: "Dependency fast-check",
  },
  {
    law: "imports make no cycle",
    file: "subgraphs/orders/events/one.ts",
    rule: "suspicious/noImportCycles",
    message: "This import is part of a cycle",
  },
  {
    law: "no promise floats",
    file: "subgraphs/orders/commands/floats.ts",
    rule: "nursery/noFloatingPromises",
    message: 'A "floating" Promise',
  },
  {
    law: "nothing is any",
    file: "subgraphs/orders/commands/anything-goes.ts",
    rule: "suspicious/noExplicitAny",
    message: "Unexpected any",
  },
  {
    law: "every export has a name",
    file: "subgraphs/orders/commands/default-export.ts",
    rule: "style/noDefaultExport",
    message: "Avoid default exports",
  },
  {
    law: "exports are listed",
    file: "subgraphs/orders/commands/passes-all-on.ts",
    rule: "performance/noReExportAll",
    message: "Do not use export all",
  },
  {
    law: "only an index passes on",
    file: "subgraphs/orders/commands/passes-on.ts",
    rule: "performance/noBarrelFile",
    message: "Avoid barrel files",
  },
  {
    law: "services log, they do not print",
    file: "subgraphs/orders/commands/speaks-up.ts",
    rule: "suspicious/noConsole",
    message: "Don't use console",
  },
  {
    law: "no ternary in a ternary",
    file: "subgraphs/orders/commands/nested-ternary.ts",
    rule: "style/noNestedTernary",
    message: "Do not nest ternary expressions",
  },
];

describe("walls", () => {
  let complaints: ReadonlyMap<string, readonly Complaint[]>;
  beforeAll(async () => {
    complaints = await lintRooms("breaches");
  });

  test.each(walls)("$law", ({ file, rule, message }) => {
    const fired = complaints.get(file)?.find((complaint) => complaint.rule === rule);
    expect(fired?.message ?? `${rule} did not fire`).toStartWith(message);
  });

  test("every breach breaks a wall", () => {
    const harmless = [...complaints].filter(([, said]) => said.length === 0).map(([file]) => file);
    expect(harmless).toEqual([]);
  });

  test("rooms that keep to the walls pass", async () => {
    const clean = await lintRooms("clean");
    expect(clean.size).toBeGreaterThan(15);
    expect([...clean].filter(([, said]) => said.length > 0)).toEqual([]);
  });
});
