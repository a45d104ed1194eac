import { requireScope } from "@mercato/chassis/graphql";
import type { BookingCommands } from "../commands/book-stock.ts";
import { adjustmentIssues, type InputIssue, receiptIssues } from "../domain/input.ts";
import type { IdempotencyKeyReusedError, InvalidInputError, MutationResolvers } from "./resolvers.gen.ts";

const WRITE = "inventory:write";

function invalid(issues: readonly InputIssue[]): InvalidInputError & { readonly __typename: "InvalidInputError" } {
  return { __typename: "InvalidInputError", code: "INVALID_INPUT", message: "Something in the input is not acceptable.", issues };
}

const KEY_REUSED: IdempotencyKeyReusedError & { readonly __typename: "IdempotencyKeyReusedError" } = {
  __typename: "IdempotencyKeyReusedError",
  code: "IDEMPOTENCY_KEY_REUSED",
  message: "This key was used for something else.",
};

/** The mutations: bookings of goods by staff. */
export function createMutations(bookings: Pick<BookingCommands, "receive" | "adjust">): MutationResolvers {
  return {
    receiveStock: async (_parent, { input }, { principal }) => {
      requireScope(principal, WRITE);
      const issues = receiptIssues(input);
      if (issues.length > 0) return invalid(issues);
      const outcome = await bookings.receive(input);
      return outcome.kind === "key-reused" ? KEY_REUSED : { __typename: "StockReceipt", ...outcome };
    },
    adjustStock: async (_parent, { input }, { principal }) => {
      requireScope(principal, WRITE);
      const adjustment = { ...input, note: input.note ?? null };
      const issues = adjustmentIssues(adjustment);
      if (issues.length > 0) return invalid(issues);
      const outcome = await bookings.adjust(adjustment);
      switch (outcome.kind) {
        case "adjusted":
          return { __typename: "StockAdjustment", ...outcome };
        case "insufficient": {
          const { sku, available } = outcome;
          return { __typename: "InsufficientStockError", code: "INSUFFICIENT_STOCK", message: "There is less than that.", sku, available };
        }
        case "never-stocked":
          return invalid([{ path: ["sku"], message: "was never stocked at this location" }]);
        case "key-reused":
          return KEY_REUSED;
      }
    },
  };
}
