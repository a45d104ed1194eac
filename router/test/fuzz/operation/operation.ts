/** An operation that is valid for the schema that clients see. */
export interface FuzzOperation {
  readonly text: string;
  readonly variables: Readonly<Record<string, unknown>>;
}
