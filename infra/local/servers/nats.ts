import { cacheDirectory } from "./cache.ts";
import { addressOf, givenSource, unreachable } from "./given.ts";
import { natsContainerSource } from "./nats/container.ts";
import { natsGoSource } from "./nats/go-build.ts";
import { natsOnPathSource } from "./nats/nats-server.ts";
import { natsDownloadSource } from "./nats/release-download.ts";
import { natsInfo } from "./probe.ts";
import { SetupProblem } from "./problem.ts";
import type { Source } from "./source.ts";
import type { RunningServer, StartServerOptions } from "./start-options.ts";
import { startServer } from "./start-server.ts";

const USUAL_PORT = 4222;

async function check(url: string): Promise<void> {
  const address = addressOf(url, USUAL_PORT);
  const info = address === undefined ? undefined : await natsInfo(address.host, address.port);
  if (info === undefined) throw unreachable("NATS_URL", url);
  if (!info.jetstream)
    throw new SetupProblem(`The NATS server at ${url} runs without JetStream.`, [
      "Start it with -js, or with a jetstream block in its configuration.",
    ]);
}

/** Where NATS may come from, in order. */
export function natsSources(env: NodeJS.ProcessEnv): readonly Source[] {
  const cache = cacheDirectory(env);
  const path = env["PATH"];
  return [
    givenSource({ variable: "NATS_URL", env, check }),
    natsOnPathSource(path),
    natsContainerSource(path),
    natsDownloadSource(cache),
    natsGoSource(cache, path),
  ];
}

/**
 * Starts NATS with JetStream, found or installed by the look-up order; uses the server that NATS_URL names.
 * It listens on 127.0.0.1 only, and syncs to disk before it acknowledges.
 */
export function startNats(options: StartServerOptions): Promise<RunningServer> {
  return startServer(
    {
      title: "NATS",
      sources: natsSources(options.env ?? process.env),
      urlOf: (port) => `nats://127.0.0.1:${port}`,
      advice: ["Set NATS_URL to a NATS server with JetStream that runs, or install nats-server, Docker or Go. See infra/local/README.md."],
    },
    options,
  );
}
