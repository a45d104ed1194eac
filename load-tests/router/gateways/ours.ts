import { join } from "node:path";
import { ROOT } from "@mercato/local/checkout";
import { basicEnvironment, type Gateway, SHARINGS, type Sharing } from "./gateway.ts";

export const OURS = "mercato";

/** Where Bun writes a profile of the router, when it ends. */
export interface ProfileFolder {
  readonly folder: string;
  /** Without the ending. */
  readonly name: (sharing: Sharing) => string;
}

/** The router as it ships: all that is not set here is at its default. */
export function ourGateway(profile?: ProfileFolder): Gateway {
  return {
    name: OURS,
    title: "Mercato router, Bun",
    isScript: true,
    sharings: SHARINGS,
    path: "/graphql",
    launch: async ({ port, sharing, supergraphFile }) => ({
      command: process.execPath,
      args: [
        ...(profile === undefined
          ? []
          : ["--cpu-prof", `--cpu-prof-dir=${profile.folder}`, `--cpu-prof-name=${profile.name(sharing)}.cpuprofile`]),
        join(ROOT, "router", "main.ts"),
        "--supergraph",
        supergraphFile,
        "--port",
        String(port),
      ],
      env: { ...basicEnvironment(), SHARE_FETCHES: String(sharing !== "none"), SHARE_REQUESTS: String(sharing === "requests") },
    }),
  };
}
