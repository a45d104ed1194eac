export { type Connection, type ConnectionArguments, readPageArguments, toConnection } from "./connection.ts";
export { createEntityResolver, createRequestLoader, type RequestLoader } from "./loader.ts";
export { forbidden, invalidArgument, requireScope, requireSession, unauthenticated } from "./refusals.ts";
export { commonScalars } from "./scalars.ts";
export { createSubgraph, type SubgraphContext, type SubgraphOptions } from "./subgraph.ts";
