import { cancelOrder } from "@mercato/orders/commands/cancel-order";
import { addCartLine } from "@mercato/orders/commands/change-cart";
import { createCart } from "@mercato/orders/commands/create-cart";
import type { Buyer, Dependencies } from "@mercato/orders/commands/dependencies";
import { placeOrder } from "@mercato/orders/commands/place-order";
import { returnLines } from "@mercato/orders/commands/return-lines";
import type { World } from "../kernel/machine.ts";
import { createRandom, type Random } from "../kernel/random.ts";
import type { ShopSettings } from "./settings.ts";
import type { Running, Shop } from "./shop.ts";

/** What somebody outside was told. It must be so, and stay so. */
export type Acknowledgement =
  | { readonly kind: "placed"; readonly orderId: string; readonly buyerId: string; readonly key: string; readonly totalMinor: number }
  | { readonly kind: "cancelling"; readonly orderId: string }
  | { readonly kind: "returning"; readonly orderId: string; readonly returnId: string }
  /** Goods came, or were booked off by people: `quantity` below zero. */
  | { readonly kind: "booked"; readonly key: string; readonly sku: string; readonly quantity: number };

export interface Outside {
  readonly acknowledged: readonly Acknowledgement[];
  /** How many still act. */
  busy(): number;
  /** Lets everybody come. `customers` are the numbers of those who do, from 1. */
  open(customers: readonly number[]): void;
}

/** How ids of messages begin that no contract allows. */
export const POISON = "poison.";
const POISONED = [
  "orders.v1.placed",
  "inventory.v1.cmd.reserve",
  "inventory.v1.reserved",
  "payments.v1.cmd.capture",
  "payments.v1.captured",
] as const;

const PATIENCE_MS = 6_000;
const TOKENS = [
  ["ok", 12],
  ["decline", 1],
  ["insufficient-funds", 1],
  ["timeout-after-charge", 2],
  ["capture-timeout", 2],
  ["capture-fails", 1],
  ["outage", 1],
  ["outage-once", 2],
  ["refund-fails", 1],
] as const;
const ADDRESS = { recipient: "A. Customer", line1: "1 High Street", city: "London", postalCode: "N1 9GU", countryCode: "GB" };
const NO_ANSWER = Symbol("no answer");

interface Actor {
  readonly name: string;
  readonly random: Random;
  pause(fromMs: number, toMs: number): Promise<void>;
  /** Asks some process of a service; an answer that does not come is none. */
  ask<UseCases, T>(
    processes: readonly Running<UseCases>[],
    what: string,
    work: (useCases: UseCases) => Promise<T>,
  ): Promise<T | typeof NO_ANSWER>;
}

function createActor({ seed, scheduler, faults }: World, name: string): Actor {
  const random = createRandom(seed, name);
  let asked = 0;
  return {
    name,
    random,
    pause: (fromMs, toMs) => new Promise((resolve) => scheduler.after(random.between(fromMs, toMs), `${name} goes on`, resolve)),
    ask(processes, what, work) {
      asked += 1;
      const key = `${name}/${asked}`;
      const { life, useCases } = random.pick(processes);
      const answered = Promise.withResolvers<Awaited<ReturnType<typeof work>> | typeof NO_ANSWER>();
      scheduler.note(`${name} asks ${life.name}: ${what}`);
      scheduler.after(PATIENCE_MS, `${name} gives up`, () => answered.resolve(NO_ANSWER));
      if (useCases === null || !life.alive()) {
        // Nobody listens on the port.
        scheduler.after(random.between(1, 5), `${name} refused`, () => answered.resolve(NO_ANSWER));
        return answered.promise as Promise<never>;
      }
      const isHeard = !faults.strikes("request-lost", key);
      const answer = (tell: () => void) => {
        if (!faults.strikes("reply-lost", key)) scheduler.after(random.between(0.5, 20), `${name} answered`, tell);
      };
      if (isHeard) {
        scheduler.after(random.between(0.5, 20), `${life.name} ${what}`, () =>
          life.wake(what, () => {
            // An error that nobody expected is masked: the caller learns nothing from it.
            work(useCases).then(
              (outcome) => answer(() => answered.resolve(outcome as Awaited<typeof outcome>)),
              () => answer(() => answered.resolve(NO_ANSWER)),
            );
          }),
        );
      }
      return answered.promise as Promise<never>;
    },
  };
}

/** Asks until there is an answer. */
async function insist<UseCases, T>(
  actor: Actor,
  processes: () => readonly Running<UseCases>[],
  asking: { readonly what: string; readonly work: (useCases: UseCases) => Promise<T> },
): Promise<T> {
  for (;;) {
    const answer = await actor.ask(processes(), asking.what, asking.work);
    if (answer !== NO_ANSWER) return answer;
    await actor.pause(100, 3_000);
  }
}

function tokenOf(random: Random): string {
  const all = TOKENS.flatMap(([token, weight]) => Array.from({ length: weight }, () => token));
  return `sandbox-${random.pick(all)}`;
}

export function createOutside(world: World, shop: Shop, settings: ShopSettings): Outside {
  const acknowledged: Acknowledgement[] = [];
  let busy = 0;
  const tell = (fact: Acknowledgement) => {
    world.scheduler.note(`acknowledged: ${JSON.stringify(fact)}`);
    acknowledged.push(fact);
  };

  async function fillCart(actor: Actor, buyer: Buyer): Promise<string | null> {
    const created = await actor.ask(shop.orders(), "create cart", (use) => createCart(use, { currency: "GBP" }, buyer));
    if (created === NO_ANSWER || created.kind !== "created") return null;
    const cartId = created.cart.id;
    const wanted = actor.random.whole(1, 2);
    for (let tries = 6, lines = 0; lines < wanted && tries > 0; tries -= 1) {
      const line = { cartId, sku: actor.random.pick(settings.skus).sku, quantity: actor.random.whole(1, 2) };
      const added = await actor.ask(shop.orders(), `add ${line.quantity} of ${line.sku}`, (use) => addCartLine(use, line, buyer));
      if (added !== NO_ANSWER && added.kind === "changed") lines += 1;
      // Not known or not there yet: it may be in a moment.
      else await actor.pause(100, 2_000);
    }
    return cartId;
  }

  /** Places a cart under one key until there is an answer, sometimes twice at once. The order's id, when there is one. */
  async function place(actor: Actor, buyer: Buyer, cart: { readonly cartId: string; readonly key: string }): Promise<string | null> {
    const { cartId, key } = cart;
    const input = { cartId, idempotencyKey: key, paymentToken: tokenOf(actor.random), shippingAddress: ADDRESS };
    const asking = { what: `place ${cartId}, ${input.paymentToken}`, work: (use: Dependencies) => placeOrder(use, input, buyer) };
    const times = actor.random.chance(0.2) ? 2 : 1;
    const outcomes = await Promise.all(Array.from({ length: times }, () => insist(actor, shop.orders, asking)));
    for (const outcome of outcomes) {
      if (outcome.kind !== "placed") continue;
      const { orderId, buyerId, totalMinor } = outcome.order.state;
      tell({ kind: "placed", orderId, buyerId, key, totalMinor });
    }
    return outcomes.flatMap((outcome) => (outcome.kind === "placed" ? [outcome.order.id] : []))[0] ?? null;
  }

  async function cancel(actor: Actor, orderId: string, buyer: Buyer): Promise<void> {
    const principal = { id: buyer.id, kind: buyer.kind, roles: [], scopes: [] } as unknown as Parameters<typeof cancelOrder>[2];
    const outcome = await insist(actor, shop.orders, {
      what: `cancel ${orderId}`,
      work: (use: Dependencies) => cancelOrder(use, { orderId }, principal),
    });
    if (outcome.kind === "cancelling") tell({ kind: "cancelling", orderId });
  }

  async function giveBack(actor: Actor, orderId: string, key: string): Promise<void> {
    const known = await actor.ask(shop.orders(), `look at ${orderId}`, (use) => use.orders.load(orderId));
    if (known === NO_ANSWER || known === null) return;
    const line = actor.random.pick(known.state.lines);
    const input = { orderId, key, lines: [{ lineId: line.id, quantity: actor.random.whole(1, line.quantity) }] };
    const outcome = await insist(actor, shop.orders, {
      what: `return of ${orderId}`,
      work: (use: Dependencies) => returnLines(use, input),
    });
    if (outcome.kind === "accepted") tell({ kind: "returning", orderId, returnId: outcome.orderReturn.id });
  }

  /** After a moment: at once, in the middle of the saga, or after it. */
  async function later(actor: Actor, work: () => Promise<void>): Promise<void> {
    await actor.pause(0, actor.random.pick([50, 1_000, 10_000]));
    await work();
  }

  /** Fills a cart and orders it. Now and then an app says two carts under one key, at once: one of them is ordered at most. */
  async function order(actor: Actor, buyer: Buyer, key: string): Promise<string | null> {
    const cartId = await fillCart(actor, buyer);
    if (cartId === null) return null;
    const other = actor.random.chance(0.08) ? await fillCart(actor, buyer) : null;
    const [orderId] = await Promise.all([
      place(actor, buyer, { cartId, key }),
      other === null ? null : place(actor, buyer, { cartId: other, key }),
    ]);
    return orderId;
  }

  /** What becomes of an order afterwards. All at once, as far as they like: people have several windows open. */
  async function reconsider(actor: Actor, buyer: Buyer, placed: { readonly orderId: string; readonly key: string }): Promise<void> {
    const { orderId, key } = placed;
    const changes: Promise<void>[] = [];
    if (actor.random.chance(0.35)) changes.push(later(actor, () => cancel(actor, orderId, buyer)));
    if (actor.random.chance(0.1)) changes.push(later(actor, () => cancel(actor, orderId, buyer)));
    if (actor.random.chance(0.3)) changes.push(later(actor, () => giveBack(actor, orderId, `${key}-return`)));
    if (actor.random.chance(0.1)) changes.push(later(actor, () => giveBack(actor, orderId, `${key}-return-2`)));
    await Promise.all(changes);
  }

  async function customer(number: number): Promise<void> {
    const actor = createActor(world, `customer-${number}`);
    const buyer: Buyer = { id: `user_${actor.name}`, kind: "user" };
    await actor.pause(300, actor.random.pick([500, 3_000, 10_000]));
    for (let visit = actor.random.whole(1, 3); visit > 0; visit -= 1) {
      const key = `${actor.name}-${visit}`;
      const orderId = await order(actor, buyer, key);
      if (orderId !== null) await reconsider(actor, buyer, { orderId, key });
      await actor.pause(0, 4_000);
    }
  }

  async function staff(): Promise<void> {
    const actor = createActor(world, "staff");
    await actor.pause(20, 100);
    const deliveries = [...settings.skus, ...settings.skus.filter(() => actor.random.chance(0.4)).map((one) => ({ ...one, units: 2 }))];
    for (const [index, { sku, units }] of deliveries.entries()) {
      if (index >= settings.skus.length) await actor.pause(1_000, 15_000);
      if (units === 0) continue;
      const command = { key: `delivery-${index}`, location: "main", lines: [{ sku, quantity: units }] };
      const outcome = await insist(actor, shop.inventory, {
        what: `receive ${units} of ${sku}`,
        work: (use) => use.bookings.receive(command),
      });
      if (outcome.kind === "received") tell({ kind: "booked", key: command.key, sku, quantity: units });
    }
  }

  /** Takes stock: now and then something is broken, or turns up. */
  async function stocktaker(): Promise<void> {
    const actor = createActor(world, "stocktaker");
    for (let count = actor.random.whole(0, 3); count > 0; count -= 1) {
      await actor.pause(1_000, 12_000);
      const { sku } = actor.random.pick(settings.skus);
      const quantity = actor.random.pick([-2, -1, -1, 1]);
      const reason = quantity < 0 ? ("WRITE_OFF" as const) : ("CORRECTION" as const);
      const command = { key: `adjustment-${count}`, location: "main", sku, quantity, reason, note: null };
      const outcome = await insist(actor, shop.inventory, {
        what: `adjust ${sku} by ${quantity}`,
        work: (use) => use.bookings.adjust(command),
      });
      if (outcome.kind === "adjusted") tell({ kind: "booked", key: command.key, sku, quantity });
    }
  }

  function list(): void {
    for (const [index, { sku, priceMicros }] of settings.skus.entries()) {
      shop.bus.store({
        id: `catalog.${sku}.1`,
        type: "catalog.v1.listed",
        time: new Date(0).toISOString(),
        source: "catalog",
        subject: sku,
        data: {
          sku,
          productId: `product-${index}`,
          title: sku,
          price: { amountMicros: priceMicros, currency: "GBP" },
          purchasable: true,
          revision: 1,
        },
        trace: {},
      });
    }
  }

  /** Somebody publishes what no contract allows. It is to be put aside, and to hold up nothing. */
  async function poisoner(): Promise<void> {
    const actor = createActor(world, "poisoner");
    await actor.pause(500, 10_000);
    if (!actor.random.chance(0.1)) return;
    const type = actor.random.pick(POISONED);
    const time = new Date(0).toISOString();
    shop.bus.store({ id: `${POISON}${type}`, type, time, source: "nobody", subject: "nothing", data: { nonsense: true }, trace: {} });
  }

  const count = (work: Promise<void>) => {
    busy += 1;
    void work.finally(() => {
      busy -= 1;
    });
  };
  return {
    acknowledged,
    busy: () => busy,
    open(customers) {
      list();
      count(staff());
      count(stocktaker());
      count(poisoner());
      for (const number of customers) count(customer(number));
    },
  };
}
