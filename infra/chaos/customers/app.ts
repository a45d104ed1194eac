import { patience } from "../faults/patience.ts";
import type { History } from "../history/history.ts";
import type { Dice } from "../schedule/dice.ts";

/** An answer that says what happened. */
export interface Answer<Data> {
  readonly data: Data;
  /** When the attempt began that was answered, and how long it took, in milliseconds. */
  readonly askedAtMs: number;
  readonly tookMs: number;
}

export interface Request {
  /** The operation's name, for the history. */
  readonly operation: string;
  /** What makes it the same request when it is sent again. */
  readonly key: string;
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly token?: string | undefined;
}

/** The shop's app in somebody's hand: it asks again, with the same key, whenever it learns nothing. */
export interface App {
  readonly who: string;
  readonly dice: Dice;
  readonly history: History;
  /** Asks until there is an answer. @throws GivenUpError when there is no time left for another attempt */
  insist<Data>(request: Request): Promise<Answer<Data>>;
}

/** Nobody waits for an answer any more. */
export class GivenUpError extends Error {
  override readonly name = "GivenUpError";
}

/** The shop calls a document wrong that it should take: asking again would not help. */
export class WrongDocumentError extends Error {
  override readonly name = "WrongDocumentError";
}

export interface AppOptions {
  readonly endpoint: string;
  readonly who: string;
  readonly dice: Dice;
  readonly history: History;
  /** Ends all asking. */
  readonly signal: AbortSignal;
}

/** People lose patience sooner than a router does. */
const ATTEMPT_MS = 6_000;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 1_000;

const HOPELESS: ReadonlySet<unknown> = new Set(["GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED", "BAD_USER_INPUT", "BAD_REQUEST"]);

interface Body<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

async function post<Data>(endpoint: string, { document: query, variables, token }: Request, signal: AbortSignal): Promise<Body<Data>> {
  const response = await fetch(endpoint, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "application/graphql-response+json, application/json",
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query, variables }),
    signal: AbortSignal.any([AbortSignal.timeout(ATTEMPT_MS), signal]),
  });
  return (await response.json()) as Body<Data>;
}

/** The data of an answer without errors. @throws Error that says why there is none */
function dataOf<Data>({ data, errors = [] }: Body<Data>): Data {
  const [first] = errors;
  if (first === undefined && data !== undefined && data !== null) return data;
  const code = first?.extensions?.code ?? "NO_DATA";
  if (HOPELESS.has(code)) throw new WrongDocumentError(`${code}: ${first?.message}`);
  throw new Error(code);
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.name === "Error" ? error.message : `${error.name}: ${error.message}`;
}

/** Opens the app. */
export function createApp({ endpoint, who, dice, history, signal }: AppOptions): App {
  async function attempt<Data>(request: Request): Promise<Answer<Data> | null> {
    const askedAtMs = history.now();
    try {
      const data = dataOf(await post<Data>(endpoint, request, signal));
      return { data, askedAtMs, tookMs: history.now() - askedAtMs };
    } catch (error) {
      if (error instanceof WrongDocumentError) throw error;
      history.write({ kind: "unanswered", who, operation: request.operation, key: request.key, reason: reasonOf(error) });
      return null;
    }
  }
  return {
    who,
    dice,
    history,
    async insist<Data>(request: Request): Promise<Answer<Data>> {
      for (let pauseMs = FIRST_PAUSE_MS; !signal.aborted; pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2)) {
        const answer = await attempt<Data>(request);
        if (answer !== null) return answer;
        await patience(pauseMs * (0.5 + dice.next() / 2), signal);
      }
      throw new GivenUpError(`${who} gave up on ${request.operation} ${request.key}`);
    },
  };
}
