import type { ShopClient, TokenSource } from "./client.ts";
import { ShopError } from "./client.ts";

/** Somebody who is signed in, and stays so for as long as the replay lasts. */
export interface Session {
  readonly id: string;
  readonly token: TokenSource;
}

interface Tokens {
  readonly accessToken: string;
  readonly accessTokenExpiresAt: string;
  readonly refreshToken: string;
}

type SessionAnswer = { readonly __typename: string; readonly code?: string } & Partial<Tokens> & {
    readonly user?: { readonly id: string };
  };

const FIELDS = "__typename ... on Refusal { code } ... on Session { accessToken accessTokenExpiresAt refreshToken user { id } }";
const REGISTER = `mutation ReplayRegister($input: RegisterInput!) { register(input: $input) { ${FIELDS} } }`;
const LOGIN = `mutation ReplayLogin($input: LoginInput!) { login(input: $input) { ${FIELDS} } }`;
const REFRESH = `mutation ReplayRefresh($token: String!) { refreshSession(refreshToken: $token) { ${FIELDS} } }`;
const GUEST = "mutation ReplayGuest { startGuestSession { guestId accessToken } }";

const anonymous: TokenSource = async () => null;
/** A token with less life left than this is renewed first, in milliseconds. */
const LEAST_REST_MS = 120_000;

function toSession(client: ShopClient, answer: SessionAnswer): Session {
  let current = tokensOf(answer);
  let renewing: Promise<string> | undefined;
  async function renew(): Promise<string> {
    const { refreshSession } = await client.send<{ refreshSession: SessionAnswer }>(anonymous, REFRESH, { token: current.refreshToken });
    current = tokensOf(refreshSession);
    return current.accessToken;
  }
  return {
    id: answer.user?.id ?? "",
    async token() {
      if (new Date(current.accessTokenExpiresAt).getTime() - Date.now() > LEAST_REST_MS) return current.accessToken;
      // A refresh token works once, so that all who wait share one renewal.
      renewing ??= renew().finally(() => {
        renewing = undefined;
      });
      return renewing;
    },
  };
}

function tokensOf(answer: SessionAnswer): Tokens {
  const { accessToken, accessTokenExpiresAt, refreshToken } = answer;
  if (!accessToken || !accessTokenExpiresAt || !refreshToken)
    throw new ShopError(`no session was given: ${answer.code ?? answer.__typename}`, answer.code ?? "NO_SESSION");
  return { accessToken, accessTokenExpiresAt, refreshToken };
}

/** Signs in with e-mail and password. @throws ShopError INVALID_CREDENTIALS when they are wrong. */
export async function login(client: ShopClient, input: { readonly email: string; readonly password: string }): Promise<Session> {
  const answer = await client.send<{ login: SessionAnswer }>(anonymous, LOGIN, { input });
  return toSession(client, answer.login);
}

/** Opens an account, or signs in to the one that an interrupted run opened. */
export async function registerOrLogin(
  client: ShopClient,
  input: { readonly email: string; readonly password: string; readonly name: string },
): Promise<Session> {
  const { register } = await client.send<{ register: SessionAnswer }>(anonymous, REGISTER, { input });
  if (register.code !== "EMAIL_TAKEN") return toSession(client, register);
  return login(client, { email: input.email, password: input.password });
}

/** Starts a visitor's session; it outlives any replay. */
export async function startGuest(client: ShopClient): Promise<Session> {
  const { startGuestSession } = await client.send<{ startGuestSession: { guestId: string; accessToken: string } }>(anonymous, GUEST);
  return { id: startGuestSession.guestId, token: async () => startGuestSession.accessToken };
}
