// Generated from contracts/graphql/catalog.graphql by `bun run gen`. Do not edit.
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { CategoryModel, PriceModel, PriceChangeModel, ProductModel, VariantModel } from './models.ts';
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
  /** One product by id or slug (exactly one of them); null when there is none that you may see. */
  readonly product: Maybe<Product>;
  /** One sellable variant by SKU; null when there is none that you may see. */
  readonly variant: Maybe<Variant>;
  /** Published products, newest first; those that match a text search, best match first; or those of a category. Staff with scope catalog:write see the others too. */
  readonly products: Maybe<ProductConnection>;
  /** The category tree, roots first, by name. */
  readonly categories: Maybe<ReadonlyArray<Category>>;
};


/** Every field may be null: a part of the shop that cannot be reached takes nothing with it that others have answered. The error says which part. */
export type QueryProductArgs = {
  id?: InputMaybe<Scalars['ID']['input']>;
  slug?: InputMaybe<Scalars['String']['input']>;
};


/** Every field may be null: a part of the shop that cannot be reached takes nothing with it that others have answered. The error says which part. */
export type QueryVariantArgs = {
  sku: Scalars['String']['input'];
};


/** Every field may be null: a part of the shop that cannot be reached takes nothing with it that others have answered. The error says which part. */
export type QueryProductsArgs = {
  first: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
  search?: InputMaybe<Scalars['String']['input']>;
  category?: InputMaybe<Scalars['String']['input']>;
};

export type Mutation = {
  readonly __typename?: 'Mutation';
  /** Creates or updates products and variants by SKU, up to 1000 rows a call. Rows are applied one by one: a bad row is reported and does not stop the others. The same rows again change nothing. Needs scope catalog:write. */
  readonly importProducts: ImportProductsResult;
  /** Sets the price of a variant from now on. Needs scope catalog:write. */
  readonly setVariantPrice: SetVariantPriceResult;
  /** Takes a product off sale. It stays readable for those who bought it. Needs scope catalog:write. */
  readonly archiveProduct: ArchiveProductResult;
};


export type MutationImportProductsArgs = {
  input: ImportProductsInput;
};


export type MutationSetVariantPriceArgs = {
  input: SetVariantPriceInput;
};


export type MutationArchiveProductArgs = {
  id: Scalars['ID']['input'];
};

/** Something the shop sells, in one or more variants. */
export type Product = {
  readonly __typename?: 'Product';
  readonly id: Scalars['ID']['output'];
  readonly title: Scalars['String']['output'];
  /** Unique, for use in web addresses. */
  readonly slug: Scalars['String']['output'];
  readonly description: Scalars['String']['output'];
  readonly status: ProductStatus;
  readonly category: Maybe<Category>;
  readonly variants: ReadonlyArray<Variant>;
  readonly createdAt: Scalars['DateTime']['output'];
  readonly updatedAt: Scalars['DateTime']['output'];
};

export type ProductStatus =
  /** On sale. */
  | 'PUBLISHED'
  /** Not on sale any more. */
  | 'ARCHIVED';

/** The thing that is bought: one size, colour or pack of a product. */
export type Variant = {
  readonly __typename?: 'Variant';
  /** Stock keeping unit, unique in the shop. Case matters. */
  readonly sku: Scalars['ID']['output'];
  /** What distinguishes it from its siblings, e.g. "Red, large"; the product's title where there is only one. */
  readonly title: Scalars['String']['output'];
  readonly product: Product;
  readonly price: Price;
  /** Earlier and present prices, newest first, 20 at most. */
  readonly priceHistory: ReadonlyArray<PriceChange>;
};

/** The price of one unit. It may be finer than a minor unit of the currency: totals of lines are rounded, half to even. */
export type Price = {
  readonly __typename?: 'Price';
  /** In major units, e.g. "2.55" pounds. */
  readonly amount: Scalars['Decimal']['output'];
  /** ISO 4217, upper case. */
  readonly currency: Scalars['String']['output'];
};

/** A price and since when it held. */
export type PriceChange = {
  readonly __typename?: 'PriceChange';
  readonly price: Price;
  readonly since: Scalars['DateTime']['output'];
};

/** A shelf of the shop. */
export type Category = {
  readonly __typename?: 'Category';
  /** A path of slugs from the root, e.g. "home/candles". */
  readonly id: Scalars['ID']['output'];
  readonly name: Scalars['String']['output'];
  readonly parent: Maybe<Category>;
  readonly children: ReadonlyArray<Category>;
};

export type ProductConnection = {
  readonly __typename?: 'ProductConnection';
  readonly edges: ReadonlyArray<ProductEdge>;
  readonly nodes: ReadonlyArray<Product>;
  readonly pageInfo: PageInfo;
};

export type ProductEdge = {
  readonly __typename?: 'ProductEdge';
  readonly cursor: Scalars['String']['output'];
  readonly node: Product;
};

/** Where a page of a list stands in the whole, after the Relay cursor connections specification. */
export type PageInfo = {
  readonly __typename?: 'PageInfo';
  readonly hasNextPage: Scalars['Boolean']['output'];
  readonly hasPreviousPage: Scalars['Boolean']['output'];
  readonly startCursor: Maybe<Scalars['String']['output']>;
  readonly endCursor: Maybe<Scalars['String']['output']>;
};

export type ImportProductsInput = {
  readonly rows: ReadonlyArray<ImportVariantRow>;
};

/** One variant with its product. Rows with the same productKey become variants of one product; where they disagree about it, the last decides. What is left out stays as it is. */
export type ImportVariantRow = {
  readonly sku: Scalars['ID']['input'];
  /** Groups variants into a product; the SKU itself when left out. */
  readonly productKey?: InputMaybe<Scalars['String']['input']>;
  readonly productTitle: Scalars['String']['input'];
  readonly variantTitle?: InputMaybe<Scalars['String']['input']>;
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** A path of category names from the root, e.g. ["Home", "Candles"]; missing categories are made. */
  readonly category?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  readonly price: Scalars['Decimal']['input'];
  /** ISO 4217, upper case. */
  readonly currency: Scalars['String']['input'];
};

/** What an import did. */
export type ImportReport = {
  readonly __typename?: 'ImportReport';
  readonly created: Scalars['Int']['output'];
  readonly updated: Scalars['Int']['output'];
  readonly unchanged: Scalars['Int']['output'];
  readonly refused: ReadonlyArray<RefusedRow>;
};

/** A row that was not applied, and why. */
export type RefusedRow = {
  readonly __typename?: 'RefusedRow';
  /** Position in the input, from 0. */
  readonly index: Scalars['Int']['output'];
  readonly sku: Scalars['String']['output'];
  /** Stable: INVALID_SKU, INVALID_PRODUCT_KEY, INVALID_PRICE, INVALID_CURRENCY, INVALID_TITLE, INVALID_DESCRIPTION, INVALID_CATEGORY, SKU_IN_OTHER_PRODUCT, DUPLICATE_SKU. */
  readonly code: Scalars['String']['output'];
  readonly message: Scalars['String']['output'];
};

export type SetVariantPriceInput = {
  readonly sku: Scalars['ID']['input'];
  readonly price: Scalars['Decimal']['input'];
  readonly currency: Scalars['String']['input'];
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

/** There is no such product. Code: PRODUCT_NOT_FOUND. */
export type ProductNotFoundError = Refusal & {
  readonly __typename?: 'ProductNotFoundError';
  readonly code: Scalars['String']['output'];
  readonly message: Scalars['String']['output'];
};

export type ImportProductsResult = ImportReport | InvalidInputError;

export type SetVariantPriceResult = Variant | UnknownSkuError | InvalidInputError;

export type ArchiveProductResult = Product | ProductNotFoundError;



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
  Product: Product;
  Variant: Variant;
  Category: Category;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Product:
    ( { __typename: 'Product' }
    & GraphQLRecursivePick<FederationTypes['Product'], {"id":true}> );
  Variant:
    ( { __typename: 'Variant' }
    & GraphQLRecursivePick<FederationTypes['Variant'], {"sku":true}> );
  Category:
    ( { __typename: 'Category' }
    & GraphQLRecursivePick<FederationTypes['Category'], {"id":true}> );
};

/** Mapping of union types */
export type ResolversUnionTypes<_RefType extends Record<string, unknown>> = {
  ImportProductsResult:
    | ( ImportReport & { __typename: 'ImportReport' } )
    | ( InvalidInputError & { __typename: 'InvalidInputError' } )
  ;
  SetVariantPriceResult:
    | ( VariantModel & { __typename: 'Variant' } )
    | ( UnknownSkuError & { __typename: 'UnknownSkuError' } )
    | ( InvalidInputError & { __typename: 'InvalidInputError' } )
  ;
  ArchiveProductResult:
    | ( ProductModel & { __typename: 'Product' } )
    | ( ProductNotFoundError & { __typename: 'ProductNotFoundError' } )
  ;
};

/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Refusal:
    | ( InvalidInputError & { __typename: 'InvalidInputError' } )
    | ( UnknownSkuError & { __typename: 'UnknownSkuError' } )
    | ( ProductNotFoundError & { __typename: 'ProductNotFoundError' } )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Decimal: ResolverTypeWrapper<Scalars['Decimal']['output']>;
  SafeInt: ResolverTypeWrapper<Scalars['SafeInt']['output']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Product: ResolverTypeWrapper<ProductModel>;
  ProductStatus: ProductStatus;
  Variant: ResolverTypeWrapper<VariantModel>;
  Price: ResolverTypeWrapper<PriceModel>;
  PriceChange: ResolverTypeWrapper<PriceChangeModel>;
  Category: ResolverTypeWrapper<CategoryModel>;
  ProductConnection: ResolverTypeWrapper<Omit<ProductConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['ProductEdge']>, nodes: ReadonlyArray<ResolversTypes['Product']> }>;
  ProductEdge: ResolverTypeWrapper<Omit<ProductEdge, 'node'> & { node: ResolversTypes['Product'] }>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  ImportProductsInput: ImportProductsInput;
  ImportVariantRow: ImportVariantRow;
  ImportReport: ResolverTypeWrapper<ImportReport>;
  RefusedRow: ResolverTypeWrapper<RefusedRow>;
  SetVariantPriceInput: SetVariantPriceInput;
  Refusal: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Refusal']>;
  InvalidInputError: ResolverTypeWrapper<InvalidInputError>;
  InputIssue: ResolverTypeWrapper<InputIssue>;
  UnknownSkuError: ResolverTypeWrapper<UnknownSkuError>;
  ProductNotFoundError: ResolverTypeWrapper<ProductNotFoundError>;
  ImportProductsResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ImportProductsResult']>;
  SetVariantPriceResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['SetVariantPriceResult']>;
  ArchiveProductResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ArchiveProductResult']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  DateTime: Scalars['DateTime']['output'];
  Decimal: Scalars['Decimal']['output'];
  SafeInt: Scalars['SafeInt']['output'];
  Query: Record<PropertyKey, never>;
  ID: Scalars['ID']['output'];
  String: Scalars['String']['output'];
  Int: Scalars['Int']['output'];
  Mutation: Record<PropertyKey, never>;
  Product: ProductModel;
  Variant: VariantModel;
  Price: PriceModel;
  PriceChange: PriceChangeModel;
  Category: CategoryModel;
  ProductConnection: Omit<ProductConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['ProductEdge']>, nodes: ReadonlyArray<ResolversParentTypes['Product']> };
  ProductEdge: Omit<ProductEdge, 'node'> & { node: ResolversParentTypes['Product'] };
  PageInfo: PageInfo;
  Boolean: Scalars['Boolean']['output'];
  ImportProductsInput: ImportProductsInput;
  ImportVariantRow: ImportVariantRow;
  ImportReport: ImportReport;
  RefusedRow: RefusedRow;
  SetVariantPriceInput: SetVariantPriceInput;
  Refusal: ResolversInterfaceTypes<ResolversParentTypes>['Refusal'];
  InvalidInputError: InvalidInputError;
  InputIssue: InputIssue;
  UnknownSkuError: UnknownSkuError;
  ProductNotFoundError: ProductNotFoundError;
  ImportProductsResult: ResolversUnionTypes<ResolversParentTypes>['ImportProductsResult'];
  SetVariantPriceResult: ResolversUnionTypes<ResolversParentTypes>['SetVariantPriceResult'];
  ArchiveProductResult: ResolversUnionTypes<ResolversParentTypes>['ArchiveProductResult'];
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
  product: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType, Partial<QueryProductArgs>>;
  variant: Resolver<Maybe<ResolversTypes['Variant']>, ParentType, ContextType, RequireFields<QueryVariantArgs, 'sku'>>;
  products: Resolver<Maybe<ResolversTypes['ProductConnection']>, ParentType, ContextType, RequireFields<QueryProductsArgs, 'first'>>;
  categories: Resolver<Maybe<ReadonlyArray<ResolversTypes['Category']>>, ParentType, ContextType>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  importProducts: Resolver<ResolversTypes['ImportProductsResult'], ParentType, ContextType, RequireFields<MutationImportProductsArgs, 'input'>>;
  setVariantPrice: Resolver<ResolversTypes['SetVariantPriceResult'], ParentType, ContextType, RequireFields<MutationSetVariantPriceArgs, 'input'>>;
  archiveProduct: Resolver<ResolversTypes['ArchiveProductResult'], ParentType, ContextType, RequireFields<MutationArchiveProductArgs, 'id'>>;
};

export type ProductResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Product'] = ResolversParentTypes['Product'], FederationReferenceType extends FederationReferenceTypes['Product'] = FederationReferenceTypes['Product']> = {
  __resolveReference: ReferenceResolver<Maybe<ResolversTypes['Product']>, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  slug?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  description?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['ProductStatus'], ParentType, ContextType>;
  category?: Resolver<Maybe<ResolversTypes['Category']>, ParentType, ContextType>;
  variants?: Resolver<ReadonlyArray<ResolversTypes['Variant']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type VariantResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Variant'] = ResolversParentTypes['Variant'], FederationReferenceType extends FederationReferenceTypes['Variant'] = FederationReferenceTypes['Variant']> = {
  __resolveReference: ReferenceResolver<Maybe<ResolversTypes['Variant']>, FederationReferenceType, ContextType>;
  sku?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  product?: Resolver<ResolversTypes['Product'], ParentType, ContextType>;
  price?: Resolver<ResolversTypes['Price'], ParentType, ContextType>;
  priceHistory?: Resolver<ReadonlyArray<ResolversTypes['PriceChange']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PriceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Price'] = ResolversParentTypes['Price']> = {
  amount?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  currency?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type PriceChangeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PriceChange'] = ResolversParentTypes['PriceChange']> = {
  price?: Resolver<ResolversTypes['Price'], ParentType, ContextType>;
  since?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type CategoryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Category'] = ResolversParentTypes['Category'], FederationReferenceType extends FederationReferenceTypes['Category'] = FederationReferenceTypes['Category']> = {
  __resolveReference: ReferenceResolver<Maybe<ResolversTypes['Category']>, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  parent?: Resolver<Maybe<ResolversTypes['Category']>, ParentType, ContextType>;
  children?: Resolver<ReadonlyArray<ResolversTypes['Category']>, ParentType, ContextType>;
};

export type ProductConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ProductConnection'] = ResolversParentTypes['ProductConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ProductEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Product']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type ProductEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ProductEdge'] = ResolversParentTypes['ProductEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Product'], ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ImportReportResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ImportReport'] = ResolversParentTypes['ImportReport']> = {
  created?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  updated?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  unchanged?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  refused?: Resolver<ReadonlyArray<ResolversTypes['RefusedRow']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RefusedRowResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RefusedRow'] = ResolversParentTypes['RefusedRow']> = {
  index?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  sku?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type RefusalResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Refusal'] = ResolversParentTypes['Refusal']> = {
  __resolveType: TypeResolveFn<'InvalidInputError' | 'UnknownSkuError' | 'ProductNotFoundError', ParentType, ContextType>;
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

export type ProductNotFoundErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ProductNotFoundError'] = ResolversParentTypes['ProductNotFoundError']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ImportProductsResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ImportProductsResult'] = ResolversParentTypes['ImportProductsResult']> = {
  __resolveType: TypeResolveFn<'ImportReport' | 'InvalidInputError', ParentType, ContextType>;
};

export type SetVariantPriceResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SetVariantPriceResult'] = ResolversParentTypes['SetVariantPriceResult']> = {
  __resolveType: TypeResolveFn<'Variant' | 'UnknownSkuError' | 'InvalidInputError', ParentType, ContextType>;
};

export type ArchiveProductResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ArchiveProductResult'] = ResolversParentTypes['ArchiveProductResult']> = {
  __resolveType: TypeResolveFn<'Product' | 'ProductNotFoundError', ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  DateTime?: GraphQLScalarType;
  Decimal?: GraphQLScalarType;
  SafeInt?: GraphQLScalarType;
  Query?: QueryResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Product?: ProductResolvers<ContextType>;
  Variant?: VariantResolvers<ContextType>;
  Price?: PriceResolvers<ContextType>;
  PriceChange?: PriceChangeResolvers<ContextType>;
  Category?: CategoryResolvers<ContextType>;
  ProductConnection?: ProductConnectionResolvers<ContextType>;
  ProductEdge?: ProductEdgeResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  ImportReport?: ImportReportResolvers<ContextType>;
  RefusedRow?: RefusedRowResolvers<ContextType>;
  Refusal?: RefusalResolvers<ContextType>;
  InvalidInputError?: InvalidInputErrorResolvers<ContextType>;
  InputIssue?: InputIssueResolvers<ContextType>;
  UnknownSkuError?: UnknownSkuErrorResolvers<ContextType>;
  ProductNotFoundError?: ProductNotFoundErrorResolvers<ContextType>;
  ImportProductsResult?: ImportProductsResultResolvers<ContextType>;
  SetVariantPriceResult?: SetVariantPriceResultResolvers<ContextType>;
  ArchiveProductResult?: ArchiveProductResultResolvers<ContextType>;
};

