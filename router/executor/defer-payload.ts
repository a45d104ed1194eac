import type { GraphQLError, GraphQLSchema } from "graphql";
import type { DeferPlan } from "./defer-plan.ts";
import type { DeferredFragment } from "./defer-split.ts";
import type { JsonObject, ResponsePath } from "./json.ts";
import type { FieldsType, ResponseShape } from "./shape.ts";

/** A part of the answer that came later, as `multipart/mixed; deferSpec=20220824` has it. */
export interface IncrementalPayload {
  /** Null when something in it that must not be null is. */
  readonly data: JsonObject | null;
  readonly path: ResponsePath;
  readonly label?: string;
  readonly errors?: readonly GraphQLError[];
}

/** What a client gets at once: the first has `data`, those after it have `incremental`; the last may have nothing. */
export interface Payload {
  readonly data?: JsonObject | null;
  readonly errors?: readonly GraphQLError[];
  readonly incremental?: readonly IncrementalPayload[];
  readonly hasNext: boolean;
}

/** One after the other, as they come. */
export type Payloads = AsyncGenerator<Payload, void, void>;

/** An operation that is answered in parts: compiled, and shared between requests. */
export interface Delivery {
  readonly schema: GraphQLSchema;
  readonly rootType: FieldsType;
  readonly plan: DeferPlan;
  readonly primaryShape: ResponseShape;
  shapeOf(fragment: DeferredFragment, type: FieldsType): ResponseShape;
}
