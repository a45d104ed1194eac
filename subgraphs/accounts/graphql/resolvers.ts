import { createRequestLoader, type RequestLoader } from "@mercato/chassis/graphql";
import type { UserRecord } from "../domain/account.ts";
import { accountOf, maySeeUser } from "./access.ts";
import type { Context } from "./context.ts";
import { mutations } from "./mutations.ts";
import type { Resolvers } from "./resolvers.gen.ts";

/** Loads the users of a request together. */
export const usersLoader: RequestLoader<Context, UserRecord> = createRequestLoader((ids, { dependencies }) =>
  dependencies.users.findMany(ids),
);

/** A user by id, for those who may see them. What one may not see is not there, and is not even looked for. */
async function visibleUser(id: string, context: Context): Promise<UserRecord | null> {
  return maySeeUser(id, context.principal) ? context.users.load(id, context) : null;
}

export const resolvers: Resolvers = {
  Query: {
    async me(_parent, _args, context) {
      const id = accountOf(context.principal);
      return id === null ? null : context.users.load(id, context);
    },
    user: (_parent, { id }, context) => visibleUser(id, context),
  },
  Mutation: mutations,
  User: {
    __resolveReference: ({ id }, context) => visibleUser(id, context),
  },
};
