import { accountsVariables } from "@mercato/accounts/environment";
import { catalogVariables } from "@mercato/catalog/environment";
import { describeEnvironment, type EnvironmentVariable } from "@mercato/chassis/env";
import { inventoryVariables } from "@mercato/inventory/environment";
import { ordersVariables } from "@mercato/orders/environment";
import { paymentsVariables } from "@mercato/payments/environment";
import { routerVariables } from "@mercato/router/environment";
import { type ServiceDescription, type ServiceName, topology } from "@mercato/topology";

/** The schema of each service's environment. A service without one here is a type error. */
const schemas: Readonly<Record<ServiceName, Parameters<typeof describeEnvironment>[0]>> = {
  accounts: accountsVariables,
  catalog: catalogVariables,
  inventory: inventoryVariables,
  orders: ordersVariables,
  payments: paymentsVariables,
  router: routerVariables,
};

/** What a deployment must make of one service: what it reads, which of that is secret, and whom it talks to. */
export interface ExpectedService {
  readonly name: string;
  readonly variables: readonly EnvironmentVariable[];
  /** Variables that a service does not need by its schema, but that this shop gives it: without them it would be another shop. */
  readonly given: readonly string[];
  readonly secrets: readonly string[];
  readonly reaches: readonly string[];
}

/** Reads off the topology and the code what is expected of a service. */
export function expectService(service: ServiceDescription): ExpectedService {
  return {
    name: service.name,
    variables: describeEnvironment(schemas[service.name]),
    given: Object.keys(service.variables),
    secrets: Object.entries(service.variables).flatMap(([name, source]) => (source.from === "secret" ? [name] : [])),
    reaches: [...service.needs, ...service.calls],
  };
}

/** All services. */
export const expectedServices: readonly ExpectedService[] = topology.map(expectService);
