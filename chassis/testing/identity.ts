import { exportJWK, generateKeyPair, type JSONWebKeySet, type JWK } from "jose";
import { ANONYMOUS, createInternalTokenSigner, type Principal } from "../auth/index.ts";
import { systemClock } from "../clock/index.ts";

/** Keys of a router that exists in tests only, and principals to call subgraphs as. */
export interface TestIdentity {
  readonly internalJwks: JSONWebKeySet;
  readonly internalPrivateJwk: JWK;
  sign(principal: Principal, audience: string): Promise<string>;
  user(id: string, scopes?: readonly string[]): Principal;
  guest(id: string): Principal;
  readonly anonymous: Principal;
}

export async function createTestIdentity(): Promise<TestIdentity> {
  const { publicKey, privateKey } = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true });
  const internalPrivateJwk = { ...(await exportJWK(privateKey)), kid: "test", alg: "EdDSA" };
  const signer = await createInternalTokenSigner({ privateJwk: internalPrivateJwk, clock: systemClock });
  return {
    internalJwks: { keys: [{ ...(await exportJWK(publicKey)), kid: "test", alg: "EdDSA" }] },
    internalPrivateJwk,
    sign: (principal, audience) => signer.sign(principal, audience),
    user: (id, scopes = []) => ({ kind: "user", id, roles: ["CUSTOMER"], scopes }),
    guest: (id) => ({ kind: "guest", id, roles: [], scopes: [] }),
    anonymous: ANONYMOUS,
  };
}

/** What a GraphQL server answered, as it came over the wire. */
export interface GraphqlAnswer<Data> {
  readonly status: number;
  readonly data: Data;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions?: Readonly<Record<string, unknown>>;
  }[];
}

/** Sends one operation to a service's `fetch` or a function like it. */
export async function graphqlRequest<Data>(
  fetch: (request: Request) => Promise<Response>,
  options: { readonly query: string; readonly variables?: object; readonly token?: string; readonly url?: string },
): Promise<GraphqlAnswer<Data>> {
  const response = await fetch(
    new Request(options.url ?? "http://subgraph/graphql", {
      method: "POST",
      headers: { "content-type": "application/json", ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }) },
      body: JSON.stringify({ query: options.query, variables: options.variables ?? {} }),
    }),
  );
  const body = (await response.json()) as Omit<GraphqlAnswer<Data>, "status">;
  return { ...body, status: response.status };
}
