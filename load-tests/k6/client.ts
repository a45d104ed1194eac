import { check } from "k6";
import http, { type RefinedResponse } from "k6/http";
import { Counter, Rate } from "k6/metrics";
import { documentOf, type OperationName } from "./operations.ts";
import { settings } from "./settings.ts";

/** Operations that failed, of all; tagged with the operation. */
const failedRate = new Rate("graphql_failed");
/** Failed operations, tagged with the operation and the reason. */
const failures = new Counter("graphql_failures");

export interface Request {
  operation: OperationName;
  variables?: object;
  /** The caller's access token. @default nobody's */
  token?: string;
  /** Members of the result's union that are right; any other is a failure. @default whatever there is */
  expected?: string[];
}

interface GraphqlError {
  message: string;
  extensions?: { code?: string };
}

interface Body {
  data?: Record<string, { __typename?: string; code?: string } | null> | null;
  errors?: GraphqlError[];
}

function parse(response: RefinedResponse<"text">): Body | undefined {
  try {
    const body: unknown = JSON.parse(response.body ?? "");
    return typeof body === "object" && body !== null ? body : undefined;
  } catch {
    return undefined;
  }
}

/** Why an answer is a failure; undefined for one that is right. HTTP 200 says nothing: GraphQL reports errors in the body. */
function failureOf(response: RefinedResponse<"text">, body: Body | undefined, expected: string[] | undefined): string | undefined {
  if (response.status === 0) return response.error_code === 0 ? "NO_ANSWER" : `NO_ANSWER_${response.error_code}`;
  const error = body?.errors?.[0];
  if (error !== undefined) return error.extensions?.code ?? "ERROR_WITHOUT_CODE";
  if (response.status !== 200) return `HTTP_${response.status}`;
  if (!body?.data) return "NO_DATA";
  const result = Object.values(body.data)[0];
  if (expected === undefined || expected.includes(result?.__typename ?? "")) return undefined;
  return result?.code ?? "UNEXPECTED_TYPE";
}

/**
 * Sends an operation. Hands its data back, or null when it failed: then a check has failed, `graphql_failed` has counted it, and
 * `graphql_failures` says why.
 */
export function send<Data>({ operation, variables = {}, token, expected }: Request): Data | null {
  const headers: Record<string, string> = {
    "content-type": "application/json",
    accept: "application/graphql-response+json, application/json",
  };
  if (token !== undefined) headers["authorization"] = `Bearer ${token}`;
  const response = http.post(settings.target, JSON.stringify({ query: documentOf(operation), operationName: operation, variables }), {
    headers,
    responseType: "text",
    timeout: "30s",
    tags: { name: operation, operation },
  });
  const body = parse(response);
  const failure = failureOf(response, body, expected);
  check(response, { [`${operation} succeeds`]: () => failure === undefined }, { operation });
  failedRate.add(failure !== undefined, { operation });
  if (failure !== undefined) failures.add(1, { operation, reason: failure });
  return failure === undefined ? (body?.data as Data) : null;
}
