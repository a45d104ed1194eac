import { describeEnvironment, type EnvironmentSource } from "@mercato/chassis/env";
import { Command } from "commander";
import { keyOf, readConfiguration } from "./config-file.ts";
import { routerVariables } from "./environment.ts";

interface Flags {
  readonly supergraph?: string;
  readonly port?: string;
  readonly host?: string;
  readonly planner?: string;
  readonly config?: string;
  readonly warmUp?: string;
}

/** Every setting with its two names, for `--help`. */
function settingsHelp(): string {
  const rows = describeEnvironment(routerVariables).map(
    ({ name, description, defaultValue }) =>
      `  ${keyOf(name)} | ${name}\n      ${description}${defaultValue === null ? "" : ` (default: ${defaultValue})`}`,
  );
  return [
    "",
    "Settings, by their name in a file of --config (YAML or JSON) | in the environment:",
    ...rows,
    "",
    "A flag comes before a variable, a variable before the file, the file before the default. Each setting may be given as the",
    "content of another file, with File (in the file) or _FILE (in the environment) at the end of its name: for secrets.",
  ].join("\n");
}

function createCommand(): Command {
  return new Command("router")
    .description("Serves a federated supergraph at /graphql. The flags are for the commonest settings; all are listed below.")
    .option(
      "--supergraph <file>",
      "composed schema (federation 1 or 2) to serve; subgraphs are called at the addresses in it (default: the shop's)",
    )
    .option("--port <number>", "port to listen on; 0 takes a free one (default: 4000)")
    .option("--host <address>", "address to listen on (default: 127.0.0.1)")
    .option("--planner <name>", "hive, or apollo where there is no native planner (default: hive)")
    .option("--warm-up <path>", "operations to plan before serving: a folder of documents, or a manifest of persisted queries")
    .option("--config <file>", "settings in YAML or JSON; paths in it are relative to it")
    .addHelpText("after", settingsHelp());
}

const SUFFIX = /_FILE$/;

/** Of what a file says, that which the environment does not say, be it as a value or as a file with the value. */
function besides(environment: EnvironmentSource, file: EnvironmentSource): EnvironmentSource {
  const isSaid = (name: string): boolean => [name, `${name}_FILE`, name.replace(SUFFIX, "")].some((one) => Boolean(environment[one]));
  return Object.fromEntries(Object.entries(file).filter(([name]) => !isSaid(name)));
}

/**
 * What flags, environment and configuration file say together, in this order of precedence. A router that is given a supergraph on the command line stands
 * alone: nobody's shop is behind it, so it limits no rate unless it is told to.
 * @throws ConfigurationError when the file is not usable.
 */
export function environmentFrom(args: readonly string[], environment: EnvironmentSource): EnvironmentSource {
  const { supergraph, port, host, planner, config, warmUp } = createCommand().parse(args, { from: "user" }).opts<Flags>();
  const file = config === undefined ? {} : readConfiguration({ file: config, variables: routerVariables });
  return {
    ...(supergraph === undefined ? {} : { RATE_LIMIT_POINTS: "0" }),
    ...environment,
    ...besides(environment, file),
    ...(supergraph === undefined ? {} : { SUPERGRAPH_FILE: supergraph }),
    ...(port === undefined ? {} : { PORT: port }),
    ...(host === undefined ? {} : { HOST: host }),
    ...(planner === undefined ? {} : { PLANNER: planner }),
    ...(warmUp === undefined ? {} : { WARM_UP: warmUp }),
  };
}
