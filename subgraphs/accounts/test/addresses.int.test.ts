import { afterAll, beforeAll, expect, test } from "bun:test";
import { openShop, type Shop } from "./shop.ts";

const ADDRESS = { recipient: "Ada Lovelace", line1: "12 St James's Square", city: "London", postalCode: "SW1Y 4JH", countryCode: "GB" };
const FIELDS = "id recipient line1 line2 city region postalCode countryCode";
const RESULT = `__typename ... on Address { ${FIELDS} } ... on Refusal { code } ... on InvalidInputError { issues { path message } }`;
const ADD = `mutation ($input: AddressInput!) { result: addAddress(input: $input) { ${RESULT} } }`;
const UPDATE = `mutation ($id: ID!, $input: AddressInput!) { result: updateAddress(id: $id, input: $input) { ${RESULT} } }`;
const REMOVE = "mutation ($id: ID!) { result: removeAddress(id: $id) }";
const BOOK = `{ me { addresses { ${FIELDS} } } }`;

interface AddressResult {
  readonly __typename: string;
  readonly id: string;
  readonly code: string;
  readonly issues: readonly { readonly path: readonly string[] }[];
}

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
}, 60_000);
afterAll(() => shop.world.stop(), 60_000);

async function newcomer(email: string) {
  const { user } = await shop.register(email);
  const principal = shop.customer(user.id);
  const change = async (query: string, variables: object) =>
    (await shop.ask<{ readonly result: AddressResult }>(query, variables, principal)).data.result;
  const book = async () => (await shop.ask<{ me: { addresses: AddressResult[] } }>(BOOK, {}, principal)).data.me.addresses;
  return { user, principal, change, book };
}

test("an address book keeps its order through adding, replacing and removing", async () => {
  const { change, book } = await newcomer("book@example.com");
  const [first, second, third] = [
    await change(ADD, { input: ADDRESS }),
    await change(ADD, { input: { ...ADDRESS, line1: "2", line2: "  ", region: " Kent " } }),
    await change(ADD, { input: { ...ADDRESS, line1: "3" } }),
  ];
  expect(first).toEqual({ ...ADDRESS, __typename: "Address", id: first.id, line2: null, region: null } as unknown as AddressResult);
  expect(second).toMatchObject({ line2: null, region: "Kent" });
  const moved = await change(UPDATE, { id: second.id, input: { ...ADDRESS, city: "Bath", countryCode: "gb" } });
  expect(moved).toMatchObject({ id: second.id, city: "Bath", countryCode: "GB", region: null });
  expect(await change(REMOVE, { id: first.id })).toBe(true as never);
  expect(await change(REMOVE, { id: first.id })).toBe(true as never);
  expect((await book()).map(({ id }) => id)).toEqual([second.id, third.id]);
});

test("what is wrong with an address is said all at once, and nothing changes", async () => {
  const { change, book } = await newcomer("wrong@example.com");
  const input = {
    recipient: " ",
    line1: "x".repeat(201),
    line2: "a\nb",
    city: "\u0000",
    region: "r".repeat(101),
    postalCode: "?",
    countryCode: "UK",
  };
  const refused = await change(ADD, { input });
  expect(refused.__typename).toBe("InvalidInputError");
  expect([...new Set(refused.issues.map(({ path }) => path.join()))]).toEqual(Object.keys(input));
  expect(await book()).toEqual([]);
});

test("Nobody reads or changes what is not theirs: an address of somebody else is not found and stays", async () => {
  const [owner, stranger] = [await newcomer("owner@example.com"), await newcomer("stranger@example.com")];
  const { id } = await owner.change(ADD, { input: ADDRESS });
  expect(await stranger.change(UPDATE, { id, input: { ...ADDRESS, city: "Elsewhere" } })).toMatchObject({
    __typename: "AddressNotFoundError",
    code: "ADDRESS_NOT_FOUND",
  });
  expect(await stranger.change(REMOVE, { id })).toBe(true as never);
  expect(await owner.book()).toMatchObject([{ id, city: "London" }]);
});

test("an address book needs an account", async () => {
  const attempts = [
    [shop.world.identity.anonymous, "UNAUTHENTICATED"],
    [shop.customer("user_gone"), "UNAUTHENTICATED"],
    [shop.world.identity.guest("guest_1"), "FORBIDDEN"],
  ] as const;
  for (const [principal, code] of attempts) {
    const answers = [
      await shop.ask(ADD, { input: ADDRESS }, principal),
      await shop.ask(UPDATE, { id: "address_1", input: ADDRESS }, principal),
      await shop.ask(REMOVE, { id: "address_1" }, principal),
    ];
    expect(answers.map(({ errors }) => errors?.[0]?.extensions?.["code"])).toEqual([code, code, code]);
  }
});

test("changes that meet are all kept, and a full book takes no more", async () => {
  const { change, book } = await newcomer("full@example.com");
  for (let batch = 0; batch < 13; batch += 1) await Promise.all([1, 2, 3, 4].map(() => change(ADD, { input: ADDRESS })));
  expect(await book()).toHaveLength(50);
  expect(await change(ADD, { input: ADDRESS })).toMatchObject({ code: "INVALID_INPUT", issues: [{ path: [] }] });
}, 60_000);

test("an account's document does not grow with what was changed", async () => {
  const { change, user } = await newcomer("small@example.com");
  const { id } = await change(ADD, { input: ADDRESS });
  for (let round = 0; round < 5; round += 1) await change(UPDATE, { id, input: { ...ADDRESS, city: `Town ${round}` } });
  const { connection } = await shop.world.connectDatabase("accounts");
  const kept = await connection.collection("users").findOne({ "state.email": "small@example.com" });
  expect({ id: String(kept?._id), version: kept?.["version"], history: kept?.["history"] }).toEqual({
    id: user.id,
    version: 7,
    history: [],
  });
});
