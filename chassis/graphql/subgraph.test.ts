import { describe, expect, test } from "bun:test";
import { GraphQLError } from "graphql";
import { createInternalTokenVerifier } from "../auth/index.ts";
import { systemClock } from "../clock/index.ts";
import { InvariantError } from "../errors/index.ts";
import { createHealth } from "../health/index.ts";
import { createRecordedLog, createTestIdentity, graphqlRequest } from "../testing/index.ts";
import { createSubgraph } from "./subgraph.ts";

const typeDefs = /* GraphQL */ `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  scalar DateTime
  type Query {
    me: String
    now: DateTime!
    broken: String
    refused: String
    nested: Toy
  }
  type Toy @key(fields: "id") {
    id: ID!
    broken: String
  }
`;

const SECRET = "mongodb://admin:hunter2@10.0.0.7";

async function setUp() {
  const identity = await createTestIdentity();
  const recorded = createRecordedLog();
  const fail = () => {
    throw new InvariantError(`could not reach ${SECRET}`);
  };
  const resolvers = {
    Query: {
      me: (_parent: unknown, _args: unknown, { principal }: { principal: { id: string | null } }) => principal.id,
      now: () => new Date("2026-01-01T00:00:00Z"),
      broken: fail,
      refused: () => {
        throw new GraphQLError("Not for you.", { extensions: { code: "FORBIDDEN" } });
      },
      nested: () => ({ id: "t1" }),
    },
    Toy: {
      __resolveReference: ({ id }: { id: string }) => (id === "gone" ? null : { id }),
      broken: fail,
    },
  };
  const fetch = createSubgraph({
    name: "toys",
    typeDefs,
    resolvers,
    verifier: createInternalTokenVerifier({ jwks: identity.internalJwks, audience: "toys", clock: systemClock }),
    createContext: (principal) => ({ principal }),
    health: createHealth({ database: () => true }),
    log: recorded.log,
    routes: async (request) => (new URL(request.url).pathname === "/.well-known/toys" ? new Response("bears") : null),
  });
  const token = await identity.sign(identity.user("u1"), "toys");
  return { fetch, token, identity, ...recorded };
}

describe("Law 8: a subgraph answers only those whom the router vouches for", () => {
  test("without a token, with another subgraph's, or with none at all, it says 401 and a stable code", async () => {
    const { fetch, identity, messages } = await setUp();
    const foreign = await identity.sign(identity.user("u1"), "orders");
    for (const token of [undefined, "x", foreign]) {
      const answer = await graphqlRequest(fetch, { query: "{ me }", ...(token === undefined ? {} : { token }) });
      expect(answer).toMatchObject({ status: 401, errors: [{ extensions: { code: "UNAUTHENTICATED_CALLER" } }] });
      expect(answer.data).toBeUndefined();
    }
    expect(messages("warn")).toEqual(["caller refused", "caller refused"]);
  });

  test("entities and introspection are behind the same door", async () => {
    const { fetch } = await setUp();
    for (const query of [
      '{ _entities(representations: [{ __typename: "Toy", id: "t1" }]) { __typename } }',
      "{ _service { sdl } }",
      "{ __typename }",
    ])
      expect(await graphqlRequest(fetch, { query })).toMatchObject({ status: 401 });
  });

  test("the caller is in the context", async () => {
    const { fetch, token, identity } = await setUp();
    expect(await graphqlRequest(fetch, { query: "{ me }", token })).toMatchObject({ status: 200, data: { me: "u1" } });
    const anonymous = await identity.sign(identity.anonymous, "toys");
    expect(await graphqlRequest(fetch, { query: "{ me }", token: anonymous })).toMatchObject({ data: { me: null } });
  });
});

test("an unexpected error is logged once, with its path, and reaches the caller without its message", async () => {
  const { fetch, token, lines } = await setUp();
  const answer = await graphqlRequest(fetch, { query: "{ nested { id broken } }", token });
  expect(answer).toMatchObject({
    status: 200,
    data: { nested: { id: "t1", broken: null } },
    errors: [{ path: ["nested", "broken"], extensions: { code: "INTERNAL_SERVER_ERROR" } }],
  });
  expect(JSON.stringify(answer)).not.toContain("hunter2");
  const errors = lines.filter(({ level }) => level === "error");
  expect(errors).toHaveLength(1);
  expect(errors[0]).toMatchObject({ msg: "resolver failed", path: ["nested", "broken"], err: { code: "INVARIANT" } });
});

test("a deliberate error passes as it is, and is not logged", async () => {
  const { fetch, token, lines } = await setUp();
  expect(await graphqlRequest(fetch, { query: "{ refused }", token })).toMatchObject({
    errors: [{ message: "Not for you.", path: ["refused"], extensions: { code: "FORBIDDEN" } }],
  });
  expect(lines).toEqual([]);
});

test("what one field fails at does not take the others with it", async () => {
  const { fetch, token } = await setUp();
  expect(await graphqlRequest(fetch, { query: "{ me broken now }", token })).toMatchObject({
    data: { me: "u1", broken: null, now: "2026-01-01T00:00:00.000Z" },
    errors: [{ path: ["broken"] }],
  });
});

test("entities are resolved by reference; one that is not there is null", async () => {
  const { fetch, token } = await setUp();
  const query = "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Toy { id } } }";
  const variables = {
    r: [
      { __typename: "Toy", id: "t1" },
      { __typename: "Toy", id: "gone" },
    ],
  };
  expect(await graphqlRequest(fetch, { query, variables, token })).toMatchObject({ data: { _entities: [{ id: "t1" }, null] } });
});

test("health and a subgraph's own routes need no token; other paths are 404 behind it", async () => {
  const { fetch, token } = await setUp();
  expect((await fetch(new Request("http://toys/health/ready"))).status).toBe(200);
  expect(await (await fetch(new Request("http://toys/.well-known/toys"))).text()).toBe("bears");
  expect((await fetch(new Request("http://toys/other"))).status).toBe(401);
  expect((await fetch(new Request("http://toys/other", { headers: { authorization: `Bearer ${token}` } }))).status).toBe(404);
});

test("a request that is no GraphQL is refused, and changes and logs nothing", async () => {
  const { fetch, token, lines } = await setUp();
  for (const query of ["{", "{ unknown }", "mutation { me }"]) {
    const answer = await graphqlRequest(fetch, { query, token });
    expect(answer.errors?.length).toBeGreaterThan(0);
    expect(answer.data ?? null).toBeNull();
  }
  expect(lines.filter(({ level }) => level === "error")).toEqual([]);
});
