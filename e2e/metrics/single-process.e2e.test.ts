import { expect, test } from "bun:test";
import { metrics } from "@mercato/contracts/telemetry/metrics";
import { scrape } from "../harness/prometheus.ts";
import { openShop } from "../harness/shop.ts";

const shop = await openShop("metrics-single", { mode: "single" });
const staff = await shop.staff();
await staff.sell({ sku: "MUG", price: "4.25", stock: 20 });

test("services that share a process share its metrics, and each says which are its own", async () => {
  const guest = await shop.guest();
  await guest.ended(await guest.buy({ MUG: 2 }));
  const found = await scrape(shop.processes.urls.router ?? "");
  const sayers = (name: string) => [...new Set(found.of(name).map(({ labels }) => labels["service"]))].toSorted();
  expect(sayers(metrics.outboxPending.name)).toEqual(["accounts", "catalog", "inventory", "orders", "payments"]);
  expect(sayers(metrics.consumerLag.name)).toEqual(["inventory", "orders", "payments"]);
  expect(sayers(metrics.sagaDuration.name)).toEqual(["orders"]);
  expect(sayers(metrics.requestDuration.name)).toEqual(["router"]);
  expect(sayers(metrics.residentMemory.name)).toEqual(["shop"]);
});
