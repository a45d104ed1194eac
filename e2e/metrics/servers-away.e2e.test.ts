import { expect, test } from "bun:test";
import { eventually } from "@mercato/chassis/testing";
import { metrics } from "@mercato/contracts/telemetry/metrics";
import { scrape } from "../harness/prometheus.ts";
import { openShop } from "../harness/shop.ts";

const shop = await openShop("servers-away", { own: ["database", "nats"] });
const { database, nats } = shop.servers;
const staff = await shop.staff();
await staff.sell({ sku: "MUG", price: "4.25", stock: 20 });

const orders = () => scrape(shop.processes.urls.orders ?? "");
const asked = [metrics.outboxPending.name, metrics.outboxOldestAge.name, metrics.consumerLag.name] as const;
const known = [metrics.residentMemory.name, "process_cpu_seconds_total", metrics.eventLoopLag.name] as const;

test("while database and NATS are away a process still says what it knows by itself, and nothing that it does not know", async () => {
  const before = await orders();
  for (const name of [...asked, ...known]) expect([name, before.of(name).length > 0]).toEqual([name, true]);

  await Promise.all([database.kill9(), nats.kill9()]);
  const without = await eventually("it has noticed", async () => {
    const found = await orders();
    return asked.every((name) => found.of(name).length === 0) ? found : null;
  });
  for (const name of known) expect([name, without.of(name).length]).toEqual([name, 1]);
});

test("it reads them again when they are back", async () => {
  await Promise.all([database.restart(), nats.restart()]);
  await eventually(
    "outbox and consumers are read",
    async () => {
      const found = await orders();
      return asked.every((name) => found.of(name).length > 0);
    },
    { timeoutMs: 60_000 },
  );
});
