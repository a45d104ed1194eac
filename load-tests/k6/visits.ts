import { send } from "./client.ts";
import { drawFromDeciles, happens, pick, pickByTenths } from "./dice.ts";
import { buy, fillCart, follow, type Line, place } from "./orders.ts";
import { type Customer, guestToken, tokenOf } from "./people.ts";
import { type Product, search } from "./shelf.ts";

/** What `load-tests/mix` derived from sales. */
const mix = JSON.parse(open(import.meta.resolve("../mix/mix.json"))) as {
  assumptions: {
    visitsPerOrder: number;
    searchesPerVisit: number;
    pagesPerVisit: number;
    pagesPerLine: number;
    mostLines: number;
    mostUnits: number;
  };
  derived: {
    guestShare: number;
    returningShare: number;
    cancelShare: number;
    linesPerOrder: number[];
    unitsPerLine: number[];
    popularity: number[];
  };
};

export interface Visitors {
  pool: Customer[];
  shelf: Product[];
}

function wanted(shelf: Product[]): Product {
  return pickByTenths(shelf, mix.derived.popularity);
}

function look({ slug }: Product): void {
  send({ operation: "ProductPage", variables: { slug } });
}

function browse(shelf: Product[]): void {
  for (let count = 0; count < mix.assumptions.searchesPerVisit; count += 1) search(wanted(shelf).title.split(" ").at(-1));
  for (let count = 0; count < mix.assumptions.pagesPerVisit; count += 1) look(wanted(shelf));
}

/** Buys and changes its mind once it has the goods. */
function buyAndCancel(token: string, lines: Line[]): void {
  const cart = fillCart(token, lines);
  const id = cart.kind === "cart" ? place(token, cart.id) : null;
  if (id === null || id === "sold-out" || follow(token, id)?.status !== "CONFIRMED") return;
  send({ operation: "CancelOrder", variables: { input: { orderId: id, reason: "changed my mind" } }, token, expected: ["Order"] });
}

function shop({ pool, shelf }: Visitors): void {
  const { guestShare, returningShare, cancelShare, linesPerOrder, unitsPerLine } = mix.derived;
  const token = happens(guestShare) ? guestToken() : tokenOf(pool);
  if (token === null) return;
  search(wanted(shelf).title.split(" ").at(-1));
  const products = Array.from({ length: Math.max(1, Math.min(drawFromDeciles(linesPerOrder), mix.assumptions.mostLines)) }, () =>
    wanted(shelf),
  );
  for (const product of products) for (let page = 0; page < mix.assumptions.pagesPerLine; page += 1) look(product);
  const units = () => Math.max(1, Math.min(drawFromDeciles(unitsPerLine), mix.assumptions.mostUnits));
  const lines = products.map(({ skus }) => ({ sku: pick(skus), quantity: units() }));
  if (happens(cancelShare)) buyAndCancel(token, lines);
  else buy(token, lines);
  if (happens(returningShare)) send({ operation: "MyOrders", variables: { first: 5 }, token: tokenOf(pool) });
}

/** One visit as the mix has it: most look, some buy. */
export function visitShop(visitors: Visitors): void {
  if (happens(1 / mix.assumptions.visitsPerOrder)) shop(visitors);
  else browse(visitors.shelf);
}
