import { accountsVariables, readAccountsEnvironment } from "@mercato/accounts/environment";
import { catalogVariables, readCatalogEnvironment } from "@mercato/catalog/environment";
import { describeEnvironment, type EnvironmentSource, type EnvironmentVariable } from "@mercato/chassis/env";
import { inventoryVariables, readInventoryEnvironment } from "@mercato/inventory/environment";
import { ordersVariables, readOrdersEnvironment } from "@mercato/orders/environment";
import { paymentsVariables, readPaymentsEnvironment } from "@mercato/payments/environment";
import { readRouterEnvironment, routerVariables } from "@mercato/router/environment";
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

/** How each service reads them. @throws EnvironmentError naming every variable that is wrong */
export const readerOf: Readonly<Record<ServiceName, (source: EnvironmentSource) => object>> = {
  accounts: readAccountsEnvironment,
  catalog: readCatalogEnvironment,
  inventory: readInventoryEnvironment,
  orders: readOrdersEnvironment,
  payments: readPaymentsEnvironment,
  router: readRouterEnvironment,
};
