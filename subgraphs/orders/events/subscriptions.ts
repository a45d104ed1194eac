import { type MessageContract, on, type PayloadOf, type Subscription } from "@mercato/chassis/bus";
import type { SagaReply } from "@mercato/chassis/saga";
import { variantListed } from "@mercato/contracts/events/catalog";
import {
  availabilityChanged,
  stockCommitRefused,
  stockCommitted,
  stockRejected,
  stockReleased,
  stockReserved,
  stockRestocked,
} from "@mercato/contracts/events/inventory";
import {
  captureFailed,
  paymentAuthorized,
  paymentCancelled,
  paymentCaptured,
  paymentDeclined,
  paymentRefunded,
  refundFailed,
} from "@mercato/contracts/events/payments";
import { takeReply } from "../commands/advance-saga.ts";
import type { Dependencies } from "../commands/dependencies.ts";

type Outcome = SagaReply["outcome"];

interface Operation {
  readonly operationId: string;
  readonly orderId: string;
}

const SUCCESS: Outcome = { ok: true };
const done = (): Outcome => SUCCESS;
const refused = ({ code, message }: { readonly code: string; readonly message: string }): Outcome => ({ ok: false, code, message });

/** What orders listens to, as a table: the left column is what happened, the right one what it means. */
export function subscriptions(dependencies: Dependencies): readonly Subscription[] {
  /** An answer to a saga's command. */
  function reply<C extends MessageContract>(contract: C, outcomeOf: (data: PayloadOf<C>) => Outcome): Subscription {
    return on(contract, async (data, { id }) => {
      // Every answer's contract has these two.
      const { operationId, orderId } = data as Operation;
      await takeReply(dependencies, { operationId, orderId, outcome: outcomeOf(data) }, id);
    });
  }

  return [
    on(variantListed, (listing) => dependencies.offers.putListing(listing)),
    on(availabilityChanged, (availability) => dependencies.offers.putAvailability(availability)),

    reply(stockReserved, done),
    reply(stockRejected, ({ code, shortages }) =>
      refused({ code, message: `short of ${shortages.map(({ sku }) => sku).join(", ") || "everything"}` }),
    ),
    reply(stockCommitted, done),
    reply(stockCommitRefused, ({ code }) => refused({ code, message: "the reservation does not hold any more" })),
    reply(stockReleased, done),
    reply(stockRestocked, done),

    reply(paymentAuthorized, done),
    reply(paymentDeclined, refused),
    reply(paymentCaptured, done),
    reply(captureFailed, refused),
    reply(paymentCancelled, done),
    reply(paymentRefunded, done),
    reply(refundFailed, refused),
  ];
}
