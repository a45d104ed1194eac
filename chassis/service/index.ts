export { type Connection, type RunOptions, runProcess, type Served, type ServeOptions, type Service, serve } from "../process/index.ts";
export { type ServiceDependencies, type SubgraphPorts, type SubgraphRuntime, startSubgraph } from "./subgraph-runtime.ts";
