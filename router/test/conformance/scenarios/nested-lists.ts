import { always, type Scenario } from "../scenario.ts";

type Entity = Readonly<Record<string, unknown>>;

const grid = [[{ id: "1" }, { id: "2" }], null, [{ id: "1" }]];

/** Entities in lists of lists. */
export const nestedLists: readonly Scenario[] = [
  {
    name: "entities in lists of lists",
    subgraphs: [
      {
        name: "grids",
        typeDefs: `type Query { grid: [[Cell!]] } type Cell @key(fields: "id") { id: ID! weight: Int }`,
        resolvers: { Query: { grid: always(grid) }, Cell: { __resolveReference: (one: Entity) => one, weight: always(4) } },
      },
      {
        name: "cells",
        typeDefs: `type Cell @key(fields: "id") { id: ID! next: Cell weight: Int @external name: String @requires(fields: "weight") }`,
        resolvers: {
          Cell: {
            __resolveReference: (one: Entity) => one,
            next: ({ id }: Entity) => ({ id: id === "1" ? "2" : "1" }),
            name: ({ id, weight }: Entity) => `${id} of ${weight}`,
          },
        },
      },
    ],
    cases: [
      {
        query: "{ grid { next { id } } }",
        data: { grid: [[{ next: { id: "2" } }, { next: { id: "1" } }], null, [{ next: { id: "2" } }]] },
      },
      {
        // The native planner refuses this: it takes the list of lists for a list.
        query: "{ grid { next { name } } }",
        data: { grid: [[{ next: { name: "2 of 4" } }, { next: { name: "1 of 4" } }], null, [{ next: { name: "2 of 4" } }]] },
      },
    ],
  },
];
