import { always, type Scenario } from "../scenario.ts";

type Entity = Readonly<Record<string, unknown>>;

/** Response keys of clients that collide with each other, and with what the router asks for itself. */
export const responseKeys: readonly Scenario[] = [
  {
    name: "response keys that mean different things in different places",
    subgraphs: [
      {
        name: "departments",
        typeDefs: `type Query { departments: [Department!] } interface Department { id: ID! } type Fish implements Department { id: ID! photo: Photo } type Birds implements Department { id: ID! photo: Photo } type Photo @key(fields: "id") { id: ID! url: String }`,
        resolvers: {
          Query: {
            departments: always([
              { __typename: "Fish", id: "d1", photo: { id: "f1", url: "f1.png" } },
              { __typename: "Birds", id: "d2", photo: { id: "f2", url: "f2.png" } },
            ]),
          },
          Photo: { __resolveReference: (one: Entity) => one },
        },
      },
      {
        name: "media",
        typeDefs: `type Photo @key(fields: "id") { id: ID! url: String @external thumbnail(width: Int!): String label: String @requires(fields: "url") must(width: Int): String! }`,
        resolvers: {
          Photo: {
            __resolveReference: (one: Entity) => one,
            thumbnail: ({ id }: Entity, { width }: Entity) => `${id} of ${width}`,
            label: ({ url }: Entity) => `at ${url}`,
            must: ({ id }: Entity) => (id === "f2" ? null : "there"),
          },
        },
      },
    ],
    cases: [
      {
        // The native planner ends its process over this, if the two are planned under one key.
        query: "{ departments { ... on Fish { photo { thumbnail(width: 1) } } ... on Birds { photo { thumbnail(width: 2) } } } }",
        data: { departments: [{ photo: { thumbnail: "f1 of 1" } }, { photo: { thumbnail: "f2 of 2" } }] },
      },
      {
        query:
          "{ departments { ... on Fish { photo { url: id id: label } } ... on Birds { photo { label: url id: thumbnail(width: 3) } } } }",
        data: { departments: [{ photo: { url: "f1", id: "at f1.png" } }, { photo: { label: "f2.png", id: "f2 of 3" } }] },
      },
      {
        query:
          "{ departments { ... on Fish { photo { label must(width: 1) } } ... on Birds { photo { url: must(width: 2) } id: photo { id } } } }",
        data: { departments: [{ photo: { label: "at f1.png", must: "there" } }, { photo: null, id: { id: "f2" } }] },
        errors: ["departments.1.photo.url"],
      },
      {
        // The native planner takes the two for different fields, and asks for one of them without what is below it.
        query: "{ departments { ... on Fish { photo { id } photo: photo { label } } } }",
        data: { departments: [{ photo: { id: "f1", label: "at f1.png" } }, {}] },
      },
      {
        query:
          "{ departments { ... on Birds { _r12_x: photo { _entities: label _r3_: must(width: 2) must__alias_0: thumbnail(width: 4) } } _internal_qp_alias_0: id } }",
        data: { departments: [{ _internal_qp_alias_0: "d1" }, { _r12_x: null, _internal_qp_alias_0: "d2" }] },
        errors: ["departments.1._r12_x._r3_", "departments.1._r12_x._entities"],
      },
      {
        query:
          "{ departments { ... on Fish { _r12_x: photo { _entities: label _r3_: must(width: 2) must__alias_0: thumbnail(width: 4) } } } }",
        data: { departments: [{ _r12_x: { _entities: "at f1.png", _r3_: "there", must__alias_0: "f1 of 4" } }, {}] },
      },
    ],
  },
];
