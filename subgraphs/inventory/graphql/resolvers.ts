import {
  createRequestLoader,
  invalidArgument,
  type RequestLoader,
  readPageArguments,
  requireScope,
  toConnection,
} from "@mercato/chassis/graphql";
import type { BookingCommands } from "../commands/book-stock.ts";
import { MAIN_LOCATION, stockIdOf } from "../domain/stock.ts";
import type { MovementPosition, MovementStore, Stock, StockStore } from "../store/ports.ts";
import type { Context } from "./context.ts";
import { createMutations } from "./mutations.ts";
import type { QueryResolvers, Resolvers } from "./resolvers.gen.ts";

export interface ResolverPorts {
  readonly stock: Pick<StockStore, "read">;
  readonly movements: Pick<MovementStore, "page" | "sums">;
  readonly bookings: Pick<BookingCommands, "receive" | "adjust">;
}

const READ = "inventory:read";

/** @throws GraphQLError INVALID_INPUT when a cursor of another list was given. */
function toPosition(after: readonly (string | number)[] | null): MovementPosition | null {
  if (after === null) return null;
  const [time, id] = after;
  if (typeof time !== "number" || typeof id !== "string") throw invalidArgument("after", "is not a cursor of this list");
  return { recordedAt: new Date(time), id };
}

function createQueries({ movements }: ResolverPorts, levels: RequestLoader<Context, Stock>): QueryResolvers {
  return {
    stockLevel: (_parent, { sku, location }, context) => {
      requireScope(context.principal, READ);
      return levels.load(stockIdOf(location, sku), context);
    },
    stockMovements: async (_parent, { sku, location, first, after }, { principal }) => {
      requireScope(principal, READ);
      const page = readPageArguments({ first, after });
      const found = await movements.page(stockIdOf(location, sku), { limit: page.first + 1, after: toPosition(page.after) });
      return toConnection(found, page, ({ recordedAt, id }) => [recordedAt.getTime(), id]);
    },
  };
}

/** The resolvers of this subgraph. Stock and sums of the ledger are read once per request, all that it asks for together. */
export function createResolvers(ports: ResolverPorts): Resolvers {
  const levels = createRequestLoader<Context, Stock>((stockIds) => ports.stock.read(stockIds));
  const sums = createRequestLoader<Context, number>((stockIds) => ports.movements.sums(stockIds));

  return {
    Query: createQueries(ports, levels),
    Mutation: createMutations(ports.bookings),
    StockLevel: { ledgerSum: async ({ id }, _args, context) => (await sums.load(id, context)) ?? 0 },
    // Anybody may know what can be bought. A SKU that was never stocked has none.
    Variant: {
      availability: async ({ sku }, _args, context) => {
        const available = (await levels.load(stockIdOf(MAIN_LOCATION, sku), context))?.available ?? 0;
        return { available, inStock: available > 0 };
      },
    },
  };
}
