import type { EnvironmentSource } from "@mercato/chassis/env";
import { Command } from "commander";

interface Flags {
  readonly supergraph?: string;
  readonly port?: string;
  readonly host?: string;
  readonly planner?: string;
}

/**
 * What the command line says on top of the environment. A router that is given a supergraph on the command line stands alone: nobody's shop is behind it,
 * so it limits no rate unless it is told to.
 */
export function environmentFrom(args: readonly string[], environment: EnvironmentSource): EnvironmentSource {
  const { supergraph, port, host, planner } = new Command("router")
    .description(
      "Serves a federated supergraph at /graphql. Everything that can be set is an environment variable, see router/README.md; the flags are for the commonest.",
    )
    .option(
      "--supergraph <file>",
      "composed schema (federation 1 or 2) to serve; subgraphs are called at the addresses in it (default: the shop's)",
    )
    .option("--port <number>", "port to listen on; 0 takes a free one (default: 4000)")
    .option("--host <address>", "address to listen on (default: 127.0.0.1)")
    .option("--planner <name>", "hive, or apollo where there is no native planner (default: hive)")
    .parse(args, { from: "user" })
    .opts<Flags>();
  return {
    ...(supergraph === undefined ? {} : { RATE_LIMIT_POINTS: "0" }),
    ...environment,
    ...(supergraph === undefined ? {} : { SUPERGRAPH_FILE: supergraph }),
    ...(port === undefined ? {} : { PORT: port }),
    ...(host === undefined ? {} : { HOST: host }),
    ...(planner === undefined ? {} : { PLANNER: planner }),
  };
}
