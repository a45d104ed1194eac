import { afterAll, beforeAll, expect, test } from "bun:test";
import { eventually } from "@mercato/chassis/testing";
import { type DeathMode, dyingStores } from "./faults.ts";
import { expectLaws } from "./laws.ts";
import { sagaOf, startWarehouse, type Warehouse } from "./warehouse.ts";

/** None is under way longer than this, so that the service takes what the dead left at once. */
const SETTLE_AFTER_MS = 200;
const MODES: readonly DeathMode[] = ["before", "half", "after"];

let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await startWarehouse({ settleAfterMs: SETTLE_AFTER_MS, withService: false });
}, 60_000);
afterAll(() => warehouse.stop(), 60_000);

type Commands = ReturnType<Warehouse["commands"]>;

interface Story {
  readonly name: string;
  /** What is asked for, in order. Asking all of it again must change nothing once it came about. */
  readonly tell: (commands: Commands, id: string) => Promise<void>;
  /** What is on hand of the two SKUs in the end, of ten each. */
  readonly leaves: readonly [number, number];
}

const skusOf = (id: string) => [`${id}-a`, `${id}-b`] as const;
const linesOf = (id: string, quantity = 4) => skusOf(id).map((sku) => ({ sku, quantity }));
const expiresAt = new Date(Date.now() + 3_600_000);

const STORIES: readonly Story[] = [
  {
    name: "sold, returned in part, cancelled",
    leaves: [10, 10],
    async tell({ orders }, id) {
      const order = sagaOf(id, linesOf(id));
      await orders.reserve({ ...order.reserve[1], expiresAt });
      await orders.commit(order.commit[1]);
      await orders.restock(order.restock(`${id}-r`, [{ sku: `${id}-a`, quantity: 1 }])[1]);
      await orders.release(order.release[1]);
    },
  },
  {
    name: "reserved and released",
    leaves: [10, 10],
    async tell({ orders }, id) {
      const order = sagaOf(id, linesOf(id));
      await orders.reserve({ ...order.reserve[1], expiresAt });
      await orders.release(order.release[1]);
    },
  },
  {
    name: "sold",
    leaves: [6, 6],
    async tell({ orders }, id) {
      const order = sagaOf(id, linesOf(id));
      await orders.reserve({ ...order.reserve[1], expiresAt });
      await orders.commit(order.commit[1]);
    },
  },
  {
    name: "delivered and written off",
    leaves: [12, 8],
    async tell({ bookings }, id) {
      const [a, b] = skusOf(id);
      await bookings.receive({
        key: `${id}-more`,
        location: "main",
        lines: [
          { sku: a, quantity: 2 },
          { sku: `${id}-new`, quantity: 1 },
        ],
      });
      const adjustment = { location: "main", sku: b, reason: "WRITE_OFF", note: null } as const;
      await bookings.adjust({ ...adjustment, key: `${id}-off`, quantity: -2 });
      await bookings.adjust({ ...adjustment, key: `${id}-much`, quantity: -20 });
    },
  },
];

/** Tells a story again and again, each time with other goods, dying one write later, until it comes to its end alive. */
async function dieEverywhere(story: Story, mode: DeathMode): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let at = 1; ; at += 1) {
    const id = `${story.name.replaceAll(/[ ,]+/g, "-")}-${mode}-${at}`;
    ids.push(id);
    await warehouse.receive(
      `open-${id}`,
      skusOf(id).map((sku) => ({ sku, quantity: 10 })),
    );
    const dying = dyingStores(warehouse.stores, at, mode);
    const end = await Promise.race([
      dying.died,
      story
        .tell(
          warehouse.commands(() => dying.stores),
          id,
        )
        .then(() => "alive" as const),
    ]);
    if (end === "alive") return ids;
  }
}

for (const story of STORIES) {
  test(`Law 4: what was acknowledged lasts — ${story.name}, killed at any write`, async () => {
    const ids = (await Promise.all(MODES.map((mode) => dieEverywhere(story, mode)))).flat();
    expect(ids.length).toBeGreaterThan(3 * MODES.length);
    const skus = ids.flatMap((id) => [...skusOf(id), `${id}-new`]);

    const service = await warehouse.startService();
    await eventually(
      "all that was begun is finished",
      async () => {
        const later = new Date(Date.now() + SETTLE_AFTER_MS);
        const [allocations, bookings] = await Promise.all([
          warehouse.stores.allocations.loadMany(ids),
          warehouse.stores.bookings.due(later, 1),
        ]);
        return allocations.every(({ state }) => state.work === null) && bookings.length === 0;
      },
      { timeoutMs: 30_000 },
    );
    await expectLaws(warehouse, skus, ids);
    await service.stop();

    // Orders ask again for what was not answered, people try again with the same keys.
    for (const id of ids) await story.tell(warehouse.commands(), id);
    const again = await warehouse.startService();
    await expectLaws(warehouse, skus, ids);
    await again.stop();
    const levels = await Promise.all(ids.map((id) => Promise.all(skusOf(id).map(async (sku) => (await warehouse.level(sku)).onHand))));
    expect(levels).toEqual(ids.map(() => [...story.leaves]));
  }, 120_000);
}
