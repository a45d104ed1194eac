import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { findOnPath } from "@mercato/local/servers/on-path";
import { basicEnvironment, type Gateway, SHARINGS } from "./gateway.ts";

/** Where the Rust router is: `HIVE_ROUTER`, or on PATH; undefined when it is not here. */
export function findHiveRouter(env: NodeJS.ProcessEnv): string | undefined {
  const named = env["HIVE_ROUTER"];
  return named === undefined || named === "" ? findOnPath("hive_router", env["PATH"]) : named;
}

export function hiveRouter(binary: string): Gateway {
  return {
    name: "hive-router",
    title: "Hive Router, Rust",
    isScript: false,
    sharings: SHARINGS,
    path: "/graphql",
    async launch({ port, sharing, supergraphFile, directory }) {
      const file = join(directory, "hive-router.yaml");
      const settings = {
        supergraph: { source: "file", path: supergraphFile },
        // It has one core, and would count those of the machine.
        http: { host: "127.0.0.1", port, workers: 1 },
        traffic_shaping: { all: { dedupe_enabled: sharing !== "none" }, router: { dedupe: { enabled: sharing === "requests" } } },
      };
      // JSON is YAML, too.
      await writeFile(file, JSON.stringify(settings));
      return { command: binary, args: [], env: { ...basicEnvironment(), ROUTER_CONFIG_FILE_PATH: file }, cwd: directory };
    },
  };
}
