import { expect, test } from "bun:test";
import { eventually } from "@mercato/chassis/testing";
import type { StoredMessage } from "../harness/bus.ts";
import { quiet } from "../harness/quiet.ts";
import { openShop } from "../harness/shop.ts";

const shop = await openShop("bad-message");
const staff = await shop.staff();
await staff.sell({ sku: "MUG", price: "4.25", stock: 100 });

interface BadMessage {
  readonly type: string;
  readonly body: string;
  /** Who has to bury it. */
  readonly consumers: readonly string[];
  /** What the reason must tell. */
  readonly tells: string;
}

const authorize = { type: "payments.v1.cmd.authorize", consumers: ["payments--payments-v1-cmd-authorize"] };
const reserved = { type: "inventory.v1.reserved", consumers: ["orders--inventory-v1-reserved"] };

/** A command and an event, each once as no JSON, once as JSON of another form, and once almost right. */
const badMessages: readonly BadMessage[] = [
  { ...authorize, body: '{"operationId":', tells: "not JSON" },
  { ...authorize, body: '["authorize", 100]', tells: "object" },
  {
    ...authorize,
    body: '{"operationId":"o1","orderId":"o1","payerId":"p1","amount":{"amountMinor":"100","currency":"GBP"},"paymentToken":"sandbox-ok"}',
    tells: "amountMinor",
  },
  { ...reserved, body: "\u0000\u0001 <xml/>", tells: "not JSON" },
  { ...reserved, body: "null", tells: "object" },
  { ...reserved, body: '{"operationId":"o1"}', tells: "orderId" },
];

const dead = (letter: StoredMessage, name: string): string => letter.header(`mercato-dead-${name}`);

/** How many documents there are where, and what they say. */
const contents = async () => [...(await shop.databases.contents())];

test("a message that no schema accepts becomes a dead letter that says why and where it came from, and changes nothing", async () => {
  await staff.stockLevel("MUG");
  await quiet(shop);
  const before = await contents();
  for (const { type, body } of badMessages) await shop.streams.publish(type, body);

  const letters = await eventually("all of them are buried", async () => {
    const found = await shop.streams.deadLetters();
    return found.length === badMessages.length ? found : null;
  });
  const published = await shop.streams.messages();
  for (const { type, body, consumers, tells } of badMessages) {
    const origin = published.find((message) => message.type === type && message.body === body);
    const buried = letters.filter((letter) => letter.body === body && dead(letter, "stream") === origin?.stream);
    expect(buried.map((letter) => dead(letter, "consumer"))).toEqual([...consumers]);
    for (const letter of buried) {
      expect(dead(letter, "code")).toBe("INVALID_MESSAGE");
      expect(dead(letter, "sequence")).toBe(String(origin?.sequence));
      expect(dead(letter, "attempts")).toBe("1");
      expect(dead(letter, "reason")).toContain(tells);
      expect(letter.header("ce-id")).toBe(origin?.header("ce-id") ?? "");
    }
  }
  expect(await contents()).toEqual(before);
});

test("messages behind them are handled: orders go through, and are buried nowhere", async () => {
  const guests = await Promise.all(Array.from({ length: 5 }, () => shop.guest()));
  const placing = guests.map(async (guest) => ({ guest, orderId: await guest.buy({ MUG: 1 }) }));
  for (const { type, body } of badMessages) await shop.streams.publish(type, body);
  for (const { guest, orderId } of await Promise.all(placing)) await guest.awaits(orderId, "CONFIRMED");
  await shop.expectLaws();
  expect(await shop.streams.deadLetters()).toHaveLength(badMessages.length * 2);
});
