// Generated from contracts/graphql/inventory.graphql by `bun run gen`. Do not edit.
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Stock } from '../store/ports.ts';
import type { Movement } from '../domain/stock.ts';
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
  /** A whole number that is exact up to 2^53 − 1. */
  SafeInt: { input: number; output: number; }
  _FieldSet: { input: string; output: string; }
};

/** Every field may be null: a part of the shop that cannot be reached takes nothing with it that others have answered. The error says which part. */
export type Query = {
  readonly __typename?: 'Query';
  /** Stock of a SKU at one location. Needs scope inventory:read. Null when the SKU was never stocked there. */
  readonly stockLevel: Maybe<StockLevel>;
  /** The ledger of a SKU at a location, newest first. Needs scope inventory:read. */
  readonly stockMovements: Maybe<StockMovementConnection>;
};


/** Every field may be null: a part of the shop that cannot be reached takes nothing with it that others have answered. The error says which part. */
export type QueryStockLevelArgs = {
  sku: Scalars['ID']['input'];
  location: Scalars['ID']['input'];
};


/** Every field may be null: a part of the shop that cannot be reached takes nothing with it that others have answered. The error says which part. */
export type QueryStockMovementsArgs = {
  sku: Scalars['ID']['input'];
  location: Scalars['ID']['input'];
  first: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
};

export type Mutation = {
  readonly __typename?: 'Mutation';
  /** Books goods in, up to 1000 lines a call; every line applied once however often the same key is sent. Needs scope inventory:write. */
  readonly receiveStock: ReceiveStockResult;
  /** Corrects the stock of one SKU, with a reason, once per key. Needs scope inventory:write. */
  readonly adjustStock: AdjustStockResult;
};


export type MutationReceiveStockArgs = {
  input: ReceiveStockInput;
};


export type MutationAdjustStockArgs = {
  input: AdjustStockInput;
};

export type Variant = {
  readonly __typename?: 'Variant';
  readonly sku: Scalars['ID']['output'];
  /** Null only while inventory cannot be reached; the error says so. */
  readonly availability: Maybe<Availability>;
};

/** What can be bought now, over all locations. */
export type Availability = {
  readonly __typename?: 'Availability';
  readonly inStock: Scalars['Boolean']['output'];
  /** Units on hand that nobody has reserved. */
  readonly available: Scalars['SafeInt']['output'];
};

/** Stock of a SKU at a location. available = onHand − reserved, and none is ever below zero. */
export type StockLevel = {
  readonly __typename?: 'StockLevel';
  readonly sku: Scalars['ID']['output'];
  readonly location: Scalars['ID']['output'];
  readonly onHand: Scalars['SafeInt']['output'];
  readonly reserved: Scalars['SafeInt']['output'];
  readonly available: Scalars['SafeInt']['output'];
  /** The sum of the ledger, computed from it on request; equals onHand once nothing is in flight. */
  readonly ledgerSum: Scalars['SafeInt']['output'];
};

/** One entry of the ledger: goods that came or went. */
export type StockMovement = {
  readonly __typename?: 'StockMovement';
  readonly id: Scalars['ID']['output'];
  readonly sku: Scalars['ID']['output'];
  readonly location: Scalars['ID']['output'];
  /** Positive when goods came in. */
  readonly quantity: Scalars['SafeInt']['output'];
  readonly reason: MovementReason;
  /** The order, where one caused it. */
  readonly orderId: Maybe<Scalars['ID']['output']>;
  readonly note: Maybe<Scalars['String']['output']>;
  readonly recordedAt: Scalars['DateTime']['output'];
};

export type MovementReason =
  /** Goods booked in. */
  | 'RECEIPT'
  /** Goods sold. */
  | 'SALE'
  /** Goods back from a cancelled or returned order. */
  | 'RETURN'
  /** Lost, broken or given away. */
  | 'WRITE_OFF'
  /** A count differed from the books. */
  | 'CORRECTION';

/** Reasons that a person may give for an adjustment. */
export type AdjustmentReason =
  /** Lost, broken or given away; the quantity must be negative. */
  | 'WRITE_OFF'
  /** A count differed from the books. */
  | 'CORRECTION';

export type StockMovementConnection = {
  readonly __typename?: 'StockMovementConnection';
  readonly edges: ReadonlyArray<StockMovementEdge>;
  readonly nodes: ReadonlyArray<StockMovement>;
  readonly pageInfo: PageInfo;
};

export type StockMovementEdge = {
  readonly __typename?: 'StockMovementEdge';
  readonly cursor: Scalars['String']['output'];
  readonly node: StockMovement;
};

/** Where a page of a list stands in the whole, after the Relay cursor connections specification. */
export type PageInfo = {
  readonly __typename?: 'PageInfo';
  readonly hasNextPage: Scalars['Boolean']['output'];
  readonly hasPreviousPage: Scalars['Boolean']['output'];
  readonly startCursor: Maybe<Scalars['String']['output']>;
  readonly endCursor: Maybe<Scalars['String']['output']>;
};

export type ReceiveStockInput = {
  /** Names this delivery; the same key again changes nothing. 1 to 100 characters. */
  readonly key: Scalars['String']['input'];
  readonly location: Scalars['ID']['input'];
  readonly lines: ReadonlyArray<ReceiveStockLine>;
};

export type ReceiveStockLine = {
  readonly sku: Scalars['ID']['input'];
  /** 1 or more. */
  readonly quantity: Scalars['SafeInt']['input'];
};

export type AdjustStockInput = {
  /** Names this adjustment; the same key again changes nothing. 1 to 100 characters. */
  readonly key: Scalars['String']['input'];
  readonly sku: Scalars['ID']['input'];
  readonly location: Scalars['ID']['input'];
  /** Not zero. */
  readonly quantity: Scalars['SafeInt']['input'];
  readonly reason: AdjustmentReason;
  readonly note?: InputMaybe<Scalars['String']['input']>;
};

/** What a receipt did. */
export type StockReceipt = {
  readonly __typename?: 'StockReceipt';
  readonly levels: ReadonlyArray<StockLevel>;
  /** Lines that this key had booked before. */
  readonly alreadyApplied: Scalars['Int']['output'];
};

/** An adjustment that is in the books. */
export type StockAdjustment = {
  readonly __typename?: 'StockAdjustment';
  readonly level: StockLevel;
  readonly movement: StockMovement;
  /** True when this key had been booked before. */
  readonly alreadyApplied: Scalars['Boolean']['output'];
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

/** There is less than that. Code: INSUFFICIENT_STOCK. */
export type InsufficientStockError = Refusal & {
  readonly __typename?: 'InsufficientStockError';
  readonly code: Scalars['String']['output'];
  readonly message: Scalars['String']['output'];
  readonly sku: Scalars['String']['output'];
  /** What could be had at the time of asking. */
  readonly available: Scalars['SafeInt']['output'];
};

/** This idempotency key was used with another payload. Code: IDEMPOTENCY_KEY_REUSED. */
export type IdempotencyKeyReusedError = Refusal & {
  readonly __typename?: 'IdempotencyKeyReusedError';
  readonly code: Scalars['String']['output'];
  readonly message: Scalars['String']['output'];
};

export type ReceiveStockResult = StockReceipt | IdempotencyKeyReusedError | InvalidInputError;

export type AdjustStockResult = StockAdjustment | InsufficientStockError | IdempotencyKeyReusedError | InvalidInputError;



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
  Variant: Variant;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Variant:
    ( { __typename: 'Variant' }
    & GraphQLRecursivePick<FederationTypes['Variant'], {"sku":true}> );
};

/** Mapping of union types */
export type ResolversUnionTypes<_RefType extends Record<string, unknown>> = {
  ReceiveStockResult:
    | ( Omit<StockReceipt, 'levels'> & { levels: ReadonlyArray<_RefType['StockLevel']> } & { __typename: 'StockReceipt' } )
    | ( IdempotencyKeyReusedError & { __typename: 'IdempotencyKeyReusedError' } )
    | ( InvalidInputError & { __typename: 'InvalidInputError' } )
  ;
  AdjustStockResult:
    | ( Omit<StockAdjustment, 'level' | 'movement'> & { level: _RefType['StockLevel'], movement: _RefType['StockMovement'] } & { __typename: 'StockAdjustment' } )
    | ( InsufficientStockError & { __typename: 'InsufficientStockError' } )
    | ( IdempotencyKeyReusedError & { __typename: 'IdempotencyKeyReusedError' } )
    | ( InvalidInputError & { __typename: 'InvalidInputError' } )
  ;
};

/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Refusal:
    | ( InvalidInputError & { __typename: 'InvalidInputError' } )
    | ( InsufficientStockError & { __typename: 'InsufficientStockError' } )
    | ( IdempotencyKeyReusedError & { __typename: 'IdempotencyKeyReusedError' } )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  SafeInt: ResolverTypeWrapper<Scalars['SafeInt']['output']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Variant: ResolverTypeWrapper<Variant>;
  Availability: ResolverTypeWrapper<Availability>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  StockLevel: ResolverTypeWrapper<Stock>;
  StockMovement: ResolverTypeWrapper<Movement>;
  MovementReason: MovementReason;
  AdjustmentReason: AdjustmentReason;
  StockMovementConnection: ResolverTypeWrapper<Omit<StockMovementConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['StockMovementEdge']>, nodes: ReadonlyArray<ResolversTypes['StockMovement']> }>;
  StockMovementEdge: ResolverTypeWrapper<Omit<StockMovementEdge, 'node'> & { node: ResolversTypes['StockMovement'] }>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  ReceiveStockInput: ReceiveStockInput;
  ReceiveStockLine: ReceiveStockLine;
  AdjustStockInput: AdjustStockInput;
  StockReceipt: ResolverTypeWrapper<Omit<StockReceipt, 'levels'> & { levels: ReadonlyArray<ResolversTypes['StockLevel']> }>;
  StockAdjustment: ResolverTypeWrapper<Omit<StockAdjustment, 'level' | 'movement'> & { level: ResolversTypes['StockLevel'], movement: ResolversTypes['StockMovement'] }>;
  Refusal: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Refusal']>;
  InvalidInputError: ResolverTypeWrapper<InvalidInputError>;
  InputIssue: ResolverTypeWrapper<InputIssue>;
  InsufficientStockError: ResolverTypeWrapper<InsufficientStockError>;
  IdempotencyKeyReusedError: ResolverTypeWrapper<IdempotencyKeyReusedError>;
  ReceiveStockResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ReceiveStockResult']>;
  AdjustStockResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['AdjustStockResult']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  DateTime: Scalars['DateTime']['output'];
  SafeInt: Scalars['SafeInt']['output'];
  Query: Record<PropertyKey, never>;
  ID: Scalars['ID']['output'];
  Int: Scalars['Int']['output'];
  String: Scalars['String']['output'];
  Mutation: Record<PropertyKey, never>;
  Variant: Variant | FederationReferenceTypes['Variant'];
  Availability: Availability;
  Boolean: Scalars['Boolean']['output'];
  StockLevel: Stock;
  StockMovement: Movement;
  StockMovementConnection: Omit<StockMovementConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['StockMovementEdge']>, nodes: ReadonlyArray<ResolversParentTypes['StockMovement']> };
  StockMovementEdge: Omit<StockMovementEdge, 'node'> & { node: ResolversParentTypes['StockMovement'] };
  PageInfo: PageInfo;
  ReceiveStockInput: ReceiveStockInput;
  ReceiveStockLine: ReceiveStockLine;
  AdjustStockInput: AdjustStockInput;
  StockReceipt: Omit<StockReceipt, 'levels'> & { levels: ReadonlyArray<ResolversParentTypes['StockLevel']> };
  StockAdjustment: Omit<StockAdjustment, 'level' | 'movement'> & { level: ResolversParentTypes['StockLevel'], movement: ResolversParentTypes['StockMovement'] };
  Refusal: ResolversInterfaceTypes<ResolversParentTypes>['Refusal'];
  InvalidInputError: InvalidInputError;
  InputIssue: InputIssue;
  InsufficientStockError: InsufficientStockError;
  IdempotencyKeyReusedError: IdempotencyKeyReusedError;
  ReceiveStockResult: ResolversUnionTypes<ResolversParentTypes>['ReceiveStockResult'];
  AdjustStockResult: ResolversUnionTypes<ResolversParentTypes>['AdjustStockResult'];
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export interface SafeIntScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['SafeInt'], any> {
  name: 'SafeInt';
}

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  stockLevel: Resolver<Maybe<ResolversTypes['StockLevel']>, ParentType, ContextType, RequireFields<QueryStockLevelArgs, 'sku' | 'location'>>;
  stockMovements: Resolver<Maybe<ResolversTypes['StockMovementConnection']>, ParentType, ContextType, RequireFields<QueryStockMovementsArgs, 'sku' | 'location' | 'first'>>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  receiveStock: Resolver<ResolversTypes['ReceiveStockResult'], ParentType, ContextType, RequireFields<MutationReceiveStockArgs, 'input'>>;
  adjustStock: Resolver<ResolversTypes['AdjustStockResult'], ParentType, ContextType, RequireFields<MutationAdjustStockArgs, 'input'>>;
};

export type VariantResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Variant'] = ResolversParentTypes['Variant'], FederationReferenceType extends FederationReferenceTypes['Variant'] = FederationReferenceTypes['Variant']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Variant']> | FederationReferenceType, FederationReferenceType, ContextType>;
  sku?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  availability?: Resolver<Maybe<ResolversTypes['Availability']>, ParentType, ContextType>;
};

export type AvailabilityResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Availability'] = ResolversParentTypes['Availability']> = {
  inStock?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  available?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
};

export type StockLevelResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StockLevel'] = ResolversParentTypes['StockLevel']> = {
  sku?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  location?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  onHand?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  reserved?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  available?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  ledgerSum?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
};

export type StockMovementResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StockMovement'] = ResolversParentTypes['StockMovement']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  sku?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  location?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  quantity?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['MovementReason'], ParentType, ContextType>;
  orderId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  note?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  recordedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type StockMovementConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StockMovementConnection'] = ResolversParentTypes['StockMovementConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['StockMovementEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['StockMovement']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type StockMovementEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StockMovementEdge'] = ResolversParentTypes['StockMovementEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['StockMovement'], ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type StockReceiptResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StockReceipt'] = ResolversParentTypes['StockReceipt']> = {
  levels?: Resolver<ReadonlyArray<ResolversTypes['StockLevel']>, ParentType, ContextType>;
  alreadyApplied?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type StockAdjustmentResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StockAdjustment'] = ResolversParentTypes['StockAdjustment']> = {
  level?: Resolver<ResolversTypes['StockLevel'], ParentType, ContextType>;
  movement?: Resolver<ResolversTypes['StockMovement'], ParentType, ContextType>;
  alreadyApplied?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RefusalResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Refusal'] = ResolversParentTypes['Refusal']> = {
  __resolveType: TypeResolveFn<'InvalidInputError' | 'InsufficientStockError' | 'IdempotencyKeyReusedError', ParentType, ContextType>;
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

export type InsufficientStockErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['InsufficientStockError'] = ResolversParentTypes['InsufficientStockError']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  sku?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  available?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type IdempotencyKeyReusedErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['IdempotencyKeyReusedError'] = ResolversParentTypes['IdempotencyKeyReusedError']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ReceiveStockResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReceiveStockResult'] = ResolversParentTypes['ReceiveStockResult']> = {
  __resolveType: TypeResolveFn<'StockReceipt' | 'IdempotencyKeyReusedError' | 'InvalidInputError', ParentType, ContextType>;
};

export type AdjustStockResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AdjustStockResult'] = ResolversParentTypes['AdjustStockResult']> = {
  __resolveType: TypeResolveFn<'StockAdjustment' | 'InsufficientStockError' | 'IdempotencyKeyReusedError' | 'InvalidInputError', ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  DateTime?: GraphQLScalarType;
  SafeInt?: GraphQLScalarType;
  Query?: QueryResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Variant?: VariantResolvers<ContextType>;
  Availability?: AvailabilityResolvers<ContextType>;
  StockLevel?: StockLevelResolvers<ContextType>;
  StockMovement?: StockMovementResolvers<ContextType>;
  StockMovementConnection?: StockMovementConnectionResolvers<ContextType>;
  StockMovementEdge?: StockMovementEdgeResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  StockReceipt?: StockReceiptResolvers<ContextType>;
  StockAdjustment?: StockAdjustmentResolvers<ContextType>;
  Refusal?: RefusalResolvers<ContextType>;
  InvalidInputError?: InvalidInputErrorResolvers<ContextType>;
  InputIssue?: InputIssueResolvers<ContextType>;
  InsufficientStockError?: InsufficientStockErrorResolvers<ContextType>;
  IdempotencyKeyReusedError?: IdempotencyKeyReusedErrorResolvers<ContextType>;
  ReceiveStockResult?: ReceiveStockResultResolvers<ContextType>;
  AdjustStockResult?: AdjustStockResultResolvers<ContextType>;
};

