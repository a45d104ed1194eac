import { systemClock } from "@mercato/chassis/clock";
import { createLog } from "@mercato/chassis/log";
import { type ExecutionResult, parse } from "graphql";
import { createEngine } from "../../executor/engine.ts";
import type { Run } from "../../executor/run.ts";
import { createPlanner } from "../../planner/create-planner.ts";
import type { PLANNERS, Planner } from "../../planner/planner.ts";
import { createFlights } from "../../sharing/flights.ts";
import type { Supergraph } from "../../supergraph/supergraph.ts";
import { createSubgraphClient } from "../../transport/subgraph-client.ts";
import { type InProcessSubgraph, inProcessTransport } from "../../transport/transport.ts";
import type { FuzzOperation } from "./operation/operation.ts";

// The one place where the fuzz meets the router: planner, engine, subgraph client and in-process transport, as the service wires them.

export type PlannerName = (typeof PLANNERS)[number];

/** Faults that a test plants, to see that they are found. */
export interface Faults {
  readonly planner?: (planner: Planner) => Planner;
  readonly send?: (send: Run["send"]) => Run["send"];
}

export interface RouterUnderTestOptions {
  readonly supergraph: Supergraph;
  readonly planner: PlannerName;
  /** At least 0, below 1: decides progressive overrides. */
  readonly roll: number;
  readonly faults?: Faults;
}

export interface RouterUnderTest {
  /** Rejects when the operation cannot be planned. `fetches` are the requests that subgraphs got. */
  execute(
    operation: FuzzOperation,
    subgraphs: ReadonlyMap<string, InProcessSubgraph>,
  ): Promise<{ result: ExecutionResult; fetches: number }>;
  close(): void;
}

const TIMEOUT_MS = 30_000;
const log = createLog({ service: "router", destination: { write: () => {} } });

export async function createRouterUnderTest(options: RouterUnderTestOptions): Promise<RouterUnderTest> {
  const { supergraph, planner: name, faults = {} } = options;
  const planner = await createPlanner({ planner: name, supergraphSdl: supergraph.sdl, log });
  const engine = createEngine({
    supergraph,
    planner: faults.planner?.(planner) ?? planner,
    tracePlanning: (work) => work(),
    random: () => options.roll,
    overrideLabels: new Map(),
  });

  function clientFor(subgraphs: ReadonlyMap<string, InProcessSubgraph>) {
    return createSubgraphClient({
      addresses: supergraph.subgraphs,
      transportFor: (subgraph) => inProcessTransport(subgraphs.get(subgraph) ?? (async () => new Response("", { status: 404 }))),
      log,
      clock: systemClock,
      flights: createFlights(),
      showsErrorDetails: true,
      queryTimeoutMs: TIMEOUT_MS,
      mutationTimeoutMs: TIMEOUT_MS,
    });
  }

  return {
    close: () => planner.close(),
    async execute({ text, variables }, subgraphs) {
      const client = clientFor(subgraphs);
      const context = { scope: "anybody", headersFor: async () => ({}), signal: new AbortController().signal };
      let fetches = 0;
      const send: Run["send"] = (call) => {
        fetches += 1;
        return client.send(call, context);
      };
      const request = { text, document: parse(text), operationName: null, variables: { ...variables } };
      const answer = await engine.execute({ ...request, stopParts: null, send: faults.send?.(send) ?? send });
      if (answer.kind === "parts") throw new Error("nobody asked for parts");
      const body = answer.kind === "text" ? answer.text : JSON.stringify(answer.result);
      return { result: JSON.parse(body) as ExecutionResult, fetches };
    },
  };
}
