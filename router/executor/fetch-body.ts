import type { SubgraphOperation } from "../planner/planner.ts";
import type { JsonObject } from "./json.ts";
import { jsonText, stringText } from "./json-text.ts";

const starts = new WeakMap<SubgraphOperation, string>();

/** All of a body that is the same for every request: up to the variables' values. */
function startOf(operation: SubgraphOperation): string {
  const known = starts.get(operation);
  if (known !== undefined) return known;
  const name = operation.name === null ? "" : `"operationName":${stringText(operation.name)},`;
  const start = `{"query":${JSON.stringify(operation.text)},${name}"variables":{`;
  starts.set(operation, start);
  return start;
}

/** Representations of entities, for one variable of an operation. */
export interface RepresentationsText {
  readonly variable: string;
  /** Each as JSON text. */
  readonly texts: readonly string[];
}

/**
 * The body of a request to a subgraph. An operation gets those of the client's variables that it uses, as the client sent them, and the representations.
 */
export function fetchBody(
  operation: SubgraphOperation,
  clientVariables: JsonObject,
  representations: readonly RepresentationsText[] = [],
): string {
  let body = startOf(operation);
  let separator = "";
  for (const name of operation.variables) {
    if (!Object.hasOwn(clientVariables, name)) continue;
    body += `${separator}${stringText(name)}:${jsonText(clientVariables[name])}`;
    separator = ",";
  }
  for (const { variable, texts } of representations) {
    body += `${separator}${stringText(variable)}:[${texts.join(",")}]`;
    separator = ",";
  }
  return `${body}}}`;
}
