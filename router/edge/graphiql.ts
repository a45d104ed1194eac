import type { GraphiQLOptions } from "graphql-yoga";

const DEFAULT_QUERY = `# The shop's graph. Ctrl-Space completes, Ctrl-Enter runs; the book on the left is the documentation.
#
# Prices and products need no session. For a cart or an order, start one:
#   mutation { startGuestSession { accessToken } }
# and put the token under Headers: { "authorization": "Bearer <accessToken>" }

query Shelf {
  products(first: 5) {
    nodes {
      title
      variants {
        sku
        price { amount currency }
        availability { inStock available }
      }
    }
  }
}
`;

/** What GraphiQL shows at first. `holds` says whether the shop's own example would be valid here; other supergraphs start empty. */
export function graphiqlOptions({ holdsExample }: { readonly holdsExample: boolean }): GraphiQLOptions {
  return {
    title: "Mercato",
    headers: JSON.stringify({ "x-request-id": "graphiql" }, null, 2),
    isHeadersEditorEnabled: true,
    ...(holdsExample ? { defaultQuery: DEFAULT_QUERY } : {}),
  };
}

export const exampleQuery = DEFAULT_QUERY;

/** The page without anything from other hosts, so that it works on a closed network. Nine megabytes: loaded when somebody looks at it. */
export async function renderPage(options?: GraphiQLOptions): Promise<string> {
  const { renderGraphiQL } = await import("@graphql-yoga/render-graphiql");
  return renderGraphiQL(options);
}
