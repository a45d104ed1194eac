import pRetry, { AbortError } from "p-retry";

/** A shop that answered something other than what the operation allows. */
export class ShopError extends Error {
  override readonly name = "ShopError";
  readonly code: string;
  constructor(message: string, code: string) {
    super(message);
    this.code = code;
  }
}

interface GraphqlBody<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly unknown[];
    readonly extensions?: Readonly<Record<string, unknown>>;
  }[];
}

/** Codes behind which the same request may succeed a moment later. Every operation here carries a key of its own, so that asking again is safe. */
const PASSING = new Set(["RATE_LIMITED", "SUBGRAPH_UNAVAILABLE", "IDENTITY_UNAVAILABLE", "INTERNAL_SERVER_ERROR"]);

const RETRIES = { retries: 8, minTimeout: 200, maxTimeout: 5_000 } as const;

/** Where a caller's access token comes from; null for anonymous callers. */
export type TokenSource = () => Promise<string | null>;

export interface ShopClient {
  /** Sends an operation and hands its data back. What passes is tried again. @throws ShopError with the code of the shop's first error. */
  send<Data>(token: TokenSource, query: string, variables?: object): Promise<Data>;
}

async function readBody<Data>(response: Response): Promise<Data> {
  const retryAfter = Number(response.headers.get("retry-after") ?? "0");
  const body = (await response.json()) as GraphqlBody<Data>;
  const [error] = body.errors ?? [];
  if (error === undefined && body.data) return body.data;
  const code = String(error?.extensions?.["code"] ?? response.status);
  const failure = new ShopError(`${error?.message ?? "no data"} (${code}${error?.path ? ` at ${error.path.join(".")}` : ""})`, code);
  if (!PASSING.has(code)) throw new AbortError(failure);
  if (retryAfter > 0) await Bun.sleep(Math.min(retryAfter, 30) * 1_000);
  throw failure;
}

/** A client of a shop's one GraphQL endpoint. */
export function createShopClient(endpoint: string): ShopClient {
  return {
    send: <Data>(token: TokenSource, query: string, variables: object = {}) =>
      pRetry(async () => {
        const accessToken = await token();
        const response = await fetch(endpoint, {
          method: "POST",
          headers: { "content-type": "application/json", ...(accessToken === null ? {} : { authorization: `Bearer ${accessToken}` }) },
          body: JSON.stringify({ query, variables }),
          signal: AbortSignal.timeout(60_000),
        });
        return readBody<Data>(response);
      }, RETRIES),
  };
}
