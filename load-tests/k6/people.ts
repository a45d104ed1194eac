import { fail } from "k6";
import exec from "k6/execution";
import { send } from "./client.ts";
import { settings } from "./settings.ts";

interface Session {
  __typename: string;
  accessToken: string;
  accessTokenExpiresAt: string;
}

export interface Customer {
  email: string;
  password: string;
  token: string;
  /** Milliseconds since the epoch. */
  expiresAt: number;
}

/** A token with less life left than this is replaced first. */
const LEAST_REST_MS = 60_000;

function signedIn(email: string, password: string, session: Session): Customer {
  return { email, password, token: session.accessToken, expiresAt: Date.parse(session.accessTokenExpiresAt) };
}

function register(index: number): Customer {
  const email = `customer-${index}.${settings.run}@load.example`;
  const password = `load ${settings.run} ${index} long enough`;
  const input = { email, password, name: `Customer ${index}` };
  const answer = send<{ register: Session }>({ operation: "Register", variables: { input }, expected: ["Session", "EmailTakenError"] });
  if (answer === null) fail(`customer ${index} could not be registered at ${settings.target}`);
  return answer.register.__typename === "Session" ? signedIn(email, password, answer.register) : login(email, password);
}

function login(email: string, password: string): Customer {
  const answer = send<{ login: Session }>({ operation: "Login", variables: { input: { email, password } }, expected: ["Session"] });
  if (answer === null) fail(`${email} could not sign in at ${settings.target}`);
  return signedIn(email, password, answer.login);
}

/** For setup(): opens the accounts of the pool, or signs in to those that an earlier run of this name opened. */
export function fillPool(): Customer[] {
  const pool: Customer[] = [];
  for (let index = 1; index <= settings.customers; index += 1) pool.push(register(index));
  return pool;
}

/** Sign-ins that this virtual user made itself, because the pool's had grown old. */
const renewed = new Map<string, Customer>();

/** The access token of this virtual user's customer. */
export function tokenOf(pool: Customer[]): string {
  const seat = pool[(exec.vu.idInTest - 1) % pool.length];
  if (seat === undefined) fail("the login pool is empty");
  const current = renewed.get(seat.email) ?? seat;
  if (current.expiresAt - Date.now() > LEAST_REST_MS) return current.token;
  const fresh = login(seat.email, seat.password);
  renewed.set(seat.email, fresh);
  return fresh.token;
}

/** Signs this virtual user's customer in anew. */
export function signIn(pool: Customer[]): string {
  const seat = pool[(exec.vu.idInTest - 1) % pool.length];
  if (seat === undefined) fail("the login pool is empty");
  return login(seat.email, seat.password).token;
}

/** The token of a visitor without an account; null when the shop failed. */
export function guestToken(): string | null {
  return send<{ startGuestSession: { accessToken: string } }>({ operation: "StartGuestSession" })?.startGuestSession.accessToken ?? null;
}
