import type { Principal } from "@mercato/chassis/auth";
import { message } from "@mercato/chassis/bus";
import type { Service } from "@mercato/chassis/service";
import { eventually, graphqlRequest, startWorld, type World } from "@mercato/chassis/testing";
import { variantListed } from "@mercato/contracts/events/catalog";
import { availabilityChanged } from "@mercato/contracts/events/inventory";
import { readOrdersEnvironment } from "../environment.ts";
import { createOrdersService } from "../service.ts";
import { type Participants, startParticipants } from "./participants.ts";

export const ADDRESS = { recipient: "Ada", line1: "1 High Street", city: "London", postalCode: "N1 9GU", countryCode: "GB" };

export const STAFF_SCOPES = ["orders:read", "orders:write", "orders:assist"];

export interface OrderView {
  readonly id: string;
  readonly status: string;
  readonly cancelReason: string | null;
  readonly total: { readonly amountMinor: number };
  readonly refunded: { readonly amountMinor: number };
  readonly lines: readonly { readonly id: string; readonly quantity: number; readonly returnedQuantity: number }[];
  readonly history: readonly { readonly type: string }[];
  readonly saga: {
    readonly name: string;
    readonly status: string;
    readonly steps: readonly { readonly name: string; readonly status: string; readonly attempts: number }[];
  };
}

export const ORDER_FIELDS = `id status cancelReason total { amountMinor } refunded { amountMinor } lines { id quantity returnedQuantity } history { type }
  saga { name status failure { step code } steps { name status attempts } }`;

export interface Shop {
  readonly world: World;
  readonly service: Service;
  readonly participants: Participants;
  call<Data>(as: Principal, query: string, variables?: object): Promise<Data>;
  /** Lists SKUs at 2.50 with plenty in stock, and waits until checkout knows. */
  stock(sku: string, available?: number, price?: number): Promise<void>;
  cartWith(buyer: Principal, sku: string, quantity: number): Promise<string>;
  place(
    buyer: Principal,
    cartId: string,
    input?: object,
  ): Promise<{ readonly __typename: string; readonly code?: string; readonly replayed?: boolean; readonly order?: OrderView }>;
  order(as: Principal, id: string): Promise<OrderView | null>;
  ended(as: Principal, id: string, status: string): Promise<OrderView>;
  stop(): Promise<void>;
}

/** The orders service on real servers, with stand-ins for the participants of its sagas. */
export async function openShop(environment: Readonly<Record<string, string>> = {}): Promise<Shop> {
  const world = await startWorld();
  const participants = await startParticipants(world);
  const variables = { ...world.environment("orders"), SAGA_STEP_TIMEOUT_MS: "400", SAGA_STEP_ATTEMPTS: "2", ...environment };
  const service = world.track(await createOrdersService({ environment: readOrdersEnvironment(variables), log: world.log }));
  const call = async <Data>(as: Principal, query: string, values: object = {}): Promise<Data> => {
    const token = await world.identity.sign(as, "orders");
    const { data, errors } = await graphqlRequest<Data>(service.fetch, { query, variables: values, token });
    if (errors) throw new Error(JSON.stringify(errors));
    return data;
  };
  const order = async (as: Principal, id: string) =>
    (await call<{ order: OrderView | null }>(as, `query($id: ID!) { order(id: $id) { ${ORDER_FIELDS} } }`, { id })).order;
  return {
    world,
    service,
    participants,
    call,
    order,
    async stock(sku, available = 1000, price = 2_500_000) {
      const revision = Date.now();
      await participants.send(
        message(variantListed, {
          sku,
          productId: "p",
          title: `Title of ${sku}`,
          price: { amountMicros: price, currency: "GBP" },
          purchasable: true,
          revision,
        }),
      );
      await participants.send(message(availabilityChanged, { sku, available, revision }));
      const query = "query($r: [_Any!]!) { _entities(representations: $r) { ... on Variant { offer { available } } } }";
      const known = async () =>
        (
          await call<{ _entities: { offer: { available: number } | null }[] }>(world.identity.anonymous, query, {
            r: [{ __typename: "Variant", sku }],
          })
        )._entities[0];
      await eventually(`${sku} is on offer`, async () => (await known())?.offer?.available === available);
    },
    async cartWith(buyer, sku, quantity) {
      const created = await call<{ createCart: { id: string } }>(buyer, "mutation { createCart { ... on Cart { id } } }");
      const cartId = created.createCart.id;
      const added = await call<{ addCartLine: { __typename: string } }>(
        buyer,
        "mutation($i: AddCartLineInput!) { addCartLine(input: $i) { __typename } }",
        { i: { cartId, sku, quantity } },
      );
      if (added.addCartLine.__typename !== "Cart") throw new Error(added.addCartLine.__typename);
      return cartId;
    },
    place: async (buyer, cartId, input = {}) => {
      const query = `mutation($i: PlaceOrderInput!) { placeOrder(input: $i) { __typename ... on Refusal { code } ... on PlaceOrderSuccess { replayed order { ${ORDER_FIELDS} } } } }`;
      const i = { cartId, idempotencyKey: `key-${cartId}`, paymentToken: "sandbox-ok", shippingAddress: ADDRESS, ...input };
      return (await call<{ placeOrder: Awaited<ReturnType<Shop["place"]>> }>(buyer, query, { i })).placeOrder;
    },
    ended: (as, id, status) =>
      eventually(`order ${id} is ${status}`, async () => {
        const found = await order(as, id);
        if (found?.status !== status) throw new Error(`order ${id} is ${JSON.stringify(found)}`);
        return found;
      }),
    stop: () => world.stop(),
  };
}
