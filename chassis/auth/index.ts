export {
  createInternalTokenSigner,
  createInternalTokenVerifier,
  type InternalTokenSigner,
  type InternalTokenVerifier,
} from "./internal-token.ts";
export { ANONYMOUS, hasScope, type Principal, type PrincipalKind, principalFromClaims } from "./principal.ts";
