import type { Account, Address, AddressDetails } from "./account.ts";

/** An address book is part of its account's document, so it has an end. */
export const MAX_ADDRESSES = 50;

export type AddAddressDecision =
  | { readonly kind: "added"; readonly account: Account; readonly address: Address }
  | { readonly kind: "full" };

export type ReplaceAddressDecision =
  | { readonly kind: "replaced"; readonly account: Account; readonly address: Address }
  | { readonly kind: "not-found" };

/** Puts an address at the end of the book. */
export function addAddress(account: Account, address: Address): AddAddressDecision {
  if (account.addresses.length >= MAX_ADDRESSES) return { kind: "full" };
  return { kind: "added", account: { ...account, addresses: [...account.addresses, address] }, address };
}

/** Replaces an address where it stands; its id stays. */
export function replaceAddress(account: Account, id: string, details: AddressDetails): ReplaceAddressDecision {
  if (!account.addresses.some((address) => address.id === id)) return { kind: "not-found" };
  const replacement: Address = { ...details, id };
  const addresses = account.addresses.map((address) => (address.id === id ? replacement : address));
  return { kind: "replaced", account: { ...account, addresses }, address: replacement };
}

/** The same account when the address is not in the book. */
export function removeAddress(account: Account, id: string): Account {
  const addresses = account.addresses.filter((address) => address.id !== id);
  return addresses.length === account.addresses.length ? account : { ...account, addresses };
}
