import type { Clock, Ids } from "@mercato/chassis/clock";
import type { Log } from "@mercato/chassis/log";
import type { AccessTokens } from "../security/access-tokens.ts";
import type { Passwords } from "../security/passwords.ts";
import type { SessionStore } from "../store/sessions.ts";
import type { UserStore } from "../store/users.ts";

/** How long people stay signed in. */
export interface SessionLifetimes {
  /** How long a refresh token waits to be traded in, in milliseconds. */
  readonly refreshTokenTtlMs: number;
  /** How long a session lasts however often it is refreshed, in milliseconds. */
  readonly sessionTtlMs: number;
}

/** What use cases work with. */
export interface Dependencies {
  readonly users: UserStore;
  readonly sessions: SessionStore;
  readonly passwords: Passwords;
  readonly accessTokens: AccessTokens;
  readonly lifetimes: SessionLifetimes;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}
