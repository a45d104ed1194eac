import { type DemoCatalogue, loadDemoCatalogue } from "@mercato/local/demo/catalogue";
import { createGraphqlClient } from "@mercato/local/graphql-client";
import type { History } from "../history/history.ts";

interface Shelf {
  readonly sku: string;
  readonly stock: number;
}

/** Never sold out. */
export const PLENTY: readonly Shelf[] = ["CHAOS-BREAD", "CHAOS-BUTTER", "CHAOS-JAM"].map((sku) => ({ sku, stock: 100_000 }));
/** Wanted by more people than there are units, all the time; staff bring more now and then. */
export const SCARCE: readonly Shelf[] = ["CHAOS-LAMP", "CHAOS-CLOCK"].map((sku) => ({ sku, stock: 30 }));

function catalogue(): DemoCatalogue {
  const products = [...PLENTY, ...SCARCE].map(({ sku, stock }) => ({
    key: sku.toLowerCase(),
    title: sku,
    category: ["Chaos"],
    description: "For those who do not mind to ask twice.",
    variants: [{ sku, title: sku, price: "2.49", stock }],
  }));
  return { currency: "GBP", products };
}

/** Puts goods on sale and resolves once customers can buy them. Hands back the administrator's access token. */
export async function fillShelves(
  endpoint: string,
  admin: { readonly email: string; readonly password: string },
  history: History,
): Promise<string> {
  const client = createGraphqlClient(endpoint);
  const { login } = await client.request<{ login: { accessToken: string } }>(
    "mutation ChaosSignIn($input: LoginInput!) { login(input: $input) { ... on Session { accessToken } } }",
    { input: admin },
  );
  await loadDemoCatalogue(client.as(login.accessToken), catalogue());
  for (const { sku, stock } of [...PLENTY, ...SCARCE]) history.write({ kind: "received", key: "opening", sku, units: stock });
  return login.accessToken;
}
