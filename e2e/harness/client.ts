/** One error of an answer, as clients see it. */
export interface AnswerError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, unknown>> & { readonly code?: string; readonly reason?: string };
}

/** An answer as it came over the wire. */
export interface Answer<Data> {
  readonly status: number;
  readonly data: Data;
  readonly errors: readonly AnswerError[];
}

/** Somebody who talks to a GraphQL endpoint. */
export interface Client {
  readonly endpoint: string;
  /** What it says to be let in with; null for anonymous callers. */
  readonly token: string | null;
  /** Sends an operation and hands the answer out whatever it says. The caller knows what the data look like. */
  send<Data>(document: string, variables?: object): Promise<Answer<Data>>;
  /** Sends an operation that must be answered without errors. @throws Error with the errors */
  ask<Data>(document: string, variables?: object): Promise<Data>;
  /** The same endpoint, called with another token. */
  as(token: string | null): Client;
}

const TIMEOUT_MS = 60_000;

function readAnswer<Data>(status: number, text: string): Answer<Data> {
  if (!text.startsWith("{")) throw new Error(`answered ${status} with something that is not GraphQL: ${text.slice(0, 200)}`);
  const body = JSON.parse(text) as Partial<Answer<Data>>;
  // The caller said what the data look like.
  return { status, data: body.data as Data, errors: body.errors ?? [] };
}

/** Makes a client. @throws Error, from its methods, when nothing answers or what answers does not speak GraphQL */
export function createClient(endpoint: string, token: string | null = null): Client {
  async function send<Data>(query: string, variables: object = {}): Promise<Answer<Data>> {
    const response = await fetch(endpoint, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: "application/graphql-response+json, application/json",
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return readAnswer(response.status, await response.text());
  }
  return {
    endpoint,
    token,
    send,
    async ask<Data>(document: string, variables: object = {}): Promise<Data> {
      const { data, errors } = await send<Data>(document, variables);
      if (errors.length > 0) throw new Error(JSON.stringify(errors));
      return data;
    },
    as: (other) => createClient(endpoint, other),
  };
}
