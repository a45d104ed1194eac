import { accountsVariables } from "@mercato/accounts/environment";
import { catalogVariables } from "@mercato/catalog/environment";
import { describeEnvironment, type EnvironmentVariable } from "@mercato/chassis/env";
import { inventoryVariables } from "@mercato/inventory/environment";
import { ordersVariables } from "@mercato/orders/environment";
import { paymentsVariables } from "@mercato/payments/environment";
import { routerVariables } from "@mercato/router/environment";
import type { ServiceName } from "@mercato/topology";

/** The variables that each service reads. */
export const readBy: Readonly<Record<ServiceName, readonly EnvironmentVariable[]>> = {
  accounts: describeEnvironment(accountsVariables),
  catalog: describeEnvironment(catalogVariables),
  inventory: describeEnvironment(inventoryVariables),
  orders: describeEnvironment(ordersVariables),
  payments: describeEnvironment(paymentsVariables),
  router: describeEnvironment(routerVariables),
};
