import { describe, expect, test } from "bun:test";
import type { ExpectedService } from "./expected.ts";
import { checkWorkloads, describeViolation, type Policy, type Rule } from "./policies.ts";
import type { Workload } from "./workload.ts";

const variable = (name: string, required: boolean) => ({ name, required, description: name, defaultValue: required ? null : "1" });

const shelf: ExpectedService = {
  name: "shelf",
  variables: [variable("DATABASE_URL", true), variable("KEY", true), variable("PREFIX", false), variable("DEPTH", false)],
  given: ["PREFIX"],
  secrets: ["KEY"],
  reaches: ["database"],
};
const policy: Policy = { services: [shelf], probes: ["live", "ready"] };

const good: Workload = {
  name: "shelf",
  source: "shop.yaml",
  image: "mercato/shelf:1.2.3",
  environment: [
    { name: "DATABASE_URL", by: "plain" },
    { name: "KEY", by: "secret" },
    { name: "PREFIX", by: "plain" },
  ],
  user: "1000:1000",
  readOnlyRootFileSystem: true,
  mayGainPrivileges: false,
  capabilities: [],
  limits: { cpus: 1, memoryBytes: 1024 },
  probes: ["live", "ready"],
  reaches: ["database"],
  publishedOn: [],
};

const rulesOf = (change: Partial<Workload>, more: Partial<Policy> = {}) =>
  checkWorkloads([{ ...good, ...change }], { ...policy, ...more }).map(({ rule }) => rule);

test("a workload that keeps all rules has nothing said about it", () => {
  expect(checkWorkloads([good], policy)).toEqual([]);
});

const without = (name: string) => good.environment.filter((given) => given.name !== name);

describe("each rule fires", () => {
  const faults: readonly (readonly [string, Rule, Partial<Workload>])[] = [
    ["an image without a tag", "image-pinned", { image: "mercato/shelf" }],
    ["the tag latest", "image-pinned", { image: "mercato/shelf:latest" }],
    ["a tag of latest with a suffix", "image-pinned", { image: "redis:latest-7" }],
    ["a registry's port is no tag", "image-pinned", { image: "registry.example:5000/shelf" }],
    ["a tag without a version", "image-pinned", { image: "mercato/shelf:stable" }],
    ["root by number", "no-root", { user: 0 }],
    ["root by name, with a group", "no-root", { user: "root:1000" }],
    ["no user named", "no-root", { user: undefined }],
    ["a root file system that can be written to", "read-only-root", { readOnlyRootFileSystem: false }],
    ["privileges to gain", "no-privileges", { mayGainPrivileges: true }],
    ["a capability kept", "no-privileges", { capabilities: ["NET_ADMIN"] }],
    ["the host's network", "no-privileges", { sharesWithHost: ["network"] }],
    ["no limit of memory", "limits", { limits: { cpus: 1, memoryBytes: undefined } }],
    ["no limit of processor time", "limits", { limits: { cpus: undefined, memoryBytes: 1 } }],
    ["a removed probe", "probes", { probes: ["live"] }],
    ["a missing variable that is required", "environment-complete", { environment: without("DATABASE_URL") }],
    ["a missing variable that the topology gives", "environment-complete", { environment: without("PREFIX") }],
    ["a variable that nobody reads", "environment-known", { environment: [...good.environment, { name: "PREFX", by: "plain" }] }],
    ["a secret as a plain value", "secrets-not-plain", { environment: [...without("KEY"), { name: "KEY", by: "plain" }] }],
    ["an edge that is not in the topology", "edges", { reaches: ["database", "orders"] }],
    ["an edge of the topology that is cut", "edges", { reaches: [] }],
    ["a published port", "published", { publishedOn: ["0.0.0.0"] }],
  ];
  test.each(faults)("%s: %s", (_fault, rule, change) => {
    expect(rulesOf(change)).toEqual([rule]);
  });

  test("a service that is not deployed", () => {
    expect(checkWorkloads([], policy).map(({ rule, workload }) => [rule, workload])).toEqual([["present", "shelf"]]);
  });
});

describe("what a policy allows", () => {
  test("an image by its digest, a version with a suffix, a registry with a port", () => {
    const images = [`shelf@sha256:${"a".repeat(64)}`, "nats:2.15.2-alpine", "registry.example:5000/mercato/shelf:1.0.0"];
    expect(images.flatMap((image) => rulesOf({ image }))).toEqual([]);
  });

  test("edges, published ports and writable roots that it names, for those that it names", () => {
    expect(rulesOf({ reaches: ["database", "mail"] }, { moreEdges: { shelf: ["mail"] } })).toEqual([]);
    expect(rulesOf({ publishedOn: ["127.0.0.1"] }, { published: { shelf: ["127.0.0.1"] } })).toEqual([]);
    expect(rulesOf({ publishedOn: ["0.0.0.0"] }, { published: { shelf: ["127.0.0.1"] } })).toEqual(["published"]);
    expect(rulesOf({ readOnlyRootFileSystem: false }, { writableRoot: ["other"] })).toEqual(["read-only-root"]);
  });

  test("a workload that nobody waits for needs no probe", () => {
    expect(rulesOf({ probes: [] }, { unprobed: ["shelf"] })).toEqual([]);
  });

  test("an optional variable may be given or not", () => {
    expect(rulesOf({ environment: [...good.environment, { name: "DEPTH", by: "plain" }] })).toEqual([]);
  });
});

test("a violation is told with its place, and what is wrong", () => {
  const [violation] = checkWorkloads([{ ...good, environment: without("DATABASE_URL") }], policy);
  expect(violation === undefined ? "" : describeViolation(violation)).toBe(
    "shop.yaml: shelf: DATABASE_URL is missing (environment-complete)",
  );
});
