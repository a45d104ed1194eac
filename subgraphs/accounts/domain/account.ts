import type { Role } from "./roles.ts";

/** A postal address as people enter it. */
export interface AddressDetails {
  readonly recipient: string;
  readonly line1: string;
  readonly line2: string | null;
  readonly city: string;
  readonly region: string | null;
  readonly postalCode: string;
  /** ISO 3166-1 alpha-2, upper case. */
  readonly countryCode: string;
}

/** A postal address in an address book. */
export interface Address extends AddressDetails {
  readonly id: string;
}

/** What is kept of a person with an account. */
export interface Account {
  /** Normalised; unique in the shop. */
  readonly email: string;
  readonly name: string;
  readonly roles: readonly Role[];
  /** Oldest first. */
  readonly addresses: readonly Address[];
  /** Argon2id, in PHC string form. It leaves the store for the check of a password and for nothing else. */
  readonly passwordHash: string;
}

/** A person with an account, as the rest of the code knows them: without the hash. */
export interface UserRecord extends Omit<Account, "passwordHash"> {
  readonly id: string;
  readonly createdAt: Date;
}

/** One person's e-mail is one e-mail, however it was typed. */
export function normalizeEmail(text: string): string {
  return text.trim().toLowerCase();
}

/** A new account, with an empty address book. */
export function openAccount(details: Omit<Account, "addresses">): Account {
  return { ...details, addresses: [] };
}

/** Replaces a hash that was made with older parameters, unless the password was changed meanwhile. */
export function upgradePasswordHash(account: Account, change: { readonly from: string; readonly to: string }): Account {
  return account.passwordHash === change.from ? { ...account, passwordHash: change.to } : account;
}
