import type { Gateway } from "../gateways/gateway.ts";
import type { Sample } from "../measure/measure.ts";
import type { Row } from "../measure/rounds.ts";

/** A measurement like any other, but for what is said. */
export function aSample(said: Partial<Sample> = {}): Sample {
  return {
    requests: 1_000,
    requestsPerSecond: 100,
    p50Ms: 10,
    p95Ms: 20,
    p99Ms: 30,
    wrong: 0,
    cpuMsPerRequest: 1,
    rssMb: 150,
    ownRssMb: 120,
    fetchesPerRequest: 7,
    executedShare: 0,
    readyMs: 500,
    gatewayShare: 0.95,
    loadShare: 0.5,
    othersShare: 0,
    ...said,
  };
}

/** A row like any other, but for what is said. */
export function aRow(said: Partial<Row> = {}): Row {
  return { ...aSample(), gateway: "some", title: "Some", isScript: true, sharing: "none", limit: "gateway", rounds: 2, ...said };
}

/** A gateway that is never started. */
export function aGateway(name = "some"): Gateway {
  return {
    name,
    title: name,
    isScript: true,
    sharings: ["none"],
    path: "/graphql",
    launch: () => Promise.reject(new Error("it is not to be started")),
  };
}
