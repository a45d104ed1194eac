import { LRUCache } from "lru-cache";

type Head = readonly (readonly [string, string])[];

/**
 * The headers that answers get, by what of the request they depend on. They are negotiated once, by yoga, and kept: media type by `Accept`, CORS by `Origin`.
 */
export interface ResponseHeads {
  headFor(request: Request): Head | undefined;
  /** Keeps the headers of an answer in which all went well. */
  learn(request: Request, response: Response): void;
}

const KEPT = 200;
/** Says something of one body only. */
const OF_THE_BODY = new Set(["content-length", "content-encoding", "date"]);

function keyOf({ headers }: Request): string {
  return `${headers.get("accept") ?? ""}\n${headers.get("origin") ?? ""}`;
}

export function createResponseHeads(): ResponseHeads {
  const heads = new LRUCache<string, Head>({ max: KEPT });
  return {
    headFor: (request) => heads.get(keyOf(request)),
    learn(request, response) {
      const key = keyOf(request);
      if (heads.has(key)) return;
      heads.set(
        key,
        [...response.headers].filter(([name]) => !OF_THE_BODY.has(name)),
      );
    },
  };
}
