import type { Aggregate } from "@mercato/chassis/aggregate";
import type { SubgraphContext } from "@mercato/chassis/graphql";
import type { PaymentEvent } from "../domain/event.ts";
import type { PaymentState, Terms } from "../domain/payment.ts";

/** A payment that was asked for. */
export interface PaymentRecord extends Aggregate<PaymentState, PaymentEvent> {
  readonly terms: Terms;
}

export type Context = SubgraphContext;
