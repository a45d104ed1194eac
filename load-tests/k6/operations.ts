/** The documents of known clients; each file holds one operation with the file's name. */
const files = {
  ProductSearch: "product-search",
  ProductPage: "product-page",
  VariantStock: "variant-stock",
  Register: "register",
  Login: "login",
  StartGuestSession: "start-guest-session",
  CreateCart: "create-cart",
  AddCartLine: "add-cart-line",
  PlaceOrder: "place-order",
  OrderStatus: "order-status",
  MyOrders: "my-orders",
  CancelOrder: "cancel-order",
};

export type OperationName = keyof typeof files;

export const operationNames = Object.keys(files) as OperationName[];

const documents: Record<string, string> = {};
for (const [name, file] of Object.entries(files)) {
  documents[name] = open(import.meta.resolve(`../../contracts/operations/${file}.graphql`));
}

export function documentOf(name: OperationName): string {
  return documents[name] ?? "";
}
