import { type Buyer, createBuyer } from "./buyer.ts";
import type { Client } from "./client.ts";
import { createStaff, type Staff } from "./staff.ts";
import { accepted, REFUSAL_FIELDS, type Refused } from "./views.ts";

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

export interface Customer extends Buyer, Credentials {
  readonly refreshToken: string;
}

export interface People {
  /** A visitor with a session and no account. */
  guest(): Promise<Buyer>;
  /** Somebody with an account, who has just opened it. */
  customer(): Promise<Customer>;
  /** The shop's first administrator, signed in. */
  staff(): Promise<Staff>;
}

interface Session {
  readonly __typename: "Session";
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly user: { readonly id: string };
}

const SESSION = `__typename ... on Session { accessToken refreshToken user { id } } ${REFUSAL_FIELDS}`;
const REGISTER = `mutation Register($input: RegisterInput!) { register(input: $input) { ${SESSION} } }`;
const LOGIN = `mutation Login($input: LoginInput!) { login(input: $input) { ${SESSION} } }`;
const GUEST = "mutation Guest { startGuestSession { guestId accessToken } }";

/** People who come to a shop. */
export function createPeople(options: {
  readonly client: Client;
  readonly admin: Credentials;
  readonly onAccepted: (orderId: string) => void;
}): People {
  const { client, admin, onAccepted } = options;
  let staff: Promise<Staff> | undefined;

  async function signIn(): Promise<Staff> {
    const { login } = await client.ask<{ login: Session | Refused }>(LOGIN, { input: { email: admin.email, password: admin.password } });
    return createStaff(client.as(accepted<Session>(login, "Session").accessToken));
  }

  return {
    async guest() {
      const { startGuestSession: session } = await client.ask<{ startGuestSession: { guestId: string; accessToken: string } }>(GUEST);
      return createBuyer(client.as(session.accessToken), session.guestId, onAccepted);
    },
    async customer() {
      const email = `c${crypto.randomUUID().slice(0, 8)}@customers.example`;
      const password = crypto.randomUUID();
      const { register } = await client.ask<{ register: Session | Refused }>(REGISTER, { input: { email, password, name: "Ada" } });
      const { accessToken, refreshToken, user } = accepted<Session>(register, "Session");
      return { ...createBuyer(client.as(accessToken), user.id, onAccepted), email, password, refreshToken };
    },
    staff() {
      staff ??= signIn();
      return staff;
    },
  };
}
