import { fail } from "k6";
import { send } from "./client.ts";
import { settings } from "./settings.ts";

export interface Product {
  slug: string;
  title: string;
  skus: string[];
}

interface SearchAnswer {
  products: { nodes: { slug: string; title: string; variants: { sku: string }[] }[] };
}

/** Looks at a shelf, or searches. Null when the shop failed. */
export function search(words?: string): Product[] | null {
  const answer = send<SearchAnswer>({
    operation: "ProductSearch",
    variables: words === undefined ? { first: 100 } : { first: 20, search: words },
  });
  return answer?.products.nodes.map(({ slug, title, variants }) => ({ slug, title, skus: variants.map(({ sku }) => sku) })) ?? null;
}

/** For setup(): what is on sale, up to a hundred products. */
export function readShelf(): Product[] {
  const shelf = search();
  if (shelf === null || shelf.length === 0) fail(`nothing is for sale at ${settings.target}`);
  return shelf;
}
