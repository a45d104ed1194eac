/** How a container's variable is given. */
export interface GivenVariable {
  /** The name that the service reads: of `MONGO_URL_FILE` it is `MONGO_URL`. */
  readonly name: string;
  /** `secret`: by a reference to a secret or as a file of one; `plain`: its value, or a configuration's, stands in the description. */
  readonly by: "plain" | "secret";
}

/** What a probe asks: that it has started, that it is alive, that it may be given work. */
export type ProbeKind = "startup" | "live" | "ready";

/**
 * One container as a deployment description has it, whatever that description is (a compose service, a Pod's container): what policies are
 * about, and nothing else.
 */
export interface Workload {
  /** As the topology names it; other things have names of their own. */
  readonly name: string;
  /** Where it is described, for messages: "infra/compose/compose.yaml". */
  readonly source: string;
  /** With its tag; variables of the description have been replaced by their defaults. */
  readonly image: string;
  readonly environment: readonly GivenVariable[];
  /** The user that its process runs as, by id or name; undefined when it is not said, and the image decides. */
  readonly user: string | number | undefined;
  readonly readOnlyRootFileSystem: boolean;
  /** Whether it can gain privileges that it was not started with. */
  readonly mayGainPrivileges: boolean;
  /** Linux capabilities that it keeps. "ALL" when none were dropped. */
  readonly capabilities: readonly string[];
  /** What it shares with its host and so is not confined in: "network", "pid", "ipc", a path of the host that it mounts. @default nothing */
  readonly sharesWithHost?: readonly string[];
  readonly limits: { readonly cpus: number | undefined; readonly memoryBytes: number | undefined };
  readonly probes: readonly ProbeKind[];
  /** Names of workloads that it can open a connection to, by networks or by network policies. */
  readonly reaches: readonly string[];
  /** Host addresses on which its ports are published ("127.0.0.1", or "0.0.0.0" for all); empty when none are. */
  readonly publishedOn: readonly string[];
}
