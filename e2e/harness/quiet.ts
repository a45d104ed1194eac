import { eventually } from "@mercato/chassis/testing";
import type { TestShop } from "./shop.ts";

/** Waits until the shop has nothing left to do: the stock is tidied and announced, all messages have arrived, and the laws hold. */
export async function quiet(shop: TestShop): Promise<void> {
  const stock = shop.databases.collection("inventory", "stock");
  await eventually("the stock is tidied", async () => (await stock.countDocuments({ lookAt: { $ne: null } })) === 0);
  await shop.expectLaws();
}
