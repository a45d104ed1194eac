import type { AnswerError } from "../harness/client.ts";

export interface RawRequest {
  readonly body: string | ReadableStream<Uint8Array>;
  /** @default "application/json" */
  readonly contentType?: string;
  readonly token?: string | null;
}

export interface RawAnswer {
  readonly status: number;
  readonly errors: readonly AnswerError[];
}

/** Posts anything at all. */
export async function post(endpoint: string, { body, contentType = "application/json", token = null }: RawRequest): Promise<RawAnswer> {
  const response = await fetch(endpoint, {
    method: "POST",
    headers: {
      "content-type": contentType,
      accept: "application/graphql-response+json, application/json",
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    body,
  });
  const { errors = [] } = (await response.json()) as { readonly errors?: readonly AnswerError[] };
  return { status: response.status, errors };
}

const operation = (query: string, variables?: unknown): RawRequest => ({ body: JSON.stringify({ query, variables }) });
const nested = (depth: number) => `{ categories ${"{ children ".repeat(depth)}{ id }${" }".repeat(depth)} }`;

/** Requests that are no operation that the shop could execute. */
export const malformedRequests: readonly (readonly [string, RawRequest, { readonly status: number; readonly code: string }])[] = [
  ["whose body is empty", { body: "" }, { status: 400, code: "BAD_REQUEST" }],
  ["whose body is no JSON", { body: '{"query":' }, { status: 400, code: "BAD_REQUEST" }],
  ["whose body is no object", { body: "[1, 2]" }, { status: 400, code: "BAD_REQUEST" }],
  [
    "that is a form",
    { body: "query={me{id}}", contentType: "application/x-www-form-urlencoded" },
    { status: 415, code: "UNSUPPORTED_MEDIA_TYPE" },
  ],
  ["whose document is no GraphQL", operation("{ me { id }"), { status: 400, code: "GRAPHQL_PARSE_FAILED" }],
  ["for a field that there is not", operation("{ me { passwordHash } }"), { status: 400, code: "GRAPHQL_VALIDATION_FAILED" }],
  ["that is too deep", operation(nested(50)), { status: 400, code: "OPERATION_TOO_DEEP" }],
  [
    "whose variable has the wrong type",
    operation("query Find($sku: String!) { variant(sku: $sku) { sku } }", { sku: { $ne: null } }),
    { status: 400, code: "BAD_USER_INPUT" },
  ],
  [
    "whose variable is missing",
    operation("query Find($sku: String!) { variant(sku: $sku) { sku } }"),
    { status: 400, code: "BAD_USER_INPUT" },
  ],
];

/** A query of this size, with its length in the headers or piece by piece. */
export function oversizedBody(bytes: number, isAnnounced: boolean): RawRequest["body"] {
  const text = JSON.stringify({ query: "mutation { createCart { __typename } }", variables: { padding: "x".repeat(bytes) } });
  return isAnnounced ? text : new Blob([text]).stream();
}
