import type { AggregateStore } from "@mercato/chassis/aggregate";
import { createEntityResolver, createRequestLoader, type RequestLoader, requireScope, requireSession } from "@mercato/chassis/graphql";
import type { PaymentEvent as RecordedPaymentEvent } from "../domain/event.ts";
import { type PaymentState, paymentIdOf } from "../domain/payment.ts";
import type { PaymentProvider } from "../provider/provider.ts";
import type { Context, PaymentRecord } from "./context.ts";
import { toHistory } from "./history.ts";
import { providerBusy } from "./provider-failure.ts";
import type { OrderResolvers, PaymentResolvers, PaymentStatus, QueryResolvers, Resolvers } from "./resolvers.gen.ts";
import { maySee, READ_PAYMENTS } from "./visible.ts";

export interface ResolverPorts {
  readonly store: Pick<AggregateStore<PaymentState, RecordedPaymentEvent>, "loadMany">;
  readonly provider: Pick<PaymentProvider, "transactions">;
}

const STATUS: Readonly<Record<Exclude<PaymentState["status"], "none">, PaymentStatus>> = {
  pending: "PENDING",
  authorized: "AUTHORIZED",
  captured: "CAPTURED",
  "partially-refunded": "PARTIALLY_REFUNDED",
  refunded: "REFUNDED",
  declined: "DECLINED",
  voided: "VOIDED",
};

/** Payments by their ids. An order that was only ever cancelled has none. */
function createPaymentLoader({ store }: ResolverPorts): RequestLoader<Context, PaymentRecord> {
  return createRequestLoader(async (ids) => {
    const found = await store.loadMany(ids);
    return new Map(
      found.flatMap((payment) => (payment.state.terms === null ? [] : [[payment.id, { ...payment, terms: payment.state.terms }]])),
    );
  });
}

/** The resolvers of this subgraph. */
export function createResolvers(ports: ResolverPorts): Resolvers {
  const payments = createPaymentLoader(ports);

  async function paymentOf(orderId: string, context: Context): Promise<PaymentRecord | null> {
    const payment = await payments.load(paymentIdOf(orderId), context);
    return payment !== null && maySee(payment, context.principal) ? payment : null;
  }

  const Query: QueryResolvers = {
    payment: (_parent, { orderId }, context) => {
      requireSession(context.principal);
      return paymentOf(orderId, context);
    },
    providerTransactions: async (_parent, { orderId }, { principal }) => {
      requireScope(principal, READ_PAYMENTS);
      return ports.provider.transactions({ orderId }).catch(providerBusy);
    },
  };

  const Order: OrderResolvers = { payment: ({ id }, _args, context) => paymentOf(id, context) };

  const Payment: PaymentResolvers = {
    __resolveReference: createEntityResolver({ key: "id", loader: payments, see: (payment, { principal }) => maySee(payment, principal) }),
    orderId: ({ state }) => state.orderId,
    status: ({ state }) => (state.status === "none" ? "PENDING" : STATUS[state.status]),
    amount: ({ terms }) => terms.amount,
    captured: ({ terms }) => terms.captured,
    refunded: ({ terms }) => terms.refunded,
    failureCode: ({ state }) => state.failureCode,
    history: ({ history }) => toHistory(history),
  };

  return { Query, Order, Payment };
}
