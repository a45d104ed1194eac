/** A GraphQL endpoint that gives every operation of the smoke scenario a right answer, besides those that it is told to break. */
export interface FakeShop extends Disposable {
  readonly endpoint: string;
}

const SESSION = { __typename: "Session", accessToken: "token", accessTokenExpiresAt: "2999-01-01T00:00:00.000Z" };
const CART = { __typename: "Cart", id: "cart-1" };
const PRODUCT = { slug: "mug", title: "Harbour Mug", variants: [{ sku: "MUG" }] };

const ANSWERS: Readonly<Record<string, object>> = {
  Register: { register: SESSION },
  Login: { login: SESSION },
  ProductSearch: { products: { nodes: [PRODUCT] } },
  ProductPage: { product: PRODUCT },
  VariantStock: { variant: { sku: "MUG" } },
  CreateCart: { createCart: CART },
  AddCartLine: { addCartLine: CART },
  PlaceOrder: { placeOrder: { __typename: "PlaceOrderSuccess", order: { id: "order-1", status: "PENDING" } } },
  OrderStatus: { order: { id: "order-1", status: "CONFIRMED", cancelReason: null, saga: { status: "COMPLETED", durationMs: 12 } } },
  MyOrders: { me: { id: "user-1", orders: { nodes: [] } } },
};

/** Starts one. `broken` names operations that are answered with HTTP 200, data, and an error in the body. */
export function startFakeShop(broken: readonly string[] = []): FakeShop {
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    async fetch(request) {
      const { operationName } = (await request.json()) as { operationName: string };
      const errors = [{ message: "a part of the shop cannot be reached", extensions: { code: "SUBGRAPH_UNAVAILABLE" } }];
      return Response.json({ data: ANSWERS[operationName], ...(broken.includes(operationName) ? { errors } : {}) });
    },
  });
  return { endpoint: `http://127.0.0.1:${server.port}/graphql`, [Symbol.dispose]: () => void server.stop(true) };
}
