import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { getIntrospectionQuery } from "graphql";
import { PLANNERS } from "../planner/planner.ts";
import { startRouter, type TestRouter } from "./kit/router.ts";
import { startSubgraph, type TestSubgraph } from "./kit/subgraph.ts";

type Entity = Readonly<Record<string, unknown>>;

/** All that clients must not know of is called by this name. */
const HIDDEN = /covert/i;
const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@inaccessible", "@external", "@requires"])\n`;

const fail = (message: string) => () => {
  throw new Error(message);
};

const agents = [
  { id: "a1", codename: "Wren", rank: "FIELD", contact: { __typename: "Phone", number: "1" }, home: { __typename: "House", city: "Bonn" } },
  { id: "a2", codename: "Crow", rank: "COVERT_CHIEF", contact: { __typename: "CovertRadio" }, home: { __typename: "CovertBase" } },
];

const definitions = [
  {
    name: "agency",
    link: LINK,
    typeDefs: `
      type Query { agents(rank: Rank, filter: Filter, covertOnly: Boolean @inaccessible): [Agent] search(text: String): Agent covertAgents: [Agent] @inaccessible }
      type Agent @key(fields: "id") { id: ID! codename: String rank: Rank contact: Contact home: Home covertPay: Int @inaccessible covertDebt: Int! @inaccessible }
      enum Rank { FIELD COVERT_CHIEF @inaccessible }
      input Filter { name: String covertName: String @inaccessible }
      union Contact = Phone | CovertRadio
      type Phone { number: String }
      type CovertRadio @inaccessible { wave: Int }
      interface Home { city: String }
      type House implements Home { city: String }
      type CovertBase implements Home @inaccessible { city: String }`,
    resolvers: {
      Query: { agents: () => agents, search: fail("There is a CovertBase for COVERT_CHIEF.") },
      Agent: {
        __resolveReference: ({ id }: Entity) => ({ id }),
        covertPay: ({ id }: Entity) => (id === "a2" ? fail("The pay of Agent.covertPay is not known.")() : 7),
        covertDebt: ({ id }: Entity) => (id === "a2" ? null : 3),
      },
    },
  },
  {
    name: "taxes",
    link: LINK,
    typeDefs: `type Agent @key(fields: "id") { id: ID! covertPay: Int @external covertDebt: Int! @external tax: Int @requires(fields: "covertPay") fine: Int! @requires(fields: "covertDebt") }`,
    resolvers: {
      Agent: {
        __resolveReference: (one: Entity) => one,
        tax: ({ covertPay }: { covertPay: number }) => covertPay * 2,
        fine: ({ covertDebt }: { covertDebt: number }) => covertDebt * 3,
      },
    },
  },
];

describe.each(PLANNERS)("what is @inaccessible does not leak, planned by %s:", (planner) => {
  let subgraphs: readonly TestSubgraph[];
  let router: TestRouter;

  beforeAll(async () => {
    subgraphs = definitions.map(startSubgraph);
    router = await startRouter(subgraphs, { PLANNER: planner });
  });
  afterAll(async () => {
    await router.stop();
    await Promise.all(subgraphs.map((subgraph) => subgraph.stop()));
  });

  test.each([
    ["a field's suggestion", "{ agents { covertPa } }"],
    ["a root field's suggestion", "{ covertAgent { id } }"],
    ["a type's suggestion", "{ agents { contact { ... on CovertRadios { wave } } } }"],
    ["an argument's suggestion", "{ agents(covertOnl: true) { id } }"],
    ["an enumeration's suggestion", "{ agents(rank: COVERT_CHIE) { id } }"],
    ["an input field's suggestion", `{ agents(filter: { covertNam: "x" }) { id } }`],
  ])("%s", async (_what, query) => {
    const { errors, text } = await router.query(query);
    expect(errors).not.toEqual([]);
    expect(text.replaceAll(/covert(Pa|Agent|Radios|Onl|_CHIE|Nam)\b/gi, "")).not.toMatch(HIDDEN);
  });

  test.each([
    ["a field", "{ agents { covertPay } }"],
    ["a root field", "{ covertAgents { id } }"],
    ["a type", "{ agents { contact { ... on CovertRadio { wave } } } }"],
    ["an argument", "{ agents(covertOnly: true) { id } }"],
    ["a value of an enumeration", "{ agents(rank: COVERT_CHIEF) { id } }"],
    ["an input field", `{ agents(filter: { covertName: "x" }) { id } }`],
  ])("%s cannot be used", async (_what, query) => {
    const { data, errors } = await router.query(query);
    expect(data).toBeUndefined();
    expect(errors.map(({ extensions }) => extensions?.["code"])).toEqual(["GRAPHQL_VALIDATION_FAILED"]);
    expect(subgraphs.flatMap(({ received }) => received)).toEqual([]);
  });

  test.each([
    ["a value of an enumeration", "query ($rank: Rank) { agents(rank: $rank) { id } }", { rank: "COVERT_CHIE" }],
    ["an input field", "query ($filter: Filter) { agents(filter: $filter) { id } }", { filter: { covertNam: "x" } }],
  ])("%s in variables", async (_what, query, variables) => {
    const { errors, text } = await router.query(query, { variables });
    expect(errors.map(({ extensions }) => extensions?.["code"])).toEqual(["BAD_USER_INPUT"]);
    expect(text.replaceAll(/COVERT_CHIE\b|covertNam\b/g, "")).not.toMatch(HIDDEN);
  });

  test("introspection", async () => {
    expect((await router.query(getIntrospectionQuery())).text).not.toMatch(HIDDEN);
    const { data } = await router.query(`{ a: __type(name: "CovertBase") { name } b: __type(name: "CovertRadio") { kind } }`);
    expect(data).toEqual({ a: null, b: null });
  });

  test("values and types that a subgraph answers with", async () => {
    const { data, errors, text } = await router.query("{ agents { rank contact { __typename } home { __typename city } } }");
    expect(data).toEqual({
      agents: [
        { rank: "FIELD", contact: { __typename: "Phone" }, home: { __typename: "House", city: "Bonn" } },
        { rank: null, contact: null, home: null },
      ],
    });
    expect(errors.map(({ path }) => path?.join("."))).toEqual(["agents.1.rank", "agents.1.contact", "agents.1.home"]);
    expect(text).not.toMatch(HIDDEN);
  });

  test("a field that is needed for another and fails: neither its place nor what the subgraph says of it", async () => {
    const { data, errors, text } = await router.query("{ agents { codename tax } }");
    expect(data).toMatchObject({ agents: [{ codename: "Wren", tax: 14 }, { codename: "Crow" }] });
    expect(errors.map(({ path }) => path?.join("."))).toEqual(["agents.1"]);
    expect(text).not.toMatch(HIDDEN);
  });

  test("a field that is needed for one that must not be null, and takes the object along", async () => {
    const { data, errors, text } = await router.query("{ agents { codename fine } }");
    expect(data).toEqual({ agents: [{ codename: "Wren", fine: 9 }, null] });
    expect(errors.length).toBeGreaterThan(0);
    expect(text).not.toMatch(HIDDEN);
  });

  test("the message of a subgraph", async () => {
    const { data, errors, text } = await router.query("{ search { id } }");
    expect(data).toEqual({ search: null });
    expect(errors.map(({ path, message }) => [path, message])).toEqual([[["search"], "The subgraph could not answer."]]);
    expect(text).not.toMatch(HIDDEN);
  });
});
