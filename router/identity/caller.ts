import type { Principal } from "@mercato/chassis/auth";

/** What came of looking at who asks. Stable codes. */
export type Identification =
  | { readonly kind: "known"; readonly principal: Principal }
  | { readonly kind: "refused"; readonly reason: "TOKEN_EXPIRED" | "TOKEN_INVALID" }
  /** The issuer's keys could not be read, so nobody with a token can be told from anybody else. */
  | { readonly kind: "unavailable" };

/** Says who asks, from the `Authorization` header. */
export interface Identifier {
  /** Never rejects. A request without the header is anonymous. */
  identify(authorization: string | null): Promise<Identification>;
}
