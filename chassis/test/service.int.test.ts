import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readEnvironment, subgraphVariables } from "../env/index.ts";
import { createSubgraph } from "../graphql/index.ts";
import { type Service, type SubgraphRuntime, serve, startSubgraph } from "../service/index.ts";
import { graphqlRequest, startWorld, type World } from "../testing/index.ts";

const typeDefs = /* GraphQL */ `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type Query {
    echo(text: String!): String!
  }
`;

let world: World;

beforeAll(async () => {
  world = await startWorld();
});

afterAll(() => world.stop());

/** The smallest subgraph that there can be. */
function createToys(wired: (runtime: SubgraphRuntime) => void = () => {}): Promise<Service> {
  const variables = subgraphVariables({ port: 4_009, database: "mercato_toys" });
  const environment = readEnvironment("toys", variables, world.environment("toys"));
  return startSubgraph("toys", { environment, log: world.log }, async (runtime) => {
    wired(runtime);
    const resolvers = { Query: { echo: (_parent: unknown, { text }: { text: string }) => text } };
    const { health, log, verifier } = runtime;
    return runtime.toService(
      createSubgraph({ name: "toys", typeDefs, resolvers, verifier, createContext: (principal) => ({ principal }), health, log }),
    );
  });
}

const ready = (service: Service) => service.fetch(new Request("http://toys/health/ready"));
const token = () => world.identity.sign(world.identity.user("u1"), "toys");

test("a subgraph answers the router without a port, says that it is ready, and stops", async () => {
  const toys = await createToys();
  expect((await ready(toys)).status).toBe(200);
  const query = '{ echo(text: "hello") }';
  expect(await graphqlRequest(toys.fetch, { query, token: await token() })).toMatchObject({ status: 200, data: { echo: "hello" } });
  expect(await graphqlRequest(toys.fetch, { query })).toMatchObject({ status: 401 });
  await toys.stop();
  const stopped = await ready(toys);
  expect([stopped.status, await stopped.json()]).toEqual([503, { status: "unavailable", failing: ["database", "bus"] }]);
});

test("what is wired is stopped before what it stands on", async () => {
  const order: string[] = [];
  const toys = await createToys(({ lifecycle, database, bus }) => {
    const isUp = async () => bus.ready() && (await database.ready());
    lifecycle.add("first", { stop: async () => void order.push(`first, while all is ${(await isUp()) ? "up" : "down"}`) });
    lifecycle.add("second", { stop: async () => void order.push("second") });
  });
  await toys.stop();
  expect(order).toEqual(["second", "first, while all is up"]);
});

test("when wiring fails, what was started is stopped again", async () => {
  const seen: SubgraphRuntime[] = [];
  const failing = createToys((runtime) => {
    seen.push(runtime);
    throw new Error("no such shelf");
  });
  await expect(failing).rejects.toThrow("no such shelf");
  expect(seen[0]?.bus.ready()).toBe(false);
});

describe("on a port", () => {
  test("it answers there, knows who is at the other end, and refuses a body that is too large", async () => {
    const toys = await createToys();
    const addresses: (string | null | undefined)[] = [];
    const spying: Service = {
      ...toys,
      maxBodyBytes: 10_000,
      fetch(request, connection) {
        addresses.push(connection?.remoteAddress);
        return toys.fetch(request);
      },
    };
    const served = serve(spying, { hostname: "127.0.0.1", port: 0 });
    const url = new URL("/graphql", served.url).href;
    const ask = (text: string, bearer: string) =>
      graphqlRequest(fetch, { url, query: "query ($text: String!) { echo(text: $text) }", variables: { text }, token: bearer });
    expect(await ask("hello", await token())).toMatchObject({ status: 200, data: { echo: "hello" } });
    expect(addresses).toEqual(["127.0.0.1"]);
    const large = await fetch(url, { method: "POST", body: "x".repeat(20_000) });
    expect(large.status).toBe(413);
    await served.stop();
    await expect(fetch(url)).rejects.toThrow();
  });

  test("stopping twice is stopping once", async () => {
    const served = serve(await createToys(), { hostname: "127.0.0.1", port: 0 });
    await Promise.all([served.stop(), served.stop()]);
  });
});
