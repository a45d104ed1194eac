// Generated from contracts/graphql/accounts.graphql by `bun run gen`. Do not edit.
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { UserRecord } from '../domain/account.ts';
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
  _FieldSet: { input: string; output: string; }
};

/** Every field may be null: a part of the shop that cannot be reached takes nothing with it that others have answered. The error says which part. */
export type Query = {
  readonly __typename?: 'Query';
  /** The caller's own account; null for guests and anonymous callers. */
  readonly me: Maybe<User>;
  /** One account, for staff (scope users:read) and for its owner; null when it does not exist or is not yours to see. */
  readonly user: Maybe<User>;
};


/** Every field may be null: a part of the shop that cannot be reached takes nothing with it that others have answered. The error says which part. */
export type QueryUserArgs = {
  id: Scalars['ID']['input'];
};

export type Mutation = {
  readonly __typename?: 'Mutation';
  /** Opens an account and signs it in. */
  readonly register: RegisterResult;
  /** Signs in with e-mail and password. */
  readonly login: LoginResult;
  /** Trades a refresh token for a new session. A token works once: a second use revokes every session of its family. */
  readonly refreshSession: RefreshSessionResult;
  /** Ends the session that the refresh token belongs to. Answers true also when it had ended already. */
  readonly logout: Scalars['Boolean']['output'];
  /** Starts a session for a visitor without an account, so that a cart and an order can belong to somebody. */
  readonly startGuestSession: GuestSession;
  /** Adds an address to the caller's address book. */
  readonly addAddress: AddAddressResult;
  /** Replaces an address of the caller's address book. */
  readonly updateAddress: UpdateAddressResult;
  /** Removes an address from the caller's address book. Answers true also when it was gone already. */
  readonly removeAddress: Scalars['Boolean']['output'];
};


export type MutationRegisterArgs = {
  input: RegisterInput;
};


export type MutationLoginArgs = {
  input: LoginInput;
};


export type MutationRefreshSessionArgs = {
  refreshToken: Scalars['String']['input'];
};


export type MutationLogoutArgs = {
  refreshToken: Scalars['String']['input'];
};


export type MutationAddAddressArgs = {
  input: AddressInput;
};


export type MutationUpdateAddressArgs = {
  id: Scalars['ID']['input'];
  input: AddressInput;
};


export type MutationRemoveAddressArgs = {
  id: Scalars['ID']['input'];
};

/** A person with an account. */
export type User = {
  readonly __typename?: 'User';
  readonly id: Scalars['ID']['output'];
  /** Lower-cased; unique in the shop. */
  readonly email: Scalars['String']['output'];
  readonly name: Scalars['String']['output'];
  readonly roles: ReadonlyArray<Role>;
  /** The address book, oldest first. */
  readonly addresses: ReadonlyArray<Address>;
  readonly createdAt: Scalars['DateTime']['output'];
};

/** What a person may do in general; scopes say it in detail. */
export type Role =
  /** Buys. */
  | 'CUSTOMER'
  /** Runs the shop. */
  | 'STAFF'
  /** Runs the shop and manages staff. */
  | 'ADMIN';

/** A postal address in the address book. */
export type Address = {
  readonly __typename?: 'Address';
  readonly id: Scalars['ID']['output'];
  /** The name on the parcel. */
  readonly recipient: Scalars['String']['output'];
  readonly line1: Scalars['String']['output'];
  readonly line2: Maybe<Scalars['String']['output']>;
  readonly city: Scalars['String']['output'];
  /** County, state or province. */
  readonly region: Maybe<Scalars['String']['output']>;
  readonly postalCode: Scalars['String']['output'];
  /** ISO 3166-1 alpha-2, upper case. */
  readonly countryCode: Scalars['String']['output'];
};

/** A postal address as it is entered; see Address. */
export type AddressInput = {
  readonly recipient: Scalars['String']['input'];
  readonly line1: Scalars['String']['input'];
  readonly line2?: InputMaybe<Scalars['String']['input']>;
  readonly city: Scalars['String']['input'];
  readonly region?: InputMaybe<Scalars['String']['input']>;
  readonly postalCode: Scalars['String']['input'];
  readonly countryCode: Scalars['String']['input'];
};

/** What is needed to open an account. */
export type RegisterInput = {
  readonly email: Scalars['String']['input'];
  /** 10 to 200 characters. */
  readonly password: Scalars['String']['input'];
  readonly name: Scalars['String']['input'];
};

/** What is needed to sign in. */
export type LoginInput = {
  readonly email: Scalars['String']['input'];
  readonly password: Scalars['String']['input'];
};

/** A signed-in session. */
export type Session = {
  readonly __typename?: 'Session';
  readonly user: User;
  /** Send it as `Authorization: Bearer …`. Short-lived. */
  readonly accessToken: Scalars['String']['output'];
  /** When the access token stops working. */
  readonly accessTokenExpiresAt: Scalars['DateTime']['output'];
  /** Trade it for a new session with refreshSession. Works once. */
  readonly refreshToken: Scalars['String']['output'];
  readonly refreshTokenExpiresAt: Scalars['DateTime']['output'];
};

/** A visitor's session without an account. It cannot be refreshed. */
export type GuestSession = {
  readonly __typename?: 'GuestSession';
  /** The id that carts and orders of this visitor belong to. */
  readonly guestId: Scalars['ID']['output'];
  readonly accessToken: Scalars['String']['output'];
  readonly accessTokenExpiresAt: Scalars['DateTime']['output'];
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

/** Another account has this e-mail address. Code: EMAIL_TAKEN. */
export type EmailTakenError = Refusal & {
  readonly __typename?: 'EmailTakenError';
  readonly code: Scalars['String']['output'];
  readonly message: Scalars['String']['output'];
};

/** E-mail and password do not belong together. Code: INVALID_CREDENTIALS. */
export type InvalidCredentialsError = Refusal & {
  readonly __typename?: 'InvalidCredentialsError';
  readonly code: Scalars['String']['output'];
  readonly message: Scalars['String']['output'];
};

/** The refresh token is unknown, expired, used or revoked. Code: INVALID_REFRESH_TOKEN. */
export type InvalidRefreshTokenError = Refusal & {
  readonly __typename?: 'InvalidRefreshTokenError';
  readonly code: Scalars['String']['output'];
  readonly message: Scalars['String']['output'];
};

/** The address is not in the caller's address book. Code: ADDRESS_NOT_FOUND. */
export type AddressNotFoundError = Refusal & {
  readonly __typename?: 'AddressNotFoundError';
  readonly code: Scalars['String']['output'];
  readonly message: Scalars['String']['output'];
};

export type RegisterResult = Session | EmailTakenError | InvalidInputError;

export type LoginResult = Session | InvalidCredentialsError | InvalidInputError;

export type RefreshSessionResult = Session | InvalidRefreshTokenError;

export type AddAddressResult = Address | InvalidInputError;

export type UpdateAddressResult = Address | AddressNotFoundError | InvalidInputError;



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
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  User:
    ( { __typename: 'User' }
    & GraphQLRecursivePick<FederationTypes['User'], {"id":true}> );
};

/** Mapping of union types */
export type ResolversUnionTypes<_RefType extends Record<string, unknown>> = {
  RegisterResult:
    | ( Omit<Session, 'user'> & { user: _RefType['User'] } & { __typename: 'Session' } )
    | ( EmailTakenError & { __typename: 'EmailTakenError' } )
    | ( InvalidInputError & { __typename: 'InvalidInputError' } )
  ;
  LoginResult:
    | ( Omit<Session, 'user'> & { user: _RefType['User'] } & { __typename: 'Session' } )
    | ( InvalidCredentialsError & { __typename: 'InvalidCredentialsError' } )
    | ( InvalidInputError & { __typename: 'InvalidInputError' } )
  ;
  RefreshSessionResult:
    | ( Omit<Session, 'user'> & { user: _RefType['User'] } & { __typename: 'Session' } )
    | ( InvalidRefreshTokenError & { __typename: 'InvalidRefreshTokenError' } )
  ;
  AddAddressResult:
    | ( Address & { __typename: 'Address' } )
    | ( InvalidInputError & { __typename: 'InvalidInputError' } )
  ;
  UpdateAddressResult:
    | ( Address & { __typename: 'Address' } )
    | ( AddressNotFoundError & { __typename: 'AddressNotFoundError' } )
    | ( InvalidInputError & { __typename: 'InvalidInputError' } )
  ;
};

/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Refusal:
    | ( InvalidInputError & { __typename: 'InvalidInputError' } )
    | ( EmailTakenError & { __typename: 'EmailTakenError' } )
    | ( InvalidCredentialsError & { __typename: 'InvalidCredentialsError' } )
    | ( InvalidRefreshTokenError & { __typename: 'InvalidRefreshTokenError' } )
    | ( AddressNotFoundError & { __typename: 'AddressNotFoundError' } )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  User: ResolverTypeWrapper<UserRecord>;
  Role: Role;
  Address: ResolverTypeWrapper<Address>;
  AddressInput: AddressInput;
  RegisterInput: RegisterInput;
  LoginInput: LoginInput;
  Session: ResolverTypeWrapper<Omit<Session, 'user'> & { user: ResolversTypes['User'] }>;
  GuestSession: ResolverTypeWrapper<GuestSession>;
  Refusal: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Refusal']>;
  InvalidInputError: ResolverTypeWrapper<InvalidInputError>;
  InputIssue: ResolverTypeWrapper<InputIssue>;
  EmailTakenError: ResolverTypeWrapper<EmailTakenError>;
  InvalidCredentialsError: ResolverTypeWrapper<InvalidCredentialsError>;
  InvalidRefreshTokenError: ResolverTypeWrapper<InvalidRefreshTokenError>;
  AddressNotFoundError: ResolverTypeWrapper<AddressNotFoundError>;
  RegisterResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['RegisterResult']>;
  LoginResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['LoginResult']>;
  RefreshSessionResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['RefreshSessionResult']>;
  AddAddressResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['AddAddressResult']>;
  UpdateAddressResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['UpdateAddressResult']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  DateTime: Scalars['DateTime']['output'];
  Query: Record<PropertyKey, never>;
  ID: Scalars['ID']['output'];
  Mutation: Record<PropertyKey, never>;
  String: Scalars['String']['output'];
  Boolean: Scalars['Boolean']['output'];
  User: UserRecord;
  Address: Address;
  AddressInput: AddressInput;
  RegisterInput: RegisterInput;
  LoginInput: LoginInput;
  Session: Omit<Session, 'user'> & { user: ResolversParentTypes['User'] };
  GuestSession: GuestSession;
  Refusal: ResolversInterfaceTypes<ResolversParentTypes>['Refusal'];
  InvalidInputError: InvalidInputError;
  InputIssue: InputIssue;
  EmailTakenError: EmailTakenError;
  InvalidCredentialsError: InvalidCredentialsError;
  InvalidRefreshTokenError: InvalidRefreshTokenError;
  AddressNotFoundError: AddressNotFoundError;
  RegisterResult: ResolversUnionTypes<ResolversParentTypes>['RegisterResult'];
  LoginResult: ResolversUnionTypes<ResolversParentTypes>['LoginResult'];
  RefreshSessionResult: ResolversUnionTypes<ResolversParentTypes>['RefreshSessionResult'];
  AddAddressResult: ResolversUnionTypes<ResolversParentTypes>['AddAddressResult'];
  UpdateAddressResult: ResolversUnionTypes<ResolversParentTypes>['UpdateAddressResult'];
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  me: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  user: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType, RequireFields<QueryUserArgs, 'id'>>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  register: Resolver<ResolversTypes['RegisterResult'], ParentType, ContextType, RequireFields<MutationRegisterArgs, 'input'>>;
  login: Resolver<ResolversTypes['LoginResult'], ParentType, ContextType, RequireFields<MutationLoginArgs, 'input'>>;
  refreshSession: Resolver<ResolversTypes['RefreshSessionResult'], ParentType, ContextType, RequireFields<MutationRefreshSessionArgs, 'refreshToken'>>;
  logout: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationLogoutArgs, 'refreshToken'>>;
  startGuestSession: Resolver<ResolversTypes['GuestSession'], ParentType, ContextType>;
  addAddress: Resolver<ResolversTypes['AddAddressResult'], ParentType, ContextType, RequireFields<MutationAddAddressArgs, 'input'>>;
  updateAddress: Resolver<ResolversTypes['UpdateAddressResult'], ParentType, ContextType, RequireFields<MutationUpdateAddressArgs, 'id' | 'input'>>;
  removeAddress: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationRemoveAddressArgs, 'id'>>;
};

export type UserResolvers<ContextType = Context, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User'], FederationReferenceType extends FederationReferenceTypes['User'] = FederationReferenceTypes['User']> = {
  __resolveReference: ReferenceResolver<Maybe<ResolversTypes['User']>, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  email?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  roles?: Resolver<ReadonlyArray<ResolversTypes['Role']>, ParentType, ContextType>;
  addresses?: Resolver<ReadonlyArray<ResolversTypes['Address']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type AddressResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Address'] = ResolversParentTypes['Address']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  recipient?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  line1?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  line2?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  city?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  region?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  postalCode?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  countryCode?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SessionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Session'] = ResolversParentTypes['Session']> = {
  user?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
  accessToken?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  accessTokenExpiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  refreshToken?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  refreshTokenExpiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type GuestSessionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['GuestSession'] = ResolversParentTypes['GuestSession']> = {
  guestId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  accessToken?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  accessTokenExpiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type RefusalResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Refusal'] = ResolversParentTypes['Refusal']> = {
  __resolveType: TypeResolveFn<'InvalidInputError' | 'EmailTakenError' | 'InvalidCredentialsError' | 'InvalidRefreshTokenError' | 'AddressNotFoundError', ParentType, ContextType>;
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

export type EmailTakenErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EmailTakenError'] = ResolversParentTypes['EmailTakenError']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type InvalidCredentialsErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['InvalidCredentialsError'] = ResolversParentTypes['InvalidCredentialsError']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type InvalidRefreshTokenErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['InvalidRefreshTokenError'] = ResolversParentTypes['InvalidRefreshTokenError']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type AddressNotFoundErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AddressNotFoundError'] = ResolversParentTypes['AddressNotFoundError']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RegisterResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RegisterResult'] = ResolversParentTypes['RegisterResult']> = {
  __resolveType: TypeResolveFn<'Session' | 'EmailTakenError' | 'InvalidInputError', ParentType, ContextType>;
};

export type LoginResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LoginResult'] = ResolversParentTypes['LoginResult']> = {
  __resolveType: TypeResolveFn<'Session' | 'InvalidCredentialsError' | 'InvalidInputError', ParentType, ContextType>;
};

export type RefreshSessionResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RefreshSessionResult'] = ResolversParentTypes['RefreshSessionResult']> = {
  __resolveType: TypeResolveFn<'Session' | 'InvalidRefreshTokenError', ParentType, ContextType>;
};

export type AddAddressResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AddAddressResult'] = ResolversParentTypes['AddAddressResult']> = {
  __resolveType: TypeResolveFn<'Address' | 'InvalidInputError', ParentType, ContextType>;
};

export type UpdateAddressResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpdateAddressResult'] = ResolversParentTypes['UpdateAddressResult']> = {
  __resolveType: TypeResolveFn<'Address' | 'AddressNotFoundError' | 'InvalidInputError', ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  DateTime?: GraphQLScalarType;
  Query?: QueryResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  User?: UserResolvers<ContextType>;
  Address?: AddressResolvers<ContextType>;
  Session?: SessionResolvers<ContextType>;
  GuestSession?: GuestSessionResolvers<ContextType>;
  Refusal?: RefusalResolvers<ContextType>;
  InvalidInputError?: InvalidInputErrorResolvers<ContextType>;
  InputIssue?: InputIssueResolvers<ContextType>;
  EmailTakenError?: EmailTakenErrorResolvers<ContextType>;
  InvalidCredentialsError?: InvalidCredentialsErrorResolvers<ContextType>;
  InvalidRefreshTokenError?: InvalidRefreshTokenErrorResolvers<ContextType>;
  AddressNotFoundError?: AddressNotFoundErrorResolvers<ContextType>;
  RegisterResult?: RegisterResultResolvers<ContextType>;
  LoginResult?: LoginResultResolvers<ContextType>;
  RefreshSessionResult?: RefreshSessionResultResolvers<ContextType>;
  AddAddressResult?: AddAddressResultResolvers<ContextType>;
  UpdateAddressResult?: UpdateAddressResultResolvers<ContextType>;
};

