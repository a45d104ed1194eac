// Generated from contracts/graphql/orders.graphql by `bun run gen`. Do not edit.
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { CartModel, OrderModel, UserReference, VariantReference } from './models.ts';
import type { Context } from './context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = T | null | undefined;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** An instant in time, ISO 8601 in UTC. */
  DateTime: { input: Date; output: Date | string; }
  /** An exact decimal number as a string, e.g. "2.55". At most 6 places after the point. */
  Decimal: { input: string; output: string; }
  /** A whole number that is exact up to 2^53 − 1. */
  SafeInt: { input: number; output: number; }
  _FieldSet: { input: string; output: string; }
};

/** Every field may be null: a part of the shop that cannot be reached takes nothing with it that others have answered. The error says which part. */
export type Query = {
  readonly __typename?: 'Query';
  /** A cart of the caller; null when there is none or it is not yours to see. */
  readonly cart: Maybe<Cart>;
  /** An order, for its buyer and for staff (scope orders:read); null when there is none or it is not yours to see. */
  readonly order: Maybe<Order>;
  /** The caller's own orders, newest first. */
  readonly orders: Maybe<OrderConnection>;
  /** Everybody's orders, newest first. Needs scope orders:read. */
  readonly allOrders: Maybe<OrderConnection>;
  /** Messages that a service of the shop could not handle, oldest first. Needs scope orders:read. */
  readonly deadLetters: Maybe<DeadLetterConnection>;
  /** What staff did with such messages, newest first. Needs scope orders:read. */
  readonly deadLetterActions: Maybe<DeadLetterActionConnection>;
};


/** Every field may be null: a part of the shop that cannot be reached takes nothing with it that others have answered. The error says which part. */
export type QueryCartArgs = {
  id: Scalars['ID']['input'];
};


/** Every field may be null: a part of the shop that cannot be reached takes nothing with it that others have answered. The error says which part. */
export type QueryOrderArgs = {
  id: Scalars['ID']['input'];
};


/** Every field may be null: a part of the shop that cannot be reached takes nothing with it that others have answered. The error says which part. */
export type QueryOrdersArgs = {
  first: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
};


/** Every field may be null: a part of the shop that cannot be reached takes nothing with it that others have answered. The error says which part. */
export type QueryAllOrdersArgs = {
  first: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<OrderFilter>;
};


/** Every field may be null: a part of the shop that cannot be reached takes nothing with it that others have answered. The error says which part. */
export type QueryDeadLettersArgs = {
  first: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
  consumer?: InputMaybe<Scalars['String']['input']>;
};


/** Every field may be null: a part of the shop that cannot be reached takes nothing with it that others have answered. The error says which part. */
export type QueryDeadLetterActionsArgs = {
  first: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
};

export type Mutation = {
  readonly __typename?: 'Mutation';
  /** Starts an empty cart for the caller, who needs a session (a guest session will do). */
  readonly createCart: CreateCartResult;
  /** Puts units of a SKU into a cart, on top of those that are there. */
  readonly addCartLine: AddCartLineResult;
  /** Sets how many units of a line are wanted; zero removes the line. */
  readonly setCartLineQuantity: SetCartLineQuantityResult;
  /** Prepares a cart in somebody's name: lines at agreed prices, fees and discounts, the date of the sale and the buyer's reference. The buyer places it as it is: it cannot be changed. Same key, same cart. Needs scope orders:assist. */
  readonly prepareCart: PrepareCartResult;
  /** Accepts an order for a cart. It is PENDING at first, and ends CONFIRMED or CANCELLED without further calls. The same idempotency key gives the same order. */
  readonly placeOrder: PlaceOrderResult;
  /** Calls an order off: gives the money back and the goods to stock. For its buyer and for staff (scope orders:write). */
  readonly cancelOrder: CancelOrderResult;
  /** Takes back some units of a confirmed order and refunds them. Same key, same return. Needs scope orders:write. */
  readonly returnLines: ReturnLinesResult;
  /** Asks again for a step of a saga that needs attention, or for its undoing, with all patience anew. Needs scope orders:write. */
  readonly retrySagaStep: SagaInterventionResult;
  /** Goes on without a step that needs attention, or without undoing it; what is not done stays so. Not for a point of no return. Needs scope orders:write. */
  readonly skipSagaStep: SagaInterventionResult;
  /** Says what became of a step that needs attention, or of its undoing, by hand or by inquiry. Needs scope orders:write. */
  readonly resolveSagaStep: SagaInterventionResult;
  /** Gives a message to the consumer that failed at it, and to no other, under its own id. Doing it twice is doing it once. Needs scope orders:write. */
  readonly redriveDeadLetter: DeadLetterResult;
  /** Drops a message that could not be handled for good. Needs scope orders:write. */
  readonly discardDeadLetter: DeadLetterResult;
};


export type MutationCreateCartArgs = {
  input?: InputMaybe<CreateCartInput>;
};


export type MutationAddCartLineArgs = {
  input: AddCartLineInput;
};


export type MutationSetCartLineQuantityArgs = {
  input: SetCartLineQuantityInput;
};


export type MutationPrepareCartArgs = {
  input: PrepareCartInput;
};


export type MutationPlaceOrderArgs = {
  input: PlaceOrderInput;
};


export type MutationCancelOrderArgs = {
  input: CancelOrderInput;
};


export type MutationReturnLinesArgs = {
  input: ReturnLinesInput;
};


export type MutationRetrySagaStepArgs = {
  input: SagaStepInput;
};


export type MutationSkipSagaStepArgs = {
  input: SagaStepInput;
};


export type MutationResolveSagaStepArgs = {
  input: ResolveSagaStepInput;
};


export type MutationRedriveDeadLetterArgs = {
  input: DeadLetterInput;
};


export type MutationDiscardDeadLetterArgs = {
  input: DeadLetterInput;
};

export type User = {
  readonly __typename?: 'User';
  readonly id: Scalars['ID']['output'];
  /** Newest first. Null when they are not yours to see: they are the user's and staff's (scope orders:read). */
  readonly orders: Maybe<OrderConnection>;
};


export type UserOrdersArgs = {
  first: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
};

export type Variant = {
  readonly __typename?: 'Variant';
  readonly sku: Scalars['ID']['output'];
  /** Null while checkout does not know the SKU: what was changed a moment ago may take a moment to arrive. */
  readonly offer: Maybe<Offer>;
};

/** What checkout would sell a variant for. */
export type Offer = {
  readonly __typename?: 'Offer';
  readonly price: Price;
  /** Units that checkout believes to be available. */
  readonly available: Scalars['SafeInt']['output'];
  /** False when it is off sale. */
  readonly purchasable: Scalars['Boolean']['output'];
};

/** The price of one unit. It may be finer than a minor unit of the currency: totals of lines are rounded, half to even. */
export type Price = {
  readonly __typename?: 'Price';
  /** In major units, e.g. "2.55" pounds. */
  readonly amount: Scalars['Decimal']['output'];
  /** ISO 4217, upper case. */
  readonly currency: Scalars['String']['output'];
};

/** An amount of money. */
export type Money = {
  readonly __typename?: 'Money';
  /** In the smallest unit of the currency, e.g. pence. */
  readonly amountMinor: Scalars['SafeInt']['output'];
  /** ISO 4217, upper case. */
  readonly currency: Scalars['String']['output'];
};

/** What somebody is about to buy. */
export type Cart = {
  readonly __typename?: 'Cart';
  readonly id: Scalars['ID']['output'];
  readonly lines: ReadonlyArray<CartLine>;
  /** Fees and discounts, only in carts that staff prepared. */
  readonly adjustments: ReadonlyArray<Adjustment>;
  readonly total: Money;
  /** The order that was placed with it; such a cart does not change any more. */
  readonly order: Maybe<Order>;
  readonly createdAt: Scalars['DateTime']['output'];
  readonly updatedAt: Scalars['DateTime']['output'];
};

export type CartLine = {
  readonly __typename?: 'CartLine';
  readonly id: Scalars['ID']['output'];
  /** Null only when the catalog was asked for more than the SKU and cannot be reached; the error says so. */
  readonly variant: Maybe<Variant>;
  readonly title: Scalars['String']['output'];
  readonly quantity: Scalars['SafeInt']['output'];
  readonly unitPrice: Price;
  readonly total: Money;
};

/** A fee (positive) or discount (negative) on a whole cart or order. */
export type Adjustment = {
  readonly __typename?: 'Adjustment';
  readonly id: Scalars['ID']['output'];
  readonly kind: AdjustmentKind;
  /** Free for the shop's use, e.g. POST. */
  readonly code: Scalars['String']['output'];
  readonly description: Scalars['String']['output'];
  readonly amount: Money;
  /** How much of a fee was given back. */
  readonly refunded: Money;
};

export type AdjustmentKind =
  | 'FEE'
  | 'DISCOUNT';

/** A sale. */
export type Order = {
  readonly __typename?: 'Order';
  readonly id: Scalars['ID']['output'];
  /** Goes up with every change. Who decides on what they saw says by it what that was. */
  readonly version: Scalars['SafeInt']['output'];
  readonly status: OrderStatus;
  /** Why it was cancelled, stable, e.g. OUT_OF_STOCK, PAYMENT_DECLINED, REQUESTED. */
  readonly cancelReason: Maybe<Scalars['String']['output']>;
  /** Null for guests. */
  readonly buyer: Maybe<User>;
  /** The buyer's own reference, e.g. a purchase order number. */
  readonly reference: Maybe<Scalars['String']['output']>;
  readonly lines: ReadonlyArray<OrderLine>;
  readonly adjustments: ReadonlyArray<Adjustment>;
  /** What the order cost when it was placed. */
  readonly total: Money;
  /** What was given back so far. */
  readonly refunded: Money;
  readonly shippingAddress: PostalAddress;
  /** The date of the sale: now, unless staff prepared the cart with another date. */
  readonly orderedAt: Scalars['DateTime']['output'];
  readonly createdAt: Scalars['DateTime']['output'];
  /** Units taken back, oldest first. */
  readonly returns: ReadonlyArray<OrderReturn>;
  /** Everything that happened to it, oldest first. */
  readonly history: ReadonlyArray<OrderEvent>;
  /** The saga that ran last. */
  readonly saga: Saga;
  /** All its sagas, oldest first. */
  readonly sagas: ReadonlyArray<Saga>;
};

export type OrderStatus =
  /** Accepted; stock and payment are being arranged. */
  | 'PENDING'
  /** Paid, and the goods are ours to send. */
  | 'CONFIRMED'
  /** Being called off. */
  | 'CANCELLING'
  /** Called off: nothing charged, nothing reserved. */
  | 'CANCELLED'
  /** Everything was taken back. */
  | 'RETURNED'
  /** A step that must succeed keeps failing; a person has to look at it. */
  | 'NEEDS_ATTENTION';

export type OrderLine = {
  readonly __typename?: 'OrderLine';
  readonly id: Scalars['ID']['output'];
  /** Null only when the catalog was asked for more than the SKU and cannot be reached; the error says so. */
  readonly variant: Maybe<Variant>;
  /** As it was when the order was placed. */
  readonly title: Scalars['String']['output'];
  readonly quantity: Scalars['SafeInt']['output'];
  readonly unitPrice: Price;
  readonly total: Money;
  readonly returnedQuantity: Scalars['SafeInt']['output'];
};

/** Units taken back in one go. */
export type OrderReturn = {
  readonly __typename?: 'OrderReturn';
  readonly id: Scalars['ID']['output'];
  readonly status: ReturnStatus;
  readonly lines: ReadonlyArray<OrderReturnLine>;
  /** Fees given back with it. */
  readonly adjustments: ReadonlyArray<ReturnedAdjustment>;
  readonly refund: Money;
  readonly reason: Maybe<Scalars['String']['output']>;
  readonly returnedAt: Scalars['DateTime']['output'];
};

export type ReturnStatus =
  | 'PENDING'
  | 'COMPLETED'
  /** The refund was refused by the provider. */
  | 'FAILED'
  | 'NEEDS_ATTENTION';

export type OrderReturnLine = {
  readonly __typename?: 'OrderReturnLine';
  readonly lineId: Scalars['ID']['output'];
  readonly quantity: Scalars['SafeInt']['output'];
  readonly refund: Money;
};

export type ReturnedAdjustment = {
  readonly __typename?: 'ReturnedAdjustment';
  readonly adjustmentId: Scalars['ID']['output'];
  readonly refund: Money;
};

/** A postal address as it was given with the order. */
export type PostalAddress = {
  readonly __typename?: 'PostalAddress';
  readonly recipient: Scalars['String']['output'];
  readonly line1: Scalars['String']['output'];
  readonly line2: Maybe<Scalars['String']['output']>;
  readonly city: Scalars['String']['output'];
  readonly region: Maybe<Scalars['String']['output']>;
  readonly postalCode: Scalars['String']['output'];
  /** ISO 3166-1 alpha-2, upper case. */
  readonly countryCode: Scalars['String']['output'];
};

export type OrderEvent = {
  readonly __typename?: 'OrderEvent';
  /** E.g. placed, confirmed, cancelled. */
  readonly type: Scalars['String']['output'];
  readonly at: Scalars['DateTime']['output'];
  readonly reason: Maybe<Scalars['String']['output']>;
  /** The member of staff who did it. Null for what nobody of staff did, and for those who are not staff themselves. */
  readonly by: Maybe<Scalars['ID']['output']>;
};

/** How far the steps of an order's processing got. */
export type Saga = {
  readonly __typename?: 'Saga';
  readonly id: Scalars['ID']['output'];
  /** E.g. place-order. */
  readonly name: Scalars['String']['output'];
  /** Of the definition that it runs under. */
  readonly version: Scalars['Int']['output'];
  readonly status: SagaStatus;
  readonly steps: ReadonlyArray<SagaStep>;
  readonly startedAt: Scalars['DateTime']['output'];
  readonly endedAt: Maybe<Scalars['DateTime']['output']>;
  /** From its start to its end; null while it runs. */
  readonly durationMs: Maybe<Scalars['Int']['output']>;
  /** Why it turned back, or needs attention. */
  readonly failure: Maybe<SagaFailure>;
  /** Find it in the traces with this. */
  readonly traceId: Maybe<Scalars['String']['output']>;
  /** What people did about it, oldest first; null for those who are not staff (scope orders:read). */
  readonly interventions: Maybe<ReadonlyArray<SagaIntervention>>;
};

/** What a member of staff did about a step that needed attention. */
export type SagaIntervention = {
  readonly __typename?: 'SagaIntervention';
  readonly action: SagaAction;
  readonly step: Scalars['String']['output'];
  readonly by: Scalars['ID']['output'];
  readonly reason: Scalars['String']['output'];
  readonly at: Scalars['DateTime']['output'];
  /** How often the step, or its undoing, had been asked for until then. */
  readonly attempts: Scalars['Int']['output'];
};

export type SagaAction =
  | 'RETRY'
  | 'SKIP'
  | 'RESOLVE_DONE'
  | 'RESOLVE_NOT_DONE';

export type SagaStatus =
  | 'RUNNING'
  | 'COMPENSATING'
  | 'COMPLETED'
  | 'COMPENSATED'
  | 'NEEDS_ATTENTION';

export type SagaFailure = {
  readonly __typename?: 'SagaFailure';
  readonly step: Scalars['String']['output'];
  readonly code: Scalars['String']['output'];
  readonly message: Scalars['String']['output'];
};

export type SagaStep = {
  readonly __typename?: 'SagaStep';
  readonly name: Scalars['String']['output'];
  readonly status: SagaStepStatus;
  readonly attempts: Scalars['Int']['output'];
  readonly compensationAttempts: Scalars['Int']['output'];
  readonly startedAt: Maybe<Scalars['DateTime']['output']>;
  readonly endedAt: Maybe<Scalars['DateTime']['output']>;
  readonly durationMs: Maybe<Scalars['Int']['output']>;
  /** Stable code of what went wrong last. */
  readonly errorCode: Maybe<Scalars['String']['output']>;
};

export type SagaStepStatus =
  | 'PENDING'
  | 'RUNNING'
  | 'SUCCEEDED'
  | 'FAILED'
  /** There was nothing to do. */
  | 'SKIPPED'
  | 'COMPENSATING'
  | 'COMPENSATED'
  | 'NEEDS_ATTENTION';

/** A message that could not be handled. It waits for somebody. */
export type DeadLetter = {
  readonly __typename?: 'DeadLetter';
  /** Its number; never given twice. */
  readonly id: Scalars['ID']['output'];
  readonly storedAt: Scalars['DateTime']['output'];
  /** The durable consumer that could not handle it. */
  readonly consumer: Scalars['String']['output'];
  /** Stable, e.g. INVALID_MESSAGE. */
  readonly code: Scalars['String']['output'];
  readonly reason: Scalars['String']['output'];
  readonly stack: Scalars['String']['output'];
  readonly attempts: Scalars['Int']['output'];
  /** Where the message lay. */
  readonly stream: Scalars['String']['output'];
  readonly sequence: Scalars['SafeInt']['output'];
  readonly messageId: Scalars['ID']['output'];
  readonly messageType: Scalars['String']['output'];
  /** What the message is about, e.g. an order's id. */
  readonly subject: Scalars['String']['output'];
  /** Find it in the traces with this. */
  readonly traceId: Maybe<Scalars['String']['output']>;
  /** What the message says, as JSON without its secrets; null when it is not JSON. */
  readonly body: Maybe<Scalars['String']['output']>;
};

export type DeadLetterConnection = {
  readonly __typename?: 'DeadLetterConnection';
  readonly edges: ReadonlyArray<DeadLetterEdge>;
  readonly nodes: ReadonlyArray<DeadLetter>;
  readonly pageInfo: PageInfo;
};

export type DeadLetterEdge = {
  readonly __typename?: 'DeadLetterEdge';
  readonly cursor: Scalars['String']['output'];
  readonly node: DeadLetter;
};

export type DeadLetterAction = {
  readonly __typename?: 'DeadLetterAction';
  readonly id: Scalars['ID']['output'];
  readonly kind: DeadLetterActionKind;
  readonly deadLetterId: Scalars['ID']['output'];
  readonly messageId: Scalars['ID']['output'];
  readonly consumer: Scalars['String']['output'];
  readonly by: Scalars['ID']['output'];
  readonly reason: Scalars['String']['output'];
  readonly at: Scalars['DateTime']['output'];
  /** Null when it is not known to have come about: do it again. */
  readonly doneAt: Maybe<Scalars['DateTime']['output']>;
};

export type DeadLetterActionKind =
  | 'REDRIVE'
  | 'DISCARD';

export type DeadLetterActionConnection = {
  readonly __typename?: 'DeadLetterActionConnection';
  readonly edges: ReadonlyArray<DeadLetterActionEdge>;
  readonly nodes: ReadonlyArray<DeadLetterAction>;
  readonly pageInfo: PageInfo;
};

export type DeadLetterActionEdge = {
  readonly __typename?: 'DeadLetterActionEdge';
  readonly cursor: Scalars['String']['output'];
  readonly node: DeadLetterAction;
};

export type OrderConnection = {
  readonly __typename?: 'OrderConnection';
  readonly edges: ReadonlyArray<OrderEdge>;
  readonly nodes: ReadonlyArray<Order>;
  readonly pageInfo: PageInfo;
};

export type OrderEdge = {
  readonly __typename?: 'OrderEdge';
  readonly cursor: Scalars['String']['output'];
  readonly node: Order;
};

/** Where a page of a list stands in the whole, after the Relay cursor connections specification. */
export type PageInfo = {
  readonly __typename?: 'PageInfo';
  readonly hasNextPage: Scalars['Boolean']['output'];
  readonly hasPreviousPage: Scalars['Boolean']['output'];
  readonly startCursor: Maybe<Scalars['String']['output']>;
  readonly endCursor: Maybe<Scalars['String']['output']>;
};

/** All conditions must hold. */
export type OrderFilter = {
  readonly status?: InputMaybe<OrderStatus>;
  /** Date of the sale, inclusive. */
  readonly orderedFrom?: InputMaybe<Scalars['DateTime']['input']>;
  /** Date of the sale, exclusive. */
  readonly orderedTo?: InputMaybe<Scalars['DateTime']['input']>;
  /** Exact match. */
  readonly reference?: InputMaybe<Scalars['String']['input']>;
  readonly buyerId?: InputMaybe<Scalars['ID']['input']>;
};

export type CreateCartInput = {
  /** ISO 4217, upper case. */
  readonly currency: Scalars['String']['input'];
};

export type AddCartLineInput = {
  readonly cartId: Scalars['ID']['input'];
  readonly sku: Scalars['ID']['input'];
  /** 1 or more. */
  readonly quantity: Scalars['SafeInt']['input'];
};

export type SetCartLineQuantityInput = {
  readonly cartId: Scalars['ID']['input'];
  readonly lineId: Scalars['ID']['input'];
  /** 0 or more. */
  readonly quantity: Scalars['SafeInt']['input'];
};

export type PrepareCartInput = {
  /** Names this cart; the same key gives the same cart. 1 to 100 characters. */
  readonly key: Scalars['String']['input'];
  /** The user's or guest's id. */
  readonly buyerId: Scalars['ID']['input'];
  readonly currency: Scalars['String']['input'];
  /** Up to 2000 lines; the same SKU may stand in several. */
  readonly lines: ReadonlyArray<PreparedLineInput>;
  readonly adjustments?: InputMaybe<ReadonlyArray<AdjustmentInput>>;
  /** The date of the sale; now when left out; not in the future. */
  readonly orderedAt?: InputMaybe<Scalars['DateTime']['input']>;
  readonly reference?: InputMaybe<Scalars['String']['input']>;
};

export type PreparedLineInput = {
  readonly sku: Scalars['ID']['input'];
  /** 1 or more. */
  readonly quantity: Scalars['SafeInt']['input'];
  /** Per unit, in major units; the list price when left out. */
  readonly agreedPrice?: InputMaybe<Scalars['Decimal']['input']>;
};

export type AdjustmentInput = {
  readonly kind: AdjustmentKind;
  readonly code: Scalars['String']['input'];
  readonly description: Scalars['String']['input'];
  /** Positive for a fee, negative for a discount. */
  readonly amountMinor: Scalars['SafeInt']['input'];
};

export type PlaceOrderInput = {
  readonly cartId: Scalars['ID']['input'];
  /** Names this attempt, e.g. a UUID made by the client. 1 to 100 characters. */
  readonly idempotencyKey: Scalars['String']['input'];
  /** A token of the payment provider. Never a card number. */
  readonly paymentToken: Scalars['String']['input'];
  readonly shippingAddress: PostalAddressInput;
};

export type PostalAddressInput = {
  readonly recipient: Scalars['String']['input'];
  readonly line1: Scalars['String']['input'];
  readonly line2?: InputMaybe<Scalars['String']['input']>;
  readonly city: Scalars['String']['input'];
  readonly region?: InputMaybe<Scalars['String']['input']>;
  readonly postalCode: Scalars['String']['input'];
  readonly countryCode: Scalars['String']['input'];
};

export type CancelOrderInput = {
  readonly orderId: Scalars['ID']['input'];
  /** In the caller's words, 1 to 500 characters; kept in the order's history. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
};

export type ReturnLinesInput = {
  readonly orderId: Scalars['ID']['input'];
  /** Names this return; the same key gives the same return. 1 to 100 characters. */
  readonly key: Scalars['String']['input'];
  readonly lines: ReadonlyArray<ReturnLineInput>;
  readonly adjustments?: InputMaybe<ReadonlyArray<ReturnAdjustmentInput>>;
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  /** When they came back; now when left out. */
  readonly returnedAt?: InputMaybe<Scalars['DateTime']['input']>;
};

export type ReturnLineInput = {
  readonly lineId: Scalars['ID']['input'];
  /** 1 or more. */
  readonly quantity: Scalars['SafeInt']['input'];
};

export type ReturnAdjustmentInput = {
  readonly adjustmentId: Scalars['ID']['input'];
  /** 1 or more; at most what is left of the fee. */
  readonly amountMinor: Scalars['SafeInt']['input'];
};

export type SagaStepInput = {
  readonly orderId: Scalars['ID']['input'];
  readonly sagaId: Scalars['ID']['input'];
  readonly step: Scalars['String']['input'];
  /** 1 to 500 characters; kept with the order. */
  readonly reason: Scalars['String']['input'];
  /** Of the order, as it was when you decided. */
  readonly expectedVersion: Scalars['SafeInt']['input'];
};

export type ResolveSagaStepInput = {
  readonly orderId: Scalars['ID']['input'];
  readonly sagaId: Scalars['ID']['input'];
  readonly step: Scalars['String']['input'];
  readonly outcome: SagaStepOutcome;
  /** 1 to 500 characters; kept with the order. */
  readonly reason: Scalars['String']['input'];
  /** Of the order, as it was when you decided. */
  readonly expectedVersion: Scalars['SafeInt']['input'];
};

export type SagaStepOutcome =
  /** It is done, or undone where undoing it was what failed. */
  | 'DONE'
  /** It is not done. Only for a point of no return: the saga turns back. */
  | 'NOT_DONE';

export type DeadLetterInput = {
  readonly id: Scalars['ID']['input'];
  /** 1 to 500 characters; kept with what was done. */
  readonly reason: Scalars['String']['input'];
};

/** An order that was accepted. Watch its status. */
export type PlaceOrderSuccess = {
  readonly __typename?: 'PlaceOrderSuccess';
  readonly order: Order;
  /** True when this idempotency key had been accepted before; nothing was done twice. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** A return that was accepted. */
export type ReturnLinesSuccess = {
  readonly __typename?: 'ReturnLinesSuccess';
  readonly order: Order;
  readonly orderReturn: OrderReturn;
};

/** A refusal that the caller can act on. The code is stable; the message is for people and may change. */
export type Refusal = {
  readonly code: Scalars['String']['output'];
  readonly message: Scalars['String']['output'];
};

/** Something in the input is not acceptable. Code: INVALID_INPUT. */
export type InvalidInputError = Refusal & {
  readonly __typename?: 'InvalidInputError';
  readonly code: Scalars['String']['output'];
  readonly message: Scalars['String']['output'];
  /** One entry for each thing that is wrong. */
  readonly issues: ReadonlyArray<InputIssue>;
};

/** One thing that is wrong in an input. */
export type InputIssue = {
  readonly __typename?: 'InputIssue';
  /** Where in the input, from the outside in, e.g. ["address", "countryCode"]. */
  readonly path: ReadonlyArray<Scalars['String']['output']>;
  readonly message: Scalars['String']['output'];
};

/** No variant has this SKU, or it is not on sale. Code: UNKNOWN_SKU. */
export type UnknownSkuError = Refusal & {
  readonly __typename?: 'UnknownSkuError';
  readonly code: Scalars['String']['output'];
  readonly message: Scalars['String']['output'];
  readonly sku: Scalars['String']['output'];
};

/** There is less than that. Code: INSUFFICIENT_STOCK. */
export type InsufficientStockError = Refusal & {
  readonly __typename?: 'InsufficientStockError';
  readonly code: Scalars['String']['output'];
  readonly message: Scalars['String']['output'];
  readonly sku: Scalars['String']['output'];
  /** What could be had at the time of asking. */
  readonly available: Scalars['SafeInt']['output'];
};

/** No such cart, or it is not yours. Code: CART_NOT_FOUND. */
export type CartNotFoundError = Refusal & {
  readonly __typename?: 'CartNotFoundError';
  readonly code: Scalars['String']['output'];
  readonly message: Scalars['String']['output'];
};

/** There is nothing in the cart. Code: CART_EMPTY. */
export type CartEmptyError = Refusal & {
  readonly __typename?: 'CartEmptyError';
  readonly code: Scalars['String']['output'];
  readonly message: Scalars['String']['output'];
};

/** The cart was ordered already. Code: CART_ALREADY_ORDERED. */
export type CartAlreadyOrderedError = Refusal & {
  readonly __typename?: 'CartAlreadyOrderedError';
  readonly code: Scalars['String']['output'];
  readonly message: Scalars['String']['output'];
  readonly orderId: Scalars['ID']['output'];
};

/** The variant is sold in another currency than the cart's. Code: CURRENCY_MISMATCH. */
export type CurrencyMismatchError = Refusal & {
  readonly __typename?: 'CurrencyMismatchError';
  readonly code: Scalars['String']['output'];
  readonly message: Scalars['String']['output'];
};

/** This idempotency key was used with another payload. Code: IDEMPOTENCY_KEY_REUSED. */
export type IdempotencyKeyReusedError = Refusal & {
  readonly __typename?: 'IdempotencyKeyReusedError';
  readonly code: Scalars['String']['output'];
  readonly message: Scalars['String']['output'];
};

/** No such order, or it is not yours. Code: ORDER_NOT_FOUND. */
export type OrderNotFoundError = Refusal & {
  readonly __typename?: 'OrderNotFoundError';
  readonly code: Scalars['String']['output'];
  readonly message: Scalars['String']['output'];
};

/** The order's state does not allow it. Code: ORDER_STATE. */
export type OrderStateError = Refusal & {
  readonly __typename?: 'OrderStateError';
  readonly code: Scalars['String']['output'];
  readonly message: Scalars['String']['output'];
  readonly status: OrderStatus;
};

/** The saga has no such step that needs attention, or it cannot take this. Code: SAGA_STATE. */
export type SagaStateError = Refusal & {
  readonly __typename?: 'SagaStateError';
  readonly code: Scalars['String']['output'];
  readonly message: Scalars['String']['output'];
};

/** The order changed since you looked. Code: STALE_ORDER. */
export type StaleOrderError = Refusal & {
  readonly __typename?: 'StaleOrderError';
  readonly code: Scalars['String']['output'];
  readonly message: Scalars['String']['output'];
  readonly version: Scalars['SafeInt']['output'];
};

/** What was done, and with which message. */
export type DeadLetterSuccess = {
  readonly __typename?: 'DeadLetterSuccess';
  readonly action: DeadLetterAction;
};

/** There is no such message any more. Code: DEAD_LETTER_NOT_FOUND. */
export type DeadLetterNotFoundError = Refusal & {
  readonly __typename?: 'DeadLetterNotFoundError';
  readonly code: Scalars['String']['output'];
  readonly message: Scalars['String']['output'];
};

/** More than what was bought and not yet returned. Code: RETURN_EXCEEDS_ORDER. */
export type ReturnExceedsOrderError = Refusal & {
  readonly __typename?: 'ReturnExceedsOrderError';
  readonly code: Scalars['String']['output'];
  readonly message: Scalars['String']['output'];
};

export type CreateCartResult = Cart | InvalidInputError;

export type AddCartLineResult = Cart | CartNotFoundError | CartAlreadyOrderedError | UnknownSkuError | InsufficientStockError | CurrencyMismatchError | InvalidInputError;

export type SetCartLineQuantityResult = Cart | CartNotFoundError | CartAlreadyOrderedError | InsufficientStockError | InvalidInputError;

export type PrepareCartResult = Cart | UnknownSkuError | CurrencyMismatchError | IdempotencyKeyReusedError | InvalidInputError;

export type PlaceOrderResult = PlaceOrderSuccess | CartNotFoundError | CartEmptyError | CartAlreadyOrderedError | UnknownSkuError | InsufficientStockError | IdempotencyKeyReusedError | InvalidInputError;

export type CancelOrderResult = Order | OrderNotFoundError | OrderStateError | InvalidInputError;

export type SagaInterventionResult = Order | OrderNotFoundError | SagaStateError | StaleOrderError | InvalidInputError;

export type DeadLetterResult = DeadLetterSuccess | DeadLetterNotFoundError | InvalidInputError;

export type ReturnLinesResult = ReturnLinesSuccess | OrderNotFoundError | OrderStateError | ReturnExceedsOrderError | IdempotencyKeyReusedError | InvalidInputError;



export type ResolverTypeWrapper<T> = Promise<T> | T;

export type ReferenceResolver<TResult, TReference, TContext> = (
      reference: TReference,
      context: TContext,
      info: GraphQLResolveInfo
    ) => Promise<TResult> | TResult;

      type ScalarCheck<T, S> = S extends true ? T : NullableCheck<T, S>;
      type NullableCheck<T, S> = Maybe<T> extends T ? Maybe<ListCheck<NonNullable<T>, S>> : ListCheck<T, S>;
      type ListCheck<T, S> = T extends (infer U)[] ? NullableCheck<U, S>[] : GraphQLRecursivePick<T, S>;
      export type GraphQLRecursivePick<T, S> = { [K in keyof T & keyof S]: ScalarCheck<T[K], S[K]> };
    
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

/** Mapping of federation types */
export type FederationTypes = {
  User: User;
  Variant: Variant;
  Cart: Cart;
  Order: Order;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  User:
    ( { __typename: 'User' }
    & GraphQLRecursivePick<FederationTypes['User'], {"id":true}> );
  Variant:
    ( { __typename: 'Variant' }
    & GraphQLRecursivePick<FederationTypes['Variant'], {"sku":true}> );
  Cart:
    ( { __typename: 'Cart' }
    & GraphQLRecursivePick<FederationTypes['Cart'], {"id":true}> );
  Order:
    ( { __typename: 'Order' }
    & GraphQLRecursivePick<FederationTypes['Order'], {"id":true}> );
};

/** Mapping of union types */
export type ResolversUnionTypes<_RefType extends Record<string, unknown>> = {
  CreateCartResult:
    | ( CartModel & { __typename: 'Cart' } )
    | ( InvalidInputError & { __typename: 'InvalidInputError' } )
  ;
  AddCartLineResult:
    | ( CartModel & { __typename: 'Cart' } )
    | ( CartNotFoundError & { __typename: 'CartNotFoundError' } )
    | ( CartAlreadyOrderedError & { __typename: 'CartAlreadyOrderedError' } )
    | ( UnknownSkuError & { __typename: 'UnknownSkuError' } )
    | ( InsufficientStockError & { __typename: 'InsufficientStockError' } )
    | ( CurrencyMismatchError & { __typename: 'CurrencyMismatchError' } )
    | ( InvalidInputError & { __typename: 'InvalidInputError' } )
  ;
  SetCartLineQuantityResult:
    | ( CartModel & { __typename: 'Cart' } )
    | ( CartNotFoundError & { __typename: 'CartNotFoundError' } )
    | ( CartAlreadyOrderedError & { __typename: 'CartAlreadyOrderedError' } )
    | ( InsufficientStockError & { __typename: 'InsufficientStockError' } )
    | ( InvalidInputError & { __typename: 'InvalidInputError' } )
  ;
  PrepareCartResult:
    | ( CartModel & { __typename: 'Cart' } )
    | ( UnknownSkuError & { __typename: 'UnknownSkuError' } )
    | ( CurrencyMismatchError & { __typename: 'CurrencyMismatchError' } )
    | ( IdempotencyKeyReusedError & { __typename: 'IdempotencyKeyReusedError' } )
    | ( InvalidInputError & { __typename: 'InvalidInputError' } )
  ;
  PlaceOrderResult:
    | ( Omit<PlaceOrderSuccess, 'order'> & { order: _RefType['Order'] } & { __typename: 'PlaceOrderSuccess' } )
    | ( CartNotFoundError & { __typename: 'CartNotFoundError' } )
    | ( CartEmptyError & { __typename: 'CartEmptyError' } )
    | ( CartAlreadyOrderedError & { __typename: 'CartAlreadyOrderedError' } )
    | ( UnknownSkuError & { __typename: 'UnknownSkuError' } )
    | ( InsufficientStockError & { __typename: 'InsufficientStockError' } )
    | ( IdempotencyKeyReusedError & { __typename: 'IdempotencyKeyReusedError' } )
    | ( InvalidInputError & { __typename: 'InvalidInputError' } )
  ;
  CancelOrderResult:
    | ( OrderModel & { __typename: 'Order' } )
    | ( OrderNotFoundError & { __typename: 'OrderNotFoundError' } )
    | ( OrderStateError & { __typename: 'OrderStateError' } )
    | ( InvalidInputError & { __typename: 'InvalidInputError' } )
  ;
  SagaInterventionResult:
    | ( OrderModel & { __typename: 'Order' } )
    | ( OrderNotFoundError & { __typename: 'OrderNotFoundError' } )
    | ( SagaStateError & { __typename: 'SagaStateError' } )
    | ( StaleOrderError & { __typename: 'StaleOrderError' } )
    | ( InvalidInputError & { __typename: 'InvalidInputError' } )
  ;
  DeadLetterResult:
    | ( DeadLetterSuccess & { __typename: 'DeadLetterSuccess' } )
    | ( DeadLetterNotFoundError & { __typename: 'DeadLetterNotFoundError' } )
    | ( InvalidInputError & { __typename: 'InvalidInputError' } )
  ;
  ReturnLinesResult:
    | ( Omit<ReturnLinesSuccess, 'order'> & { order: _RefType['Order'] } & { __typename: 'ReturnLinesSuccess' } )
    | ( OrderNotFoundError & { __typename: 'OrderNotFoundError' } )
    | ( OrderStateError & { __typename: 'OrderStateError' } )
    | ( ReturnExceedsOrderError & { __typename: 'ReturnExceedsOrderError' } )
    | ( IdempotencyKeyReusedError & { __typename: 'IdempotencyKeyReusedError' } )
    | ( InvalidInputError & { __typename: 'InvalidInputError' } )
  ;
};

/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Refusal:
    | ( InvalidInputError & { __typename: 'InvalidInputError' } )
    | ( UnknownSkuError & { __typename: 'UnknownSkuError' } )
    | ( InsufficientStockError & { __typename: 'InsufficientStockError' } )
    | ( CartNotFoundError & { __typename: 'CartNotFoundError' } )
    | ( CartEmptyError & { __typename: 'CartEmptyError' } )
    | ( CartAlreadyOrderedError & { __typename: 'CartAlreadyOrderedError' } )
    | ( CurrencyMismatchError & { __typename: 'CurrencyMismatchError' } )
    | ( IdempotencyKeyReusedError & { __typename: 'IdempotencyKeyReusedError' } )
    | ( OrderNotFoundError & { __typename: 'OrderNotFoundError' } )
    | ( OrderStateError & { __typename: 'OrderStateError' } )
    | ( SagaStateError & { __typename: 'SagaStateError' } )
    | ( StaleOrderError & { __typename: 'StaleOrderError' } )
    | ( DeadLetterNotFoundError & { __typename: 'DeadLetterNotFoundError' } )
    | ( ReturnExceedsOrderError & { __typename: 'ReturnExceedsOrderError' } )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Decimal: ResolverTypeWrapper<Scalars['Decimal']['output']>;
  SafeInt: ResolverTypeWrapper<Scalars['SafeInt']['output']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  User: ResolverTypeWrapper<UserReference>;
  Variant: ResolverTypeWrapper<VariantReference>;
  Offer: ResolverTypeWrapper<Offer>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Price: ResolverTypeWrapper<Price>;
  Money: ResolverTypeWrapper<Money>;
  Cart: ResolverTypeWrapper<CartModel>;
  CartLine: ResolverTypeWrapper<Omit<CartLine, 'variant'> & { variant?: Maybe<ResolversTypes['Variant']> }>;
  Adjustment: ResolverTypeWrapper<Adjustment>;
  AdjustmentKind: AdjustmentKind;
  Order: ResolverTypeWrapper<OrderModel>;
  OrderStatus: OrderStatus;
  OrderLine: ResolverTypeWrapper<Omit<OrderLine, 'variant'> & { variant?: Maybe<ResolversTypes['Variant']> }>;
  OrderReturn: ResolverTypeWrapper<OrderReturn>;
  ReturnStatus: ReturnStatus;
  OrderReturnLine: ResolverTypeWrapper<OrderReturnLine>;
  ReturnedAdjustment: ResolverTypeWrapper<ReturnedAdjustment>;
  PostalAddress: ResolverTypeWrapper<PostalAddress>;
  OrderEvent: ResolverTypeWrapper<OrderEvent>;
  Saga: ResolverTypeWrapper<Saga>;
  SagaIntervention: ResolverTypeWrapper<SagaIntervention>;
  SagaAction: SagaAction;
  SagaStatus: SagaStatus;
  SagaFailure: ResolverTypeWrapper<SagaFailure>;
  SagaStep: ResolverTypeWrapper<SagaStep>;
  SagaStepStatus: SagaStepStatus;
  DeadLetter: ResolverTypeWrapper<DeadLetter>;
  DeadLetterConnection: ResolverTypeWrapper<DeadLetterConnection>;
  DeadLetterEdge: ResolverTypeWrapper<DeadLetterEdge>;
  DeadLetterAction: ResolverTypeWrapper<DeadLetterAction>;
  DeadLetterActionKind: DeadLetterActionKind;
  DeadLetterActionConnection: ResolverTypeWrapper<DeadLetterActionConnection>;
  DeadLetterActionEdge: ResolverTypeWrapper<DeadLetterActionEdge>;
  OrderConnection: ResolverTypeWrapper<Omit<OrderConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['OrderEdge']>, nodes: ReadonlyArray<ResolversTypes['Order']> }>;
  OrderEdge: ResolverTypeWrapper<Omit<OrderEdge, 'node'> & { node: ResolversTypes['Order'] }>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  OrderFilter: OrderFilter;
  CreateCartInput: CreateCartInput;
  AddCartLineInput: AddCartLineInput;
  SetCartLineQuantityInput: SetCartLineQuantityInput;
  PrepareCartInput: PrepareCartInput;
  PreparedLineInput: PreparedLineInput;
  AdjustmentInput: AdjustmentInput;
  PlaceOrderInput: PlaceOrderInput;
  PostalAddressInput: PostalAddressInput;
  CancelOrderInput: CancelOrderInput;
  ReturnLinesInput: ReturnLinesInput;
  ReturnLineInput: ReturnLineInput;
  ReturnAdjustmentInput: ReturnAdjustmentInput;
  SagaStepInput: SagaStepInput;
  ResolveSagaStepInput: ResolveSagaStepInput;
  SagaStepOutcome: SagaStepOutcome;
  DeadLetterInput: DeadLetterInput;
  PlaceOrderSuccess: ResolverTypeWrapper<Omit<PlaceOrderSuccess, 'order'> & { order: ResolversTypes['Order'] }>;
  ReturnLinesSuccess: ResolverTypeWrapper<Omit<ReturnLinesSuccess, 'order'> & { order: ResolversTypes['Order'] }>;
  Refusal: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Refusal']>;
  InvalidInputError: ResolverTypeWrapper<InvalidInputError>;
  InputIssue: ResolverTypeWrapper<InputIssue>;
  UnknownSkuError: ResolverTypeWrapper<UnknownSkuError>;
  InsufficientStockError: ResolverTypeWrapper<InsufficientStockError>;
  CartNotFoundError: ResolverTypeWrapper<CartNotFoundError>;
  CartEmptyError: ResolverTypeWrapper<CartEmptyError>;
  CartAlreadyOrderedError: ResolverTypeWrapper<CartAlreadyOrderedError>;
  CurrencyMismatchError: ResolverTypeWrapper<CurrencyMismatchError>;
  IdempotencyKeyReusedError: ResolverTypeWrapper<IdempotencyKeyReusedError>;
  OrderNotFoundError: ResolverTypeWrapper<OrderNotFoundError>;
  OrderStateError: ResolverTypeWrapper<OrderStateError>;
  SagaStateError: ResolverTypeWrapper<SagaStateError>;
  StaleOrderError: ResolverTypeWrapper<StaleOrderError>;
  DeadLetterSuccess: ResolverTypeWrapper<DeadLetterSuccess>;
  DeadLetterNotFoundError: ResolverTypeWrapper<DeadLetterNotFoundError>;
  ReturnExceedsOrderError: ResolverTypeWrapper<ReturnExceedsOrderError>;
  CreateCartResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['CreateCartResult']>;
  AddCartLineResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['AddCartLineResult']>;
  SetCartLineQuantityResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['SetCartLineQuantityResult']>;
  PrepareCartResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['PrepareCartResult']>;
  PlaceOrderResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['PlaceOrderResult']>;
  CancelOrderResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['CancelOrderResult']>;
  SagaInterventionResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['SagaInterventionResult']>;
  DeadLetterResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['DeadLetterResult']>;
  ReturnLinesResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ReturnLinesResult']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  DateTime: Scalars['DateTime']['output'];
  Decimal: Scalars['Decimal']['output'];
  SafeInt: Scalars['SafeInt']['output'];
  Query: Record<PropertyKey, never>;
  ID: Scalars['ID']['output'];
  Int: Scalars['Int']['output'];
  String: Scalars['String']['output'];
  Mutation: Record<PropertyKey, never>;
  User: UserReference;
  Variant: VariantReference;
  Offer: Offer;
  Boolean: Scalars['Boolean']['output'];
  Price: Price;
  Money: Money;
  Cart: CartModel;
  CartLine: Omit<CartLine, 'variant'> & { variant?: Maybe<ResolversParentTypes['Variant']> };
  Adjustment: Adjustment;
  Order: OrderModel;
  OrderLine: Omit<OrderLine, 'variant'> & { variant?: Maybe<ResolversParentTypes['Variant']> };
  OrderReturn: OrderReturn;
  OrderReturnLine: OrderReturnLine;
  ReturnedAdjustment: ReturnedAdjustment;
  PostalAddress: PostalAddress;
  OrderEvent: OrderEvent;
  Saga: Saga;
  SagaIntervention: SagaIntervention;
  SagaFailure: SagaFailure;
  SagaStep: SagaStep;
  DeadLetter: DeadLetter;
  DeadLetterConnection: DeadLetterConnection;
  DeadLetterEdge: DeadLetterEdge;
  DeadLetterAction: DeadLetterAction;
  DeadLetterActionConnection: DeadLetterActionConnection;
  DeadLetterActionEdge: DeadLetterActionEdge;
  OrderConnection: Omit<OrderConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['OrderEdge']>, nodes: ReadonlyArray<ResolversParentTypes['Order']> };
  OrderEdge: Omit<OrderEdge, 'node'> & { node: ResolversParentTypes['Order'] };
  PageInfo: PageInfo;
  OrderFilter: OrderFilter;
  CreateCartInput: CreateCartInput;
  AddCartLineInput: AddCartLineInput;
  SetCartLineQuantityInput: SetCartLineQuantityInput;
  PrepareCartInput: PrepareCartInput;
  PreparedLineInput: PreparedLineInput;
  AdjustmentInput: AdjustmentInput;
  PlaceOrderInput: PlaceOrderInput;
  PostalAddressInput: PostalAddressInput;
  CancelOrderInput: CancelOrderInput;
  ReturnLinesInput: ReturnLinesInput;
  ReturnLineInput: ReturnLineInput;
  ReturnAdjustmentInput: ReturnAdjustmentInput;
  SagaStepInput: SagaStepInput;
  ResolveSagaStepInput: ResolveSagaStepInput;
  DeadLetterInput: DeadLetterInput;
  PlaceOrderSuccess: Omit<PlaceOrderSuccess, 'order'> & { order: ResolversParentTypes['Order'] };
  ReturnLinesSuccess: Omit<ReturnLinesSuccess, 'order'> & { order: ResolversParentTypes['Order'] };
  Refusal: ResolversInterfaceTypes<ResolversParentTypes>['Refusal'];
  InvalidInputError: InvalidInputError;
  InputIssue: InputIssue;
  UnknownSkuError: UnknownSkuError;
  InsufficientStockError: InsufficientStockError;
  CartNotFoundError: CartNotFoundError;
  CartEmptyError: CartEmptyError;
  CartAlreadyOrderedError: CartAlreadyOrderedError;
  CurrencyMismatchError: CurrencyMismatchError;
  IdempotencyKeyReusedError: IdempotencyKeyReusedError;
  OrderNotFoundError: OrderNotFoundError;
  OrderStateError: OrderStateError;
  SagaStateError: SagaStateError;
  StaleOrderError: StaleOrderError;
  DeadLetterSuccess: DeadLetterSuccess;
  DeadLetterNotFoundError: DeadLetterNotFoundError;
  ReturnExceedsOrderError: ReturnExceedsOrderError;
  CreateCartResult: ResolversUnionTypes<ResolversParentTypes>['CreateCartResult'];
  AddCartLineResult: ResolversUnionTypes<ResolversParentTypes>['AddCartLineResult'];
  SetCartLineQuantityResult: ResolversUnionTypes<ResolversParentTypes>['SetCartLineQuantityResult'];
  PrepareCartResult: ResolversUnionTypes<ResolversParentTypes>['PrepareCartResult'];
  PlaceOrderResult: ResolversUnionTypes<ResolversParentTypes>['PlaceOrderResult'];
  CancelOrderResult: ResolversUnionTypes<ResolversParentTypes>['CancelOrderResult'];
  SagaInterventionResult: ResolversUnionTypes<ResolversParentTypes>['SagaInterventionResult'];
  DeadLetterResult: ResolversUnionTypes<ResolversParentTypes>['DeadLetterResult'];
  ReturnLinesResult: ResolversUnionTypes<ResolversParentTypes>['ReturnLinesResult'];
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export interface DecimalScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Decimal'], any> {
  name: 'Decimal';
}

export interface SafeIntScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['SafeInt'], any> {
  name: 'SafeInt';
}

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  cart: Resolver<Maybe<ResolversTypes['Cart']>, ParentType, ContextType, RequireFields<QueryCartArgs, 'id'>>;
  order: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType, RequireFields<QueryOrderArgs, 'id'>>;
  orders: Resolver<Maybe<ResolversTypes['OrderConnection']>, ParentType, ContextType, RequireFields<QueryOrdersArgs, 'first'>>;
  allOrders: Resolver<Maybe<ResolversTypes['OrderConnection']>, ParentType, ContextType, RequireFields<QueryAllOrdersArgs, 'first'>>;
  deadLetters: Resolver<Maybe<ResolversTypes['DeadLetterConnection']>, ParentType, ContextType, RequireFields<QueryDeadLettersArgs, 'first'>>;
  deadLetterActions: Resolver<Maybe<ResolversTypes['DeadLetterActionConnection']>, ParentType, ContextType, RequireFields<QueryDeadLetterActionsArgs, 'first'>>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  createCart: Resolver<ResolversTypes['CreateCartResult'], ParentType, ContextType, Partial<MutationCreateCartArgs>>;
  addCartLine: Resolver<ResolversTypes['AddCartLineResult'], ParentType, ContextType, RequireFields<MutationAddCartLineArgs, 'input'>>;
  setCartLineQuantity: Resolver<ResolversTypes['SetCartLineQuantityResult'], ParentType, ContextType, RequireFields<MutationSetCartLineQuantityArgs, 'input'>>;
  prepareCart: Resolver<ResolversTypes['PrepareCartResult'], ParentType, ContextType, RequireFields<MutationPrepareCartArgs, 'input'>>;
  placeOrder: Resolver<ResolversTypes['PlaceOrderResult'], ParentType, ContextType, RequireFields<MutationPlaceOrderArgs, 'input'>>;
  cancelOrder: Resolver<ResolversTypes['CancelOrderResult'], ParentType, ContextType, RequireFields<MutationCancelOrderArgs, 'input'>>;
  returnLines: Resolver<ResolversTypes['ReturnLinesResult'], ParentType, ContextType, RequireFields<MutationReturnLinesArgs, 'input'>>;
  retrySagaStep: Resolver<ResolversTypes['SagaInterventionResult'], ParentType, ContextType, RequireFields<MutationRetrySagaStepArgs, 'input'>>;
  skipSagaStep: Resolver<ResolversTypes['SagaInterventionResult'], ParentType, ContextType, RequireFields<MutationSkipSagaStepArgs, 'input'>>;
  resolveSagaStep: Resolver<ResolversTypes['SagaInterventionResult'], ParentType, ContextType, RequireFields<MutationResolveSagaStepArgs, 'input'>>;
  redriveDeadLetter: Resolver<ResolversTypes['DeadLetterResult'], ParentType, ContextType, RequireFields<MutationRedriveDeadLetterArgs, 'input'>>;
  discardDeadLetter: Resolver<ResolversTypes['DeadLetterResult'], ParentType, ContextType, RequireFields<MutationDiscardDeadLetterArgs, 'input'>>;
};

export type UserResolvers<ContextType = Context, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User'], FederationReferenceType extends FederationReferenceTypes['User'] = FederationReferenceTypes['User']> = {
  __resolveReference: ReferenceResolver<Maybe<ResolversTypes['User']>, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  orders?: Resolver<Maybe<ResolversTypes['OrderConnection']>, ParentType, ContextType, RequireFields<UserOrdersArgs, 'first'>>;
};

export type VariantResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Variant'] = ResolversParentTypes['Variant'], FederationReferenceType extends FederationReferenceTypes['Variant'] = FederationReferenceTypes['Variant']> = {
  __resolveReference: ReferenceResolver<Maybe<ResolversTypes['Variant']>, FederationReferenceType, ContextType>;
  sku?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  offer?: Resolver<Maybe<ResolversTypes['Offer']>, ParentType, ContextType>;
};

export type OfferResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Offer'] = ResolversParentTypes['Offer']> = {
  price?: Resolver<ResolversTypes['Price'], ParentType, ContextType>;
  available?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  purchasable?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type PriceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Price'] = ResolversParentTypes['Price']> = {
  amount?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  currency?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type MoneyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Money'] = ResolversParentTypes['Money']> = {
  amountMinor?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  currency?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type CartResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Cart'] = ResolversParentTypes['Cart'], FederationReferenceType extends FederationReferenceTypes['Cart'] = FederationReferenceTypes['Cart']> = {
  __resolveReference: ReferenceResolver<Maybe<ResolversTypes['Cart']>, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lines?: Resolver<ReadonlyArray<ResolversTypes['CartLine']>, ParentType, ContextType>;
  adjustments?: Resolver<ReadonlyArray<ResolversTypes['Adjustment']>, ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CartLineResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CartLine'] = ResolversParentTypes['CartLine']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  variant?: Resolver<Maybe<ResolversTypes['Variant']>, ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  quantity?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  unitPrice?: Resolver<ResolversTypes['Price'], ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
};

export type AdjustmentResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Adjustment'] = ResolversParentTypes['Adjustment']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['AdjustmentKind'], ParentType, ContextType>;
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  description?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  amount?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  refunded?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
};

export type OrderResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Order'] = ResolversParentTypes['Order'], FederationReferenceType extends FederationReferenceTypes['Order'] = FederationReferenceTypes['Order']> = {
  __resolveReference: ReferenceResolver<Maybe<ResolversTypes['Order']>, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['OrderStatus'], ParentType, ContextType>;
  cancelReason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  buyer?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  reference?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  lines?: Resolver<ReadonlyArray<ResolversTypes['OrderLine']>, ParentType, ContextType>;
  adjustments?: Resolver<ReadonlyArray<ResolversTypes['Adjustment']>, ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  refunded?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  shippingAddress?: Resolver<ResolversTypes['PostalAddress'], ParentType, ContextType>;
  orderedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  returns?: Resolver<ReadonlyArray<ResolversTypes['OrderReturn']>, ParentType, ContextType>;
  history?: Resolver<ReadonlyArray<ResolversTypes['OrderEvent']>, ParentType, ContextType>;
  saga?: Resolver<ResolversTypes['Saga'], ParentType, ContextType>;
  sagas?: Resolver<ReadonlyArray<ResolversTypes['Saga']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type OrderLineResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OrderLine'] = ResolversParentTypes['OrderLine']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  variant?: Resolver<Maybe<ResolversTypes['Variant']>, ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  quantity?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  unitPrice?: Resolver<ResolversTypes['Price'], ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  returnedQuantity?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
};

export type OrderReturnResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OrderReturn'] = ResolversParentTypes['OrderReturn']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['ReturnStatus'], ParentType, ContextType>;
  lines?: Resolver<ReadonlyArray<ResolversTypes['OrderReturnLine']>, ParentType, ContextType>;
  adjustments?: Resolver<ReadonlyArray<ResolversTypes['ReturnedAdjustment']>, ParentType, ContextType>;
  refund?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  returnedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type OrderReturnLineResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OrderReturnLine'] = ResolversParentTypes['OrderReturnLine']> = {
  lineId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  quantity?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  refund?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
};

export type ReturnedAdjustmentResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReturnedAdjustment'] = ResolversParentTypes['ReturnedAdjustment']> = {
  adjustmentId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  refund?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
};

export type PostalAddressResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PostalAddress'] = ResolversParentTypes['PostalAddress']> = {
  recipient?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  line1?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  line2?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  city?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  region?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  postalCode?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  countryCode?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type OrderEventResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OrderEvent'] = ResolversParentTypes['OrderEvent']> = {
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  by?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
};

export type SagaResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Saga'] = ResolversParentTypes['Saga']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['SagaStatus'], ParentType, ContextType>;
  steps?: Resolver<ReadonlyArray<ResolversTypes['SagaStep']>, ParentType, ContextType>;
  startedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  endedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  durationMs?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  failure?: Resolver<Maybe<ResolversTypes['SagaFailure']>, ParentType, ContextType>;
  traceId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  interventions?: Resolver<Maybe<ReadonlyArray<ResolversTypes['SagaIntervention']>>, ParentType, ContextType>;
};

export type SagaInterventionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SagaIntervention'] = ResolversParentTypes['SagaIntervention']> = {
  action?: Resolver<ResolversTypes['SagaAction'], ParentType, ContextType>;
  step?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  by?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  attempts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SagaFailureResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SagaFailure'] = ResolversParentTypes['SagaFailure']> = {
  step?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SagaStepResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SagaStep'] = ResolversParentTypes['SagaStep']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['SagaStepStatus'], ParentType, ContextType>;
  attempts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  compensationAttempts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  startedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  endedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  durationMs?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  errorCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type DeadLetterResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeadLetter'] = ResolversParentTypes['DeadLetter']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  storedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  consumer?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  stack?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  attempts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  stream?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  sequence?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  messageId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  messageType?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  subject?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  traceId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  body?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type DeadLetterConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeadLetterConnection'] = ResolversParentTypes['DeadLetterConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['DeadLetterEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['DeadLetter']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type DeadLetterEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeadLetterEdge'] = ResolversParentTypes['DeadLetterEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['DeadLetter'], ParentType, ContextType>;
};

export type DeadLetterActionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeadLetterAction'] = ResolversParentTypes['DeadLetterAction']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['DeadLetterActionKind'], ParentType, ContextType>;
  deadLetterId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  messageId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  consumer?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  by?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  doneAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type DeadLetterActionConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeadLetterActionConnection'] = ResolversParentTypes['DeadLetterActionConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['DeadLetterActionEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['DeadLetterAction']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type DeadLetterActionEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeadLetterActionEdge'] = ResolversParentTypes['DeadLetterActionEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['DeadLetterAction'], ParentType, ContextType>;
};

export type OrderConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OrderConnection'] = ResolversParentTypes['OrderConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['OrderEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Order']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type OrderEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OrderEdge'] = ResolversParentTypes['OrderEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Order'], ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PlaceOrderSuccessResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PlaceOrderSuccess'] = ResolversParentTypes['PlaceOrderSuccess']> = {
  order?: Resolver<ResolversTypes['Order'], ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ReturnLinesSuccessResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReturnLinesSuccess'] = ResolversParentTypes['ReturnLinesSuccess']> = {
  order?: Resolver<ResolversTypes['Order'], ParentType, ContextType>;
  orderReturn?: Resolver<ResolversTypes['OrderReturn'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RefusalResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Refusal'] = ResolversParentTypes['Refusal']> = {
  __resolveType: TypeResolveFn<'InvalidInputError' | 'UnknownSkuError' | 'InsufficientStockError' | 'CartNotFoundError' | 'CartEmptyError' | 'CartAlreadyOrderedError' | 'CurrencyMismatchError' | 'IdempotencyKeyReusedError' | 'OrderNotFoundError' | 'OrderStateError' | 'SagaStateError' | 'StaleOrderError' | 'DeadLetterNotFoundError' | 'ReturnExceedsOrderError', ParentType, ContextType>;
};

export type InvalidInputErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['InvalidInputError'] = ResolversParentTypes['InvalidInputError']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  issues?: Resolver<ReadonlyArray<ResolversTypes['InputIssue']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type InputIssueResolvers<ContextType = Context, ParentType extends ResolversParentTypes['InputIssue'] = ResolversParentTypes['InputIssue']> = {
  path?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type UnknownSkuErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UnknownSkuError'] = ResolversParentTypes['UnknownSkuError']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  sku?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type InsufficientStockErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['InsufficientStockError'] = ResolversParentTypes['InsufficientStockError']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  sku?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  available?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CartNotFoundErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CartNotFoundError'] = ResolversParentTypes['CartNotFoundError']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CartEmptyErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CartEmptyError'] = ResolversParentTypes['CartEmptyError']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CartAlreadyOrderedErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CartAlreadyOrderedError'] = ResolversParentTypes['CartAlreadyOrderedError']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  orderId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CurrencyMismatchErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CurrencyMismatchError'] = ResolversParentTypes['CurrencyMismatchError']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type IdempotencyKeyReusedErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['IdempotencyKeyReusedError'] = ResolversParentTypes['IdempotencyKeyReusedError']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type OrderNotFoundErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OrderNotFoundError'] = ResolversParentTypes['OrderNotFoundError']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type OrderStateErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OrderStateError'] = ResolversParentTypes['OrderStateError']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['OrderStatus'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SagaStateErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SagaStateError'] = ResolversParentTypes['SagaStateError']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type StaleOrderErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StaleOrderError'] = ResolversParentTypes['StaleOrderError']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type DeadLetterSuccessResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeadLetterSuccess'] = ResolversParentTypes['DeadLetterSuccess']> = {
  action?: Resolver<ResolversTypes['DeadLetterAction'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type DeadLetterNotFoundErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeadLetterNotFoundError'] = ResolversParentTypes['DeadLetterNotFoundError']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ReturnExceedsOrderErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReturnExceedsOrderError'] = ResolversParentTypes['ReturnExceedsOrderError']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CreateCartResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateCartResult'] = ResolversParentTypes['CreateCartResult']> = {
  __resolveType: TypeResolveFn<'Cart' | 'InvalidInputError', ParentType, ContextType>;
};

export type AddCartLineResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AddCartLineResult'] = ResolversParentTypes['AddCartLineResult']> = {
  __resolveType: TypeResolveFn<'Cart' | 'CartNotFoundError' | 'CartAlreadyOrderedError' | 'UnknownSkuError' | 'InsufficientStockError' | 'CurrencyMismatchError' | 'InvalidInputError', ParentType, ContextType>;
};

export type SetCartLineQuantityResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SetCartLineQuantityResult'] = ResolversParentTypes['SetCartLineQuantityResult']> = {
  __resolveType: TypeResolveFn<'Cart' | 'CartNotFoundError' | 'CartAlreadyOrderedError' | 'InsufficientStockError' | 'InvalidInputError', ParentType, ContextType>;
};

export type PrepareCartResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PrepareCartResult'] = ResolversParentTypes['PrepareCartResult']> = {
  __resolveType: TypeResolveFn<'Cart' | 'UnknownSkuError' | 'CurrencyMismatchError' | 'IdempotencyKeyReusedError' | 'InvalidInputError', ParentType, ContextType>;
};

export type PlaceOrderResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PlaceOrderResult'] = ResolversParentTypes['PlaceOrderResult']> = {
  __resolveType: TypeResolveFn<'PlaceOrderSuccess' | 'CartNotFoundError' | 'CartEmptyError' | 'CartAlreadyOrderedError' | 'UnknownSkuError' | 'InsufficientStockError' | 'IdempotencyKeyReusedError' | 'InvalidInputError', ParentType, ContextType>;
};

export type CancelOrderResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CancelOrderResult'] = ResolversParentTypes['CancelOrderResult']> = {
  __resolveType: TypeResolveFn<'Order' | 'OrderNotFoundError' | 'OrderStateError' | 'InvalidInputError', ParentType, ContextType>;
};

export type SagaInterventionResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SagaInterventionResult'] = ResolversParentTypes['SagaInterventionResult']> = {
  __resolveType: TypeResolveFn<'Order' | 'OrderNotFoundError' | 'SagaStateError' | 'StaleOrderError' | 'InvalidInputError', ParentType, ContextType>;
};

export type DeadLetterResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeadLetterResult'] = ResolversParentTypes['DeadLetterResult']> = {
  __resolveType: TypeResolveFn<'DeadLetterSuccess' | 'DeadLetterNotFoundError' | 'InvalidInputError', ParentType, ContextType>;
};

export type ReturnLinesResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReturnLinesResult'] = ResolversParentTypes['ReturnLinesResult']> = {
  __resolveType: TypeResolveFn<'ReturnLinesSuccess' | 'OrderNotFoundError' | 'OrderStateError' | 'ReturnExceedsOrderError' | 'IdempotencyKeyReusedError' | 'InvalidInputError', ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  DateTime?: GraphQLScalarType;
  Decimal?: GraphQLScalarType;
  SafeInt?: GraphQLScalarType;
  Query?: QueryResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  User?: UserResolvers<ContextType>;
  Variant?: VariantResolvers<ContextType>;
  Offer?: OfferResolvers<ContextType>;
  Price?: PriceResolvers<ContextType>;
  Money?: MoneyResolvers<ContextType>;
  Cart?: CartResolvers<ContextType>;
  CartLine?: CartLineResolvers<ContextType>;
  Adjustment?: AdjustmentResolvers<ContextType>;
  Order?: OrderResolvers<ContextType>;
  OrderLine?: OrderLineResolvers<ContextType>;
  OrderReturn?: OrderReturnResolvers<ContextType>;
  OrderReturnLine?: OrderReturnLineResolvers<ContextType>;
  ReturnedAdjustment?: ReturnedAdjustmentResolvers<ContextType>;
  PostalAddress?: PostalAddressResolvers<ContextType>;
  OrderEvent?: OrderEventResolvers<ContextType>;
  Saga?: SagaResolvers<ContextType>;
  SagaIntervention?: SagaInterventionResolvers<ContextType>;
  SagaFailure?: SagaFailureResolvers<ContextType>;
  SagaStep?: SagaStepResolvers<ContextType>;
  DeadLetter?: DeadLetterResolvers<ContextType>;
  DeadLetterConnection?: DeadLetterConnectionResolvers<ContextType>;
  DeadLetterEdge?: DeadLetterEdgeResolvers<ContextType>;
  DeadLetterAction?: DeadLetterActionResolvers<ContextType>;
  DeadLetterActionConnection?: DeadLetterActionConnectionResolvers<ContextType>;
  DeadLetterActionEdge?: DeadLetterActionEdgeResolvers<ContextType>;
  OrderConnection?: OrderConnectionResolvers<ContextType>;
  OrderEdge?: OrderEdgeResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  PlaceOrderSuccess?: PlaceOrderSuccessResolvers<ContextType>;
  ReturnLinesSuccess?: ReturnLinesSuccessResolvers<ContextType>;
  Refusal?: RefusalResolvers<ContextType>;
  InvalidInputError?: InvalidInputErrorResolvers<ContextType>;
  InputIssue?: InputIssueResolvers<ContextType>;
  UnknownSkuError?: UnknownSkuErrorResolvers<ContextType>;
  InsufficientStockError?: InsufficientStockErrorResolvers<ContextType>;
  CartNotFoundError?: CartNotFoundErrorResolvers<ContextType>;
  CartEmptyError?: CartEmptyErrorResolvers<ContextType>;
  CartAlreadyOrderedError?: CartAlreadyOrderedErrorResolvers<ContextType>;
  CurrencyMismatchError?: CurrencyMismatchErrorResolvers<ContextType>;
  IdempotencyKeyReusedError?: IdempotencyKeyReusedErrorResolvers<ContextType>;
  OrderNotFoundError?: OrderNotFoundErrorResolvers<ContextType>;
  OrderStateError?: OrderStateErrorResolvers<ContextType>;
  SagaStateError?: SagaStateErrorResolvers<ContextType>;
  StaleOrderError?: StaleOrderErrorResolvers<ContextType>;
  DeadLetterSuccess?: DeadLetterSuccessResolvers<ContextType>;
  DeadLetterNotFoundError?: DeadLetterNotFoundErrorResolvers<ContextType>;
  ReturnExceedsOrderError?: ReturnExceedsOrderErrorResolvers<ContextType>;
  CreateCartResult?: CreateCartResultResolvers<ContextType>;
  AddCartLineResult?: AddCartLineResultResolvers<ContextType>;
  SetCartLineQuantityResult?: SetCartLineQuantityResultResolvers<ContextType>;
  PrepareCartResult?: PrepareCartResultResolvers<ContextType>;
  PlaceOrderResult?: PlaceOrderResultResolvers<ContextType>;
  CancelOrderResult?: CancelOrderResultResolvers<ContextType>;
  SagaInterventionResult?: SagaInterventionResultResolvers<ContextType>;
  DeadLetterResult?: DeadLetterResultResolvers<ContextType>;
  ReturnLinesResult?: ReturnLinesResultResolvers<ContextType>;
};

