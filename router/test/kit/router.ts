import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { composeServices } from "@apollo/composition";
import { systemClock } from "@mercato/chassis/clock";
import { createLog } from "@mercato/chassis/log";
import { serve } from "@mercato/chassis/process";
import { parse } from "graphql";
import { readRouterEnvironment } from "../../environment.ts";
import { createRouterService, type RouterDependencies } from "../../service.ts";
import type { TestSubgraph } from "./subgraph.ts";

/** A response as tests look at it. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly data: unknown;
  readonly errors: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions?: Readonly<Record<string, unknown>>;
  }[];
  readonly text: string;
}

export interface QueryOptions {
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface TestRouter {
  readonly url: string;
  /** Log lines so far. */
  readonly logged: Record<string, unknown>[];
  query(text: string, options?: QueryOptions): Promise<Answer>;
  stop(): Promise<void>;
}

/** Composes subgraphs. Throws what composition has to say. */
export function compose(subgraphs: readonly TestSubgraph[]): string {
  const result = composeServices(subgraphs.map(({ name, url, typeDefs }) => ({ name, url, typeDefs: parse(typeDefs) })));
  if (result.errors) throw new Error(result.errors.map(({ message }) => message).join("\n"));
  return result.supergraphSdl;
}

/** Reads a response as GraphQL. */
export async function readAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  const body = text.startsWith("{") ? (JSON.parse(text) as Partial<Answer>) : {};
  return { status: response.status, headers: response.headers, data: body.data, errors: body.errors ?? [], text };
}

/** Starts a router over real HTTP on a free port, for a supergraph that is composed of the subgraphs. */
export async function startRouter(
  subgraphs: readonly TestSubgraph[],
  variables: Readonly<Record<string, string>> = {},
  dependencies: Partial<RouterDependencies> = {},
): Promise<TestRouter> {
  const directory = await mkdtemp(join(tmpdir(), "mercato-router-"));
  const supergraphFile = join(directory, "supergraph.graphql");
  await Bun.write(supergraphFile, compose(subgraphs));
  const logged: Record<string, unknown>[] = [];
  const log = createLog({
    service: "router",
    destination: { write: (line) => void logged.push(JSON.parse(line) as Record<string, unknown>) },
  });
  const environment = readRouterEnvironment({ SUPERGRAPH_FILE: supergraphFile, RATE_LIMIT_POINTS: "0", ...variables });
  const served = serve(await createRouterService({ environment, log, clock: systemClock, ...dependencies }), {
    hostname: "127.0.0.1",
    port: 0,
  });
  const url = new URL("/graphql", served.url).href;
  return {
    url,
    logged,
    async query(query, options = {}) {
      const { headers, ...rest } = options;
      return readAnswer(
        await fetch(url, {
          method: "POST",
          headers: { "content-type": "application/json", ...headers },
          body: JSON.stringify({ query, ...rest }),
        }),
      );
    },
    async stop() {
      await served.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
