import { join } from "node:path";
import { findOnPath } from "@mercato/local/servers/on-path";
import { basicEnvironment, type Gateway, type GatewaySettings, SHARINGS } from "./gateway.ts";

const HIVE_GATEWAY = join("node_modules", "@graphql-hive", "gateway", "dist", "bin.js");

interface Runtime {
  /** "node" */
  readonly name: string;
  /** "Node" */
  readonly title: string;
  readonly command: string;
}

/** The two runtimes; Node only where it is on PATH. */
function runtimes(): readonly Runtime[] {
  const node = findOnPath("node", process.env["PATH"]);
  const bun = { name: "bun", title: "Bun", command: process.execPath };
  return node === undefined ? [bun] : [bun, { name: "node", title: "Node", command: node }];
}

function scriptEnvironment({ port, supergraphFile, sharing }: GatewaySettings): Record<string, string> {
  // Without this, Apollo's gateway asks the network where it runs.
  return {
    ...basicEnvironment(),
    APOLLO_TELEMETRY_DISABLED: "true",
    PORT: String(port),
    SUPERGRAPH_FILE: supergraphFile,
    SHARING: sharing,
  };
}

function apollo(folder: string, { name, title, command }: Runtime): Gateway {
  return {
    name: `apollo-server-${name}`,
    title: `Apollo Server + gateway, ${title}`,
    isScript: true,
    sharings: ["none"],
    path: "/",
    launch: async (settings) => ({ command, args: [join(folder, "apollo-server.mjs")], env: scriptEnvironment(settings) }),
  };
}

function yoga(folder: string): Gateway {
  return {
    name: "yoga-apollo-bun",
    title: "yoga + Apollo gateway, Bun",
    isScript: true,
    sharings: ["none"],
    path: "/graphql",
    launch: async (settings) => ({
      command: process.execPath,
      args: [join(folder, "yoga-apollo-gateway.mjs")],
      env: scriptEnvironment(settings),
    }),
  };
}

type HivePlanner = "js" | "rust";

function hive(folder: string, planner: HivePlanner, { name, title, command }: Runtime): Gateway {
  return {
    name: `hive-${planner}-planner-${name}`,
    title: `Hive Gateway, ${planner === "js" ? "own" : "Rust"} planner, ${title}`,
    isScript: true,
    sharings: SHARINGS,
    path: "/graphql",
    launch: async (settings) => ({
      command,
      args: [
        join(folder, HIVE_GATEWAY),
        "supergraph",
        settings.supergraphFile,
        "--config-path",
        join(folder, "hive-gateway.config.mjs"),
        "--host",
        "127.0.0.1",
        "--port",
        String(settings.port),
        ...(planner === "rust" ? ["--hive-router-runtime"] : []),
      ],
      env: scriptEnvironment(settings),
      cwd: folder,
    }),
  };
}

/** The gateways from npm. @param folder what preparePeers made */
export function scriptPeers(folder: string): readonly Gateway[] {
  const all = runtimes();
  return [
    ...all.filter(({ name }) => name === "node").map((runtime) => apollo(folder, runtime)),
    yoga(folder),
    ...(["rust", "js"] as const).flatMap((planner) => all.map((runtime) => hive(folder, planner, runtime))),
  ];
}

export const BARE_YOGA = "bare-yoga";

/** Not a gateway: a server that answers `reviews` from memory. */
export function bareYoga(folder: string, files: { readonly schema: string; readonly reviews: string }): Gateway {
  return {
    name: BARE_YOGA,
    title: "graphql-yoga from memory, Bun",
    isScript: true,
    sharings: ["none"],
    path: "/graphql",
    launch: async ({ port }) => ({
      command: process.execPath,
      args: [join(folder, "bare-yoga.mjs")],
      env: { ...basicEnvironment(), PORT: String(port), SCHEMA_FILE: files.schema, REVIEWS_FILE: files.reviews },
    }),
  };
}
