import { createInternalTokenSigner, type Principal } from "@mercato/chassis/auth";
import { type Clock, systemClock } from "@mercato/chassis/clock";
import type { Log } from "@mercato/chassis/log";
import type { Service } from "@mercato/chassis/service";
import { type GraphqlAnswer, graphqlRequest, startWorld, type World } from "@mercato/chassis/testing";
import { exportJWK, generateKeyPair } from "jose";
import { readAccountsEnvironment } from "../environment.ts";
import { createAccountsService } from "../service.ts";

/** What a session looks like to its owner. */
export interface SessionAnswer {
  readonly __typename: string;
  readonly user: { readonly id: string; readonly email: string; readonly name: string };
  readonly accessToken: string;
  readonly accessTokenExpiresAt: string;
  readonly refreshToken: string;
  readonly refreshTokenExpiresAt: string;
}

/** A result of a mutation: the session, or a refusal. */
export type SessionResult = SessionAnswer & {
  readonly code: string;
  readonly issues: readonly { readonly path: readonly string[]; readonly message: string }[];
};

const ISSUES = "... on InvalidInputError { issues { path message } }";
const SESSION = `__typename ... on Refusal { code message }
  ... on Session { user { id email name } accessToken accessTokenExpiresAt refreshToken refreshTokenExpiresAt }`;

export interface StartOptions {
  readonly world?: World;
  readonly variables?: Readonly<Record<string, string>>;
  readonly clock?: Clock;
  readonly log?: Log;
}

/** The accounts subgraph on real servers, as the router sees it. */
export interface Shop {
  readonly world: World;
  readonly service: Service;
  /** Asks as somebody; anonymous callers are the default. */
  ask<Data>(query: string, variables?: object, principal?: Principal): Promise<GraphqlAnswer<Data>>;
  register(email: string, password?: string): Promise<SessionResult>;
  login(email: string, password?: string): Promise<SessionResult>;
  refresh(refreshToken: string): Promise<SessionResult>;
  customer(userId: string): Principal;
}

export const PASSWORD = "correct horse battery";

/** An Ed25519 private key as the environment has it. */
export async function signingKey(kid: string) {
  const { privateKey } = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true });
  return { ...(await exportJWK(privateKey)), kid };
}

let keyOfTests: Promise<string> | undefined;

function testKey(): Promise<string> {
  keyOfTests ??= signingKey("test-1").then((key) => JSON.stringify(key));
  return keyOfTests;
}

/** Starts accounts, in its own world or beside others in one. Cheap hashing unless `variables` say otherwise. */
export async function openShop(options: StartOptions = {}): Promise<Shop> {
  const world = options.world ?? (await startWorld());
  const clock = options.clock ?? systemClock;
  const environment = readAccountsEnvironment({
    ...world.environment("accounts"),
    ACCESS_TOKEN_PRIVATE_JWK: await testKey(),
    PASSWORD_HASH_MEMORY_KIB: "64",
    PASSWORD_HASH_ITERATIONS: "1",
    ...options.variables,
  });
  const service = world.track(await createAccountsService({ environment, log: options.log ?? world.log, clock }));
  const signer = await createInternalTokenSigner({ privateJwk: world.identity.internalPrivateJwk, clock });

  async function ask<Data>(query: string, variables: object = {}, principal: Principal = world.identity.anonymous) {
    const token = await signer.sign(principal, "accounts");
    return graphqlRequest<Data>((request) => service.fetch(request), { query, variables, token });
  }
  async function session(field: string, declaration: string, variables: object): Promise<SessionResult> {
    const answer = await ask<{ readonly result: SessionResult }>(`mutation (${declaration}) { result: ${field} }`, variables);
    if (answer.errors) throw new Error(JSON.stringify(answer.errors));
    return answer.data.result;
  }
  return {
    world,
    service,
    ask,
    register: (email, password = PASSWORD) =>
      session(`register(input: $input) { ${ISSUES} ${SESSION} }`, "$input: RegisterInput!", {
        input: { email, password, name: "Ada Lovelace" },
      }),
    login: (email, password = PASSWORD) =>
      session(`login(input: $input) { ${ISSUES} ${SESSION} }`, "$input: LoginInput!", { input: { email, password } }),
    refresh: (refreshToken) => session(`refreshSession(refreshToken: $token) { ${SESSION} }`, "$token: String!", { token: refreshToken }),
    customer: (userId) => world.identity.user(userId),
  };
}

/** A clock that tests move. */
export function movableClock(): Clock & { advance(ms: number): void } {
  let aheadMs = 0;
  return {
    now: () => new Date(Date.now() + aheadMs),
    sleep: systemClock.sleep,
    advance(ms) {
      aheadMs += ms;
    },
  };
}
