import type { Money } from "@mercato/contracts/values/money";

interface SkuQuantity {
  readonly sku: string;
  readonly quantity: number;
}

export interface PlaceOrderData {
  readonly orderId: string;
  readonly payerId: string;
  readonly amount: Money;
  readonly paymentToken: string;
  /** One entry a SKU. */
  readonly lines: readonly SkuQuantity[];
}

export interface CancelOrderData {
  readonly orderId: string;
  readonly hasPayment: boolean;
  readonly hasStock: boolean;
}

export interface ReturnOrderData {
  readonly orderId: string;
  readonly returnId: string;
  readonly refund: Money;
  readonly reason: string | null;
  /** One entry a SKU. */
  readonly lines: readonly SkuQuantity[];
}
