import { existsSync } from "node:fs";
import { errorCode } from "@mercato/chassis/errors";
import { type RouterEnvironment, warmUpPath } from "./environment.ts";
import { createServing, type Serving, type ServingOptions } from "./serving.ts";
import { createLiveSupergraph, type Lease } from "./supergraph/live-supergraph.ts";
import { createReloader } from "./supergraph/reloader.ts";
import { SupergraphError } from "./supergraph/supergraph-error.ts";
import { observeSupergraphs } from "./supergraph/supergraph-metrics.ts";
import { watchFile } from "./supergraph/watch-file.ts";
import { type KnownOperation, readKnownOperations } from "./warm-up/known-operations.ts";
import { warmUp } from "./warm-up/warm-up.ts";

/** Operations that were asked for before a swap, and are got ready for after it. */
const RECENT_OPERATIONS = 500;

async function readSupergraph(environment: RouterEnvironment): Promise<string> {
  const file = Bun.file(environment.SUPERGRAPH_FILE);
  if (!(await file.exists())) throw new SupergraphError("SUPERGRAPH_MISSING", `There is no supergraph at ${environment.SUPERGRAPH_FILE}.`);
  return file.text();
}

/** Those of the shop stand beside its supergraph, where all of the contracts are. */
async function knownOperations(environment: RouterEnvironment): Promise<readonly KnownOperation[]> {
  const path = warmUpPath(environment);
  if (path === null || (environment.WARM_UP === undefined && !existsSync(path))) return [];
  return readKnownOperations(path);
}

/** What is served now, and the way for another supergraph to take its place. */
export interface LiveRouter {
  /** For one request: what is served when it comes in, for as long as it takes. */
  lease(): Lease<Serving>;
  /** Serves what SUPERGRAPH_FILE holds now. Never rejects: what cannot be served is logged, and the one before goes on. */
  reload(): Promise<void>;
  /** Ends what is served, and what was about to be. */
  stop(): Promise<void>;
}

/**
 * Brings up the supergraph of SUPERGRAPH_FILE, then each one that takes its place there, while requests go on.
 * @throws SupergraphError when the first one cannot be served; WarmUpError when there are no known operations where they are said to be.
 */
export async function goLive(options: ServingOptions): Promise<LiveRouter> {
  const { environment, log, clock } = options;
  const loads = { live: 1, refused: 0 };

  /** Everything that takes time happens here, beside what is served. */
  async function bringUp(sdl: string, operations: readonly KnownOperation[]): Promise<Serving> {
    const serving = await createServing(sdl, options);
    await warmUp({ operations, prepare: serving.prepare, log });
    return serving;
  }

  const served = await readSupergraph(environment);
  let known = await knownOperations(environment);
  const live = createLiveSupergraph(await bringUp(served, known));

  async function replace(sdl: string): Promise<void> {
    known = await knownOperations(environment).catch((err: unknown) => {
      log.warn({ err, errorCode: errorCode(err) }, "known operations cannot be read, those from before are used");
      return known;
    });
    live.swap(await bringUp(sdl, [...known, ...live.current().recent(RECENT_OPERATIONS)]));
    loads.live += 1;
  }

  const reloader = createReloader({
    served,
    read: () => readSupergraph(environment),
    bringUp: replace,
    onRefused: () => {
      loads.refused += 1;
    },
    log,
  });
  const { SUPERGRAPH_FILE: file, SUPERGRAPH_POLL_MS: intervalMs } = environment;
  const watch = intervalMs === 0 ? null : watchFile({ file, intervalMs, onChange: reloader.reload, clock, log });
  const endMetrics = observeSupergraphs(loads, live);
  return {
    lease: live.lease,
    reload: reloader.reload,
    async stop() {
      await watch?.stop();
      await reloader.stop();
      live.close();
      endMetrics();
    },
  };
}
