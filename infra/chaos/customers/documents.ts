/** A refusal in a result union. */
export interface Refused {
  readonly __typename: string;
  readonly code: string;
  readonly message: string;
}

const REFUSAL = "... on Refusal { code message }";

export const GUEST = "mutation ChaosGuest { startGuestSession { accessToken } }";
export const CREATE_CART = `mutation ChaosCart { createCart { __typename ... on Cart { id } ${REFUSAL} } }`;
export const ADD_LINE = `mutation ChaosLine($input: AddCartLineInput!) { addCartLine(input: $input) { __typename ... on Cart { id } ${REFUSAL} } }`;
export const PLACE = `mutation ChaosPlace($input: PlaceOrderInput!) {
  placeOrder(input: $input) { __typename ... on PlaceOrderSuccess { order { id total { amountMinor } } } ${REFUSAL} }
}`;
export const CANCEL = `mutation ChaosCancel($input: CancelOrderInput!) {
  cancelOrder(input: $input) { __typename ... on Order { id status } ... on OrderStateError { status } ${REFUSAL} }
}`;
export const ORDER = "query ChaosOrder($id: ID!) { order(id: $id) { status lines { id quantity returnedQuantity } } }";
export const RETURN = `mutation ChaosReturn($input: ReturnLinesInput!) {
  returnLines(input: $input) { __typename ... on ReturnLinesSuccess { orderReturn { id } } ${REFUSAL} }
}`;
export const LAUNCH = `mutation ChaosLaunch($rows: [ImportVariantRow!]!) {
  importProducts(input: { rows: $rows }) { __typename ... on ImportReport { refused { sku code } } ${REFUSAL} }
}`;
export const RECEIVE = `mutation ChaosReceive($input: ReceiveStockInput!) { receiveStock(input: $input) { __typename ${REFUSAL} } }`;

export interface OrderView {
  readonly status: string;
  readonly lines: readonly { readonly id: string; readonly quantity: number; readonly returnedQuantity: number }[];
}
