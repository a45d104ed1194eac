/**
 * How an operation is answered from subgraphs: our own form, whatever planner it came from. Plans are immutable and shared between requests.
 */
export type PlanNode = RootFetch | EntityFetch | SequenceNode | ParallelNode;

/** Asks a subgraph for root fields. */
export interface RootFetch {
  readonly kind: "fetch";
  readonly subgraph: string;
  readonly operation: SubgraphOperation;
  readonly outputRewrites: readonly Rewrite[];
  /** Response keys that it brings to the root object. */
  readonly keys: ReadonlySet<string>;
}

/** Asks a subgraph for more fields of entities that are there already. */
export interface EntityFetch {
  readonly kind: "entities";
  readonly subgraph: string;
  readonly operation: SubgraphOperation;
  readonly batches: readonly EntityBatch[];
}

/** One `_entities` field of an entity fetch. */
export interface EntityBatch {
  /** The response key of the `_entities` field. */
  readonly responseKey: string;
  /** The variable that takes the representations. */
  readonly variable: string;
  /** Where the entities are in what was fetched so far. */
  readonly paths: readonly (readonly PathSegment[])[];
  /** What a representation is made of. */
  readonly requires: readonly Requirement[];
  readonly inputRewrites: readonly Rewrite[];
  readonly outputRewrites: readonly Rewrite[];
  /** Response keys that it brings to an entity. */
  readonly keys: ReadonlySet<string>;
}

/** What is sent to a subgraph, but for the values of variables. */
export interface SubgraphOperation {
  readonly kind: "query" | "mutation";
  readonly text: string;
  readonly name: string | null;
  /** Of the client's variables, those that it uses. */
  readonly variables: readonly string[];
}

export interface SequenceNode {
  readonly kind: "sequence";
  readonly nodes: readonly PlanNode[];
  /** Response keys under which each of the nodes fetches something of its own: what one brought is not there for the next. @default none */
  readonly separately?: ReadonlySet<string>;
}

export interface ParallelNode {
  readonly kind: "parallel";
  readonly nodes: readonly PlanNode[];
}

/** A step into data. A `type` step stays where it is, and goes on only for objects of one of the types. */
export type PathSegment =
  | { readonly kind: "field"; readonly name: string }
  | { readonly kind: "list" }
  | { readonly kind: "type"; readonly names: readonly string[] };

/** A part of a representation. */
export type Requirement =
  | { readonly kind: "field"; readonly name: string; readonly as: string; readonly selections: readonly Requirement[] | null }
  | { readonly kind: "type"; readonly name: string; readonly selections: readonly Requirement[] };

/** A step of a rewrite. Lists on the way are walked through. */
export type RewriteStep = { readonly kind: "key"; readonly name: string } | { readonly kind: "type"; readonly names: readonly string[] };

/** A change to what is sent to a subgraph or came from it. The last step of a path names the key. */
export type Rewrite =
  | { readonly kind: "set"; readonly path: readonly RewriteStep[]; readonly value: string }
  | { readonly kind: "rename"; readonly path: readonly RewriteStep[]; readonly to: string };

export interface PlanRequest {
  /** A document with one operation, without introspection of the schema and without conditions: the router has settled these. */
  readonly text: string;
  /** At least 0, below 100: decides progressive overrides (`@override(label: "percent(40)")`), which are on where it is below their percentage. */
  readonly roll: number;
  /** The other labels of overrides (`@override(label: "new-stock")`) that are on. */
  readonly labels: ReadonlySet<string>;
}

/** Says how operations are answered from subgraphs. */
export interface Planner {
  /** Percentages of the progressive overrides in the supergraph: rolls that lie between the same two give the same plan. */
  readonly percentages: readonly number[];
  /** The other labels of overrides in the supergraph. */
  readonly labels: readonly string[];
  /** Rejects with PlanningError when there is no plan. */
  plan(request: PlanRequest): Promise<PlanNode>;
  /** Lets go of what the planner holds. It plans nothing any more. */
  close(): void;
}

/** The adapters of the planner port. */
export const PLANNERS = ["hive", "apollo"] as const;

/** A valid operation that could not be planned: the fault of the supergraph or of the planner, never of the client. */
export class PlanningError extends Error {
  override readonly name = "PlanningError";
}
