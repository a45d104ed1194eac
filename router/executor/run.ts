import type { PathSegment, SubgraphOperation } from "../planner/planner.ts";
import type { TypeSystem } from "../supergraph/supergraph.ts";
import type { JsonObject, ResponsePath } from "./json.ts";
import type { Failure, Outcome } from "./outcome.ts";

/** What a subgraph is asked. */
export interface SubgraphCall {
  readonly subgraph: string;
  readonly operation: SubgraphOperation;
  /** The whole request, as JSON text. */
  readonly body: string;
}

/** An error in a subgraph's answer. */
export interface SubgraphError {
  readonly message: string;
  /** In the subgraph's answer. */
  readonly path: ResponsePath | null;
  readonly extensions: JsonObject;
}

/** What came of a call. A subgraph that answered may still have sent errors, and no data. */
export type SubgraphReply =
  | { readonly kind: "answered"; readonly data: JsonObject | null; readonly errors: readonly SubgraphError[] }
  | { readonly kind: "failed"; readonly failure: Failure };

/** One execution of a plan. */
export interface Run {
  /** The response as it grows; more than the client asked for. */
  readonly data: JsonObject;
  readonly outcome: Outcome;
  readonly types: TypeSystem;
  /** Whether one entity that stands in several places may be one object there, see `maySharePlaces`. */
  readonly mayShareObjects: boolean;
  /** Whether one is. */
  hasSharedObjects: boolean;
  /** Whether all objects that a path leads to are of one type and were asked for the same, see `isUniform`. */
  isUniform(path: readonly PathSegment[]): boolean;
  /** The client's variables, as they were sent. */
  readonly variables: JsonObject;
  /** Root fields that mutations were sent for. */
  readonly mutated: string[];
  /** Whether a text names something that clients must not know of. */
  readonly areHiddenIn: (text: string) => boolean;
  /** Whether the whole response is null without this root field. */
  isIndispensable(rootKey: string): boolean;
  /** Never rejects. */
  send(call: SubgraphCall): Promise<SubgraphReply>;
}

/** A subgraph's error as the client is told of it. The subgraph does not know what of its schema clients must not know of. */
export function failureOf({ areHiddenIn }: Pick<Run, "areHiddenIn">, error: SubgraphError, subgraph: string): Failure {
  const message = areHiddenIn(error.message) ? "The subgraph could not answer." : error.message;
  return { message, extensions: { ...error.extensions, serviceName: subgraph } };
}
