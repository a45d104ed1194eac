import { expect, test } from "bun:test";
import { serviceNames } from "@mercato/topology";
import { z } from "zod";
import { composeObserve, edges, published, unprobed } from "./compose.ts";

const serviceSchema = z.looseObject({
  image: z.string().optional(),
  user: z.string().optional(),
  read_only: z.boolean().optional(),
  ports: z.array(z.string()).default([]),
  networks: z.array(z.string()),
  healthcheck: z.looseObject({}).optional(),
  deploy: z.looseObject({ resources: z.object({ limits: z.record(z.string(), z.unknown()) }) }).optional(),
});
const { services, networks } = z
  .object({ services: z.record(z.string(), serviceSchema), networks: z.record(z.string(), z.object({ internal: z.boolean().optional() })) })
  .parse(composeObserve());

const tools = Object.entries(services).filter(([name]) => !serviceNames.some((service) => service === name));

test("every service of the shop is watched", () => {
  for (const name of serviceNames) expect(services[name]).toMatchObject({ networks: [`observe-${name}`] });
});

test("being watched opens no way between two services, and none to the outside", () => {
  const joined = serviceNames.flatMap((name) => services[name]?.networks ?? []);
  expect(joined).toHaveLength(serviceNames.length);
  expect(new Set(joined).size).toBe(joined.length);
  for (const network of joined) expect(networks[network]).toEqual({ internal: true });
});

test.each(tools)("%s runs at a pinned version, not as root, within limits, and is reached from this machine only", (_name, tool) => {
  expect(tool.image).toMatch(/:v?\d+\.\d+\.\d+$/);
  expect(tool.user).toMatch(/^[1-9]\d*:/);
  expect(tool.read_only).toBe(true);
  expect(Object.keys(tool.deploy?.resources.limits ?? {})).toEqual(["cpus", "memory", "pids"]);
  for (const port of tool.ports) expect(port).toStartWith("127.0.0.1:");
});

test("what is reached from this machine has a network that leads there", () => {
  const reached = tools.filter(([, { ports }]) => ports.length > 0);
  expect(reached.map(([name]) => name).toSorted()).toEqual(Object.keys(published).toSorted());
  for (const [, { networks: joined }] of reached) expect(joined).toContain("observe-edge");
});

test("what is said about it to whoever checks compose files is so", () => {
  const without = tools.filter(([, { healthcheck }]) => healthcheck === undefined);
  expect(without.map(([name]) => name)).toEqual([...unprobed]);
  const pairs = Object.entries(services).flatMap(([name, one]) =>
    Object.entries(services)
      .filter(([other, { networks: joined }]) => other > name && joined.some((network) => one.networks.includes(network)))
      .map(([other]) => `${name} ${other}`),
  );
  const said = Object.entries(edges).flatMap(([from, reached]) => reached.map((to) => [from, to].toSorted().join(" ")));
  expect([...new Set(said)].toSorted()).toEqual(pairs.toSorted());
});
