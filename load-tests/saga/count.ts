import { prepareCarts } from "./buyers.ts";
import { type CountingProxy, startCountingProxy } from "./counting/proxy.ts";
import { each, since, type Tally, total, without } from "./counting/tally.ts";
import type { Needs } from "./figures.ts";
import type { Messages } from "./messages.ts";
import { placeClosed } from "./placing.ts";
import { openShop, type SagaGround } from "./shops.ts";

interface Look {
  readonly atMs: number;
  readonly writes: Tally;
  readonly reads: Tally;
  readonly messages: Tally;
}

/** What goes on in a shop that nobody uses is counted for so long. */
const BACKGROUND_MS = 4_000;
const LOOK_MS = 250;
/** At rest when nothing was written for so long. */
const STILL_MS = 1_500;
const PATIENCE_MS = 20_000;

async function look(proxy: CountingProxy, messages: Messages): Promise<Look> {
  return { atMs: performance.now(), ...proxy.counts(), messages: await messages.stored() };
}

/** Waits until nothing is written any more. A shop that never rests is counted as it is. */
async function untilStill(proxy: CountingProxy): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  let last = total(proxy.counts().writes);
  let changedAt = performance.now();
  while (performance.now() - changedAt < STILL_MS && performance.now() < deadline) {
    await Bun.sleep(LOOK_MS);
    const now = total(proxy.counts().writes);
    if (now !== last) changedAt = performance.now();
    last = now;
  }
}

/** What an order needs: the difference that some make, without what goes on anyway, by their number. */
function needsOf(looks: { readonly quiet: Look; readonly before: Look; readonly after: Look }, orders: number): Needs {
  const { quiet, before, after } = looks;
  const factor = (after.atMs - before.atMs) / (before.atMs - quiet.atMs);
  const need = (read: (look: Look) => Tally) =>
    each(without(since(read(before), read(after)), since(read(quiet), read(before)), factor), orders);
  return { writes: need(({ writes }) => writes), reads: need(({ reads }) => reads), messages: need(({ messages }) => messages) };
}

/** Counts what one order needs, in a shop of its own whose database is seen through a proxy: from placing it until all have heard of it. */
export async function countNeeds(ground: SagaGround, orders: number): Promise<Needs> {
  const { servers, signal } = ground;
  await using proxy = await startCountingProxy(servers.database.url);
  await using shop = await openShop(ground, proxy.url);
  const { messages } = shop;
  const carts = await prepareCarts(shop.endpoint, orders + 1);
  // The first finds caches empty.
  await placeClosed({ carts: carts.slice(0, 1), messages, signal }, 1, 60);
  await untilStill(proxy);
  const quiet = await look(proxy, messages);
  await Bun.sleep(BACKGROUND_MS);
  const before = await look(proxy, messages);
  const placed = await placeClosed({ carts: carts.slice(1), messages, signal }, 1, 600);
  await untilStill(proxy);
  const after = await look(proxy, messages);
  if (placed.failed > 0) throw new Error(`${placed.failed} of ${orders} orders were not confirmed.`);
  return needsOf({ quiet, before, after }, orders);
}
