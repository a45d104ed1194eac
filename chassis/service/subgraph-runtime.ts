import type { JSONWebKeySet } from "jose";
import { createInternalTokenVerifier, type InternalTokenVerifier } from "../auth/index.ts";
import { type Bus, connectNats } from "../bus/index.ts";
import { type Clock, type Ids, type Randomness, systemClock, systemIds, systemRandomness } from "../clock/index.ts";
import { createHealth, type Health } from "../health/index.ts";
import { createLifecycle, type Lifecycle } from "../lifecycle/index.ts";
import type { Log } from "../log/index.ts";
import { connectDatabase, type Database } from "../mongo/index.ts";
import type { Service } from "./index.ts";

/** What a subgraph's service is made with. Time, ids and chance are the system's unless a test brings its own. */
export interface ServiceDependencies<Environment> {
  readonly environment: Environment;
  readonly log: Log;
  readonly clock?: Clock;
  readonly ids?: Ids;
  readonly randomness?: Randomness;
}

interface RuntimeEnvironment {
  readonly MONGO_URL: string;
  readonly MONGO_DATABASE: string;
  readonly NATS_URL: string;
  readonly BUS_PREFIX: string;
  readonly BUS_REPLICAS: number;
  readonly BUS_ACK_WAIT_MS: number;
  readonly INTERNAL_TOKEN_JWKS: { readonly keys: readonly object[] };
}

/** The ports that a subgraph's work stands on, whoever calls it: all that a simulation has to put something else in place of. */
export interface SubgraphPorts {
  readonly database: Database;
  readonly bus: Bus;
  /** What is added here stops with the service: last added, first stopped; database and bus stop after all of it. */
  readonly lifecycle: Lifecycle;
  readonly log: Log;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly randomness: Randomness;
}

/** What every subgraph stands on: its ports, the check of its callers, and the order in which all of it stops. */
export interface SubgraphRuntime extends SubgraphPorts {
  readonly name: string;
  readonly verifier: InternalTokenVerifier;
  readonly health: Health;
  /** Makes the service of it. */
  toService(fetch: (request: Request) => Promise<Response>): Service;
}

/**
 * Connects a subgraph and wires it. When `wire` fails, what was started is stopped again.
 * @throws DependencyUnavailableError when the database does not answer in time.
 */
export async function startSubgraph(
  name: string,
  dependencies: ServiceDependencies<RuntimeEnvironment>,
  wire: (runtime: SubgraphRuntime) => Promise<Service>,
): Promise<Service> {
  const { environment, log } = dependencies;
  const clock = dependencies.clock ?? systemClock;
  const lifecycle = createLifecycle(log);
  try {
    const database = lifecycle.add(
      "database",
      await connectDatabase({ url: environment.MONGO_URL, database: environment.MONGO_DATABASE, clock, log }),
    );
    const bus = lifecycle.add(
      "bus",
      await connectNats({
        url: environment.NATS_URL,
        name,
        prefix: environment.BUS_PREFIX,
        replicas: environment.BUS_REPLICAS,
        ackWaitMs: environment.BUS_ACK_WAIT_MS,
        clock,
        log,
      }),
    );
    await bus.ensureStreams([name]);
    const health = createHealth({ database: () => database.ready(), bus: () => bus.ready() });
    // The environment's schema has checked that these are keys.
    const jwks = environment.INTERNAL_TOKEN_JWKS as JSONWebKeySet;
    const verifier = createInternalTokenVerifier({ jwks, audience: name, clock });
    return await wire({
      name,
      database,
      bus,
      verifier,
      lifecycle,
      health,
      log,
      clock,
      ids: dependencies.ids ?? systemIds,
      randomness: dependencies.randomness ?? systemRandomness,
      toService: (fetch) => ({ name, fetch, health, stop: () => lifecycle.stop() }),
    });
  } catch (error) {
    await lifecycle.stop();
    throw error;
  }
}
