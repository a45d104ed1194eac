import type { Guard } from "./guard.ts";
import type { ManagedServer } from "./managed.ts";
import type { Report } from "./report.ts";
import type { ServerExit } from "./server-process.ts";

/** What a source gets to install a server with. */
export interface InstallRequest {
  readonly report: Report;
  /** Ends downloads and builds when it is aborted. */
  readonly signal: AbortSignal;
}

/** What a source gets to start a server with. */
export interface LaunchRequest {
  /** Where the server keeps its data and logs. */
  readonly directory: string;
  /** The port that clients connect to, on 127.0.0.1. */
  readonly port: number;
  readonly report: Report;
  /** Gives the start up when it is aborted. */
  readonly signal: AbortSignal;
  readonly guard: Guard;
  readonly onDeath: ((exit: ServerExit) => void) | undefined;
  /** The data will be thrown away: the server need not sync it to disk. */
  readonly disposable: boolean;
}

/** A server that can be used now. */
export interface Usable {
  readonly kind: "usable";
  /** For the terminal: "mongod 8.0.12 (/usr/bin/mongod)". */
  readonly what: string;
  readonly launch: (request: LaunchRequest) => Promise<ManagedServer>;
}

/** Runs already, started by somebody else; it is used and never stopped. */
export interface Given {
  readonly kind: "given";
  readonly what: string;
  readonly url: string;
}

/** Could be had by a download or a build. */
export interface Installable {
  readonly kind: "installable";
  readonly install: (request: InstallRequest) => Promise<Usable>;
}

/** Not on this machine, and why. */
export interface Absent {
  readonly kind: "absent";
  readonly reason: string;
}

/** One way to come to a server. Looking must be quick and change nothing. */
export interface Source {
  /** The word that chooses it: "documentdb". */
  readonly name: string;
  look(): Promise<Usable | Given | Installable | Absent>;
}
