import { serveSubgraphs } from "./subgraph-server.ts";

// A process of its own, so that it can be pinned to a core and its processor time be told from the others'.
const { origin } = serveSubgraphs(Number(process.env["PORT"] ?? "0"));
process.stdout.write(`${origin}\n`);
