import { check, type InvalidInput, invalid } from "@mercato/chassis/input";
import type { Address } from "../domain/account.ts";
import { addAddress as add, MAX_ADDRESSES, removeAddress as remove, replaceAddress as replace } from "../domain/address-book.ts";
import type { Dependencies } from "./dependencies.ts";
import { addressSchema } from "./input.ts";

/** The caller's token is good and their account is not there (any more). */
interface NoSuchUser {
  readonly kind: "no-such-user";
}

export type AddAddressOutcome = { readonly kind: "saved"; readonly address: Address } | InvalidInput | NoSuchUser;

export type UpdateAddressOutcome = AddAddressOutcome | { readonly kind: "address-not-found" };

/** Adds an address to a user's own book. */
export async function addAddress(
  { users, ids }: Pick<Dependencies, "users" | "ids">,
  userId: string,
  input: unknown,
): Promise<AddAddressOutcome> {
  const checked = check(addressSchema, input);
  if (checked.kind !== "valid") return checked;
  const address: Address = { ...checked.value, id: `address_${ids.next()}` };
  const changed = await users.change(userId, (account) => {
    const decision = add(account, address);
    return { account: decision.kind === "added" ? decision.account : account, result: decision.kind };
  });
  if (changed.kind === "no-such-user") return changed;
  return changed.result === "full" ? invalid([], `an address book holds ${MAX_ADDRESSES} addresses at most`) : { kind: "saved", address };
}

/** Replaces an address of a user's own book; one of somebody else's is not found. */
export async function updateAddress(
  { users }: Pick<Dependencies, "users">,
  target: { readonly userId: string; readonly addressId: string },
  input: unknown,
): Promise<UpdateAddressOutcome> {
  const checked = check(addressSchema, input);
  if (checked.kind !== "valid") return checked;
  const changed = await users.change<UpdateAddressOutcome>(target.userId, (account) => {
    const decision = replace(account, target.addressId, checked.value);
    return decision.kind === "replaced"
      ? { account: decision.account, result: { kind: "saved", address: decision.address } }
      : { account, result: { kind: "address-not-found" } };
  });
  return changed.kind === "no-such-user" ? changed : changed.result;
}

/** Removes an address of a user's own book. Removing what is not there is fine: it is not there. */
export async function removeAddress(
  { users }: Pick<Dependencies, "users">,
  target: { readonly userId: string; readonly addressId: string },
): Promise<{ readonly kind: "removed" } | NoSuchUser> {
  const changed = await users.change(target.userId, (account) => ({ account: remove(account, target.addressId), result: null }));
  return changed.kind === "no-such-user" ? changed : { kind: "removed" };
}
