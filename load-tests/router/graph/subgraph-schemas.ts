import { buildSubgraphSchema } from "@apollo/subgraph";
import { type GraphQLSchema, parse } from "graphql";
import {
  type Product,
  productByUpc,
  products,
  type Review,
  reviewById,
  reviews,
  reviewsBy,
  reviewsOf,
  shippingEstimate,
  userById,
  users,
} from "./data.ts";
import { type SubgraphName, subgraphSdl } from "./documents.ts";

interface ById {
  readonly id: string;
}

interface ByUpc {
  readonly upc: string;
}

/** Reviews knows of a user what it provides, and no more. */
function authorOf({ authorId }: Review) {
  const author = userById.get(authorId);
  return author === undefined ? null : { id: author.id, username: author.username };
}

const resolvers = {
  accounts: {
    Query: {
      me: () => users[0],
      user: (_root: unknown, { id }: ById) => userById.get(id),
      users: () => users,
    },
    User: { __resolveReference: ({ id }: ById) => userById.get(id) },
  },
  inventory: {
    Product: {
      // Price and weight come with the reference, where somebody wants the estimate.
      __resolveReference: (reference: ByUpc) => ({ ...reference, inStock: productByUpc.get(reference.upc)?.inStock }),
      shippingEstimate: (product: Product) => shippingEstimate(product),
    },
  },
  products: {
    Query: { topProducts: (_root: unknown, { first }: { readonly first: number }) => products.slice(0, first) },
    Product: { __resolveReference: ({ upc }: ByUpc) => productByUpc.get(upc) },
  },
  reviews: {
    Query: { reviews: () => reviews },
    Review: {
      __resolveReference: ({ id }: ById) => reviewById.get(id),
      author: authorOf,
      product: ({ productUpc }: Review) => ({ upc: productUpc }),
    },
    User: { __resolveReference: ({ id }: ById) => ({ id }), reviews: ({ id }: ById) => reviewsBy(id) },
    Product: { __resolveReference: ({ upc }: ByUpc) => ({ upc }), reviews: ({ upc }: ByUpc) => reviewsOf(upc) },
  },
};

export function subgraphSchema(name: SubgraphName): GraphQLSchema {
  return buildSubgraphSchema([{ typeDefs: parse(subgraphSdl(name)), resolvers: resolvers[name] }]);
}
