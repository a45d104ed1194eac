const SIMPLE_CONTENT_TYPES = ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"];
/** Any of these makes a browser ask first (CORS preflight), as a JSON content type does. */
const PREFLIGHTED_HEADERS = ["authorization", "x-requested-with", "apollo-require-preflight", "graphql-require-preflight"];
/** `Sec-Fetch-Site` of requests that a page of ours, or no page at all, has made. */
const OWN_SITES = new Set(["same-origin", "none"]);

function wasPreflighted(headers: Headers): boolean {
  if (PREFLIGHTED_HEADERS.some((name) => headers.has(name))) return true;
  const contentType = headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  return contentType !== undefined && contentType !== "" && !SIMPLE_CONTENT_TYPES.includes(contentType);
}

/**
 * Whether a page of another site may have made a browser send this request without asking first. Browsers tell (`Sec-Fetch-Site`, and `Origin` where
 * they are older); other clients are nobody's puppet.
 */
export function isForgeable(headers: Headers): boolean {
  if (wasPreflighted(headers)) return false;
  const site = headers.get("sec-fetch-site");
  return site === null ? headers.has("origin") : !OWN_SITES.has(site);
}
