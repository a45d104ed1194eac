import { createSubgraph } from "@mercato/chassis/graphql";
import { createOutboxRelay } from "@mercato/chassis/outbox";
import { type Service, type ServiceDependencies, type SubgraphRuntime, startSubgraph } from "@mercato/chassis/service";
import typeDefs from "@mercato/contracts/graphql/catalog.graphql" with { type: "text" };
import { createArchiveProduct } from "./commands/archive-product.ts";
import { createImportProducts } from "./commands/import-products.ts";
import { createSetVariantPrice } from "./commands/set-variant-price.ts";
import type { CatalogEnvironment } from "./environment.ts";
import type { CatalogCommands, Context } from "./graphql/context.ts";
import { createLoaders } from "./graphql/loaders.ts";
import { createResolvers } from "./graphql/resolvers.ts";
import { openCategoryStore } from "./store/category-store.ts";
import { createProductStore, openProductCollection } from "./store/product-collection.ts";
import { createProductReader } from "./store/product-reader.ts";

/** 1000 rows with descriptions fit. */
const MAX_BODY_BYTES = 8 * 1024 * 1024;

async function wire(runtime: SubgraphRuntime): Promise<Service> {
  const { database, bus, clock, randomness, log, lifecycle } = runtime;
  const model = await openProductCollection(database, { clock, randomness });
  const products = createProductStore(model, { clock, randomness });
  const reader = createProductReader(model);
  const categories = openCategoryStore(database);
  const relay = lifecycle.add("outbox relay", createOutboxRelay({ source: products, bus, clock, log }));
  products.relayTo(relay);
  const commands: CatalogCommands = {
    importProducts: createImportProducts({ products, reader, categories, clock }),
    setVariantPrice: createSetVariantPrice({ products, reader, clock }),
    archiveProduct: createArchiveProduct({ products, reader }),
  };
  const loaders = createLoaders({ reader, categories });
  const subgraph = createSubgraph<Context>({
    name: runtime.name,
    typeDefs,
    resolvers: createResolvers(loaders),
    verifier: runtime.verifier,
    createContext: (principal) => ({ principal, reader, loaders, commands }),
    health: runtime.health,
    log,
  });
  return { ...runtime.toService(subgraph), maxBodyBytes: MAX_BODY_BYTES };
}

/** The catalogue as a service. @throws DependencyUnavailableError when the database does not answer in time. */
export function createCatalogService(dependencies: ServiceDependencies<CatalogEnvironment>): Promise<Service> {
  return startSubgraph("catalog", dependencies, wire);
}
