import type { JSONWebKeySet } from "jose";

const PATH = "/.well-known/jwks.json";
/** Short enough that a new key is known before it signs, long enough that verifiers do not ask for every token. */
const CACHE_SECONDS = 300;

/** Publishes the keys of the access tokens, to anybody. */
export function createJwksRoute(jwks: JSONWebKeySet): (request: Request) => Promise<Response | null> {
  const body = JSON.stringify(jwks);
  const headers = { "content-type": "application/jwk-set+json", "cache-control": `public, max-age=${CACHE_SECONDS}` };
  return async function answerJwks(request) {
    if (new URL(request.url).pathname !== PATH) return null;
    if (request.method !== "GET" && request.method !== "HEAD") return new Response(null, { status: 405, headers: { allow: "GET, HEAD" } });
    return new Response(request.method === "HEAD" ? null : body, { headers });
  };
}
