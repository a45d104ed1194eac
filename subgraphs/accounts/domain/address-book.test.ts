import { expect, test } from "bun:test";
import { type Address, normalizeEmail, openAccount, upgradePasswordHash } from "./account.ts";
import { addAddress, MAX_ADDRESSES, removeAddress, replaceAddress } from "./address-book.ts";

const account = openAccount({ email: "ada@example.com", name: "Ada", roles: ["CUSTOMER"], passwordHash: "hash" });
const details = { recipient: "Ada", line1: "1", line2: null, city: "London", region: null, postalCode: "SW1Y", countryCode: "GB" };
const withAddresses = (...ids: string[]) => ({ ...account, addresses: ids.map((id): Address => ({ ...details, id })) });

test("a new address comes last", () => {
  const decision = addAddress(withAddresses("a"), { ...details, id: "b" });
  expect(decision).toMatchObject({ kind: "added", account: { addresses: [{ id: "a" }, { id: "b" }] } });
});

test("a full book takes no more", () => {
  const full = withAddresses(...Array.from({ length: MAX_ADDRESSES }, (_, index) => String(index)));
  expect(addAddress(full, { ...details, id: "one more" })).toEqual({ kind: "full" });
});

test("a replaced address stays where it stands and keeps its id", () => {
  const decision = replaceAddress(withAddresses("a", "b", "c"), "b", { ...details, city: "Bath" });
  expect(decision).toEqual({
    kind: "replaced",
    account: {
      ...account,
      addresses: [
        { ...details, id: "a" },
        { ...details, city: "Bath", id: "b" },
        { ...details, id: "c" },
      ],
    },
    address: { ...details, city: "Bath", id: "b" },
  });
  expect(replaceAddress(withAddresses("a"), "b", details)).toEqual({ kind: "not-found" });
});

test("removing what is not there changes nothing", () => {
  const before = withAddresses("a", "b");
  expect(removeAddress(before, "c")).toBe(before);
  expect(removeAddress(before, "a")).toEqual(withAddresses("b"));
});

test("an e-mail address is one however it is typed", () => {
  expect(normalizeEmail("\t Ada@Example.COM ")).toBe("ada@example.com");
});

test("a hash is upgraded only if it is still the one that was checked", () => {
  expect(upgradePasswordHash(account, { from: "hash", to: "better" }).passwordHash).toBe("better");
  expect(upgradePasswordHash({ ...account, passwordHash: "changed meanwhile" }, { from: "hash", to: "better" }).passwordHash).toBe(
    "changed meanwhile",
  );
});
