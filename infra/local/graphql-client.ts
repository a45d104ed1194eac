import { SetupProblem } from "./servers/problem.ts";

const TIMEOUT_MS = 30_000;

/** One error of a GraphQL answer. */
export interface GraphqlError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: { readonly code?: string };
}

/** An answer that carried errors. */
export class GraphqlRequestError extends Error {
  override readonly name = "GraphqlRequestError";
  readonly errors: readonly GraphqlError[];

  constructor(errors: readonly GraphqlError[]) {
    super(
      errors
        .map(
          ({ message, extensions, path }) =>
            `${extensions?.code ?? "ERROR"}: ${message}${path === undefined ? "" : ` (at ${path.join(".")})`}`,
        )
        .join("\n"),
    );
    this.errors = errors;
  }
}

/** A client of the shop's one endpoint. */
export interface GraphqlClient {
  /**
   * Sends an operation. The caller says what the answer looks like.
   * @throws GraphqlRequestError when the answer carries errors, SetupProblem when nothing answers
   */
  request<Data>(document: string, variables?: Readonly<Record<string, unknown>>): Promise<Data>;
  /** The same client with a caller's access token. */
  as(accessToken: string): GraphqlClient;
}

interface Answer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly GraphqlError[];
}

async function post(endpoint: string, headers: Record<string, string>, body: string): Promise<Response> {
  try {
    return await fetch(endpoint, { method: "POST", headers, body, signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (cause) {
    throw new SetupProblem(`Nothing answers at ${endpoint}.`, ["Start the shop with `npm start`, or name another one with --target URL."], {
      cause,
    });
  }
}

/** Makes a client for an endpoint. */
export function createGraphqlClient(endpoint: string, accessToken?: string): GraphqlClient {
  const headers = {
    "content-type": "application/json",
    accept: "application/graphql-response+json, application/json",
    ...(accessToken === undefined ? {} : { authorization: `Bearer ${accessToken}` }),
  };
  return {
    async request<Data>(document: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Data> {
      const response = await post(endpoint, headers, JSON.stringify({ query: document, variables }));
      const text = await response.text();
      let answer: Answer<Data>;
      try {
        answer = JSON.parse(text);
      } catch (cause) {
        throw new SetupProblem(`${endpoint} answers ${response.status} with something that is not GraphQL.`, [text.slice(0, 200)], {
          cause,
        });
      }
      if (answer.errors !== undefined && answer.errors.length > 0) throw new GraphqlRequestError(answer.errors);
      if (answer.data === undefined || answer.data === null)
        throw new GraphqlRequestError([{ message: `status ${response.status} without data` }]);
      return answer.data;
    },
    as: (token) => createGraphqlClient(endpoint, token),
  };
}

/** A refusal in a result union: told by its fields, whatever its type. */
export interface RefusalFields {
  readonly __typename: string;
  readonly code?: string;
  readonly message?: string;
}

/** The wanted member of a result union. @throws Error with the refusal's code and message for any other */
export function expectType<Union extends RefusalFields, Name extends Union["__typename"]>(
  result: Union,
  name: Name,
): Extract<Union, { __typename: Name }> {
  if (result.__typename === name) return result as Extract<Union, { __typename: Name }>; // Checked by the name.
  throw new Error(`refused with ${result.code ?? result.__typename}: ${result.message ?? "no reason given"}`);
}

/** Asks again until the answer will do. @throws Error with `what` after `deadlineMs` */
export async function waitFor<T>(what: string, deadlineMs: number, ask: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`${what} did not happen within ${deadlineMs / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
