import { cacheDirectory } from "./cache.ts";
import { mongoContainerSource } from "./database/container.ts";
import { mongoDownloadSource } from "./database/download.ts";
import { mongodOnPathSource } from "./database/mongod.ts";
import { documentdbSource } from "./documentdb/source.ts";
import { addressOf, givenSource, unreachable } from "./given.ts";
import { accepts } from "./probe.ts";
import type { Source } from "./source.ts";
import type { RunningServer, StartServerOptions } from "./start-options.ts";
import { startServer } from "./start-server.ts";

const USUAL_PORT = 27017;

async function check(url: string): Promise<void> {
  const address = addressOf(url, USUAL_PORT);
  if (address !== undefined && !(await accepts(address.host, address.port))) throw unreachable("MONGO_URL", url);
}

/** Where a MongoDB-compatible database may come from, in order. */
export function databaseSources(env: NodeJS.ProcessEnv): readonly Source[] {
  const cache = cacheDirectory(env);
  const path = env["PATH"];
  return [
    givenSource({ variable: "MONGO_URL", env, check }),
    mongodOnPathSource(path),
    mongoContainerSource(path),
    mongoDownloadSource(cache),
    documentdbSource(cache, path),
  ];
}

/**
 * Starts a MongoDB-compatible database, found or installed by the look-up order; uses the one that MONGO_URL names.
 * It listens on 127.0.0.1 only and takes any client without a password: for local work, never for anything else.
 */
export function startDatabase(options: StartServerOptions): Promise<RunningServer> {
  return startServer(
    {
      title: "database",
      sources: databaseSources(options.env ?? process.env),
      urlOf: (port) => `mongodb://127.0.0.1:${port}/`,
      advice: ["Set MONGO_URL to a MongoDB that runs, or install mongod or Docker. See infra/local/README.md."],
    },
    options,
  );
}
