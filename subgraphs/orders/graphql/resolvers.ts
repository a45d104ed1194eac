import { Mutation } from "./mutations.ts";
import { Query } from "./queries.ts";
import type { Resolvers } from "./resolvers.gen.ts";
import { Cart, Order, User, Variant } from "./types.ts";

export const resolvers: Resolvers = { Query, Mutation, Cart, Order, User, Variant };
