import { expectType, type GraphqlClient, type RefusalFields } from "../graphql-client.ts";

interface Session {
  readonly __typename: "Session";
  readonly accessToken: string;
  readonly user: { readonly id: string };
}
type SessionResult =
  | Session
  | (RefusalFields & { readonly __typename: "InvalidCredentialsError" | "EmailTakenError" | "InvalidInputError" });

const SESSION = "__typename ... on Session { accessToken user { id } } ... on Refusal { code message }";
const LOGIN = `mutation SignIn($input: LoginInput!) { login(input: $input) { ${SESSION} } }`;
const REGISTER = `mutation Register($input: RegisterInput!) { register(input: $input) { ${SESSION} } }`;

/** A client that calls as somebody. */
export interface SignedIn {
  readonly client: GraphqlClient;
  readonly userId: string;
}

/** Signs in. @throws Error with the refusal's code */
export async function signIn(client: GraphqlClient, input: { email: string; password: string }): Promise<SignedIn> {
  const { login } = await client.request<{ login: SessionResult }>(LOGIN, { input });
  const { accessToken, user } = expectType(login, "Session");
  return { client: client.as(accessToken), userId: user.id };
}

/** Opens an account. @throws Error with the refusal's code */
export async function register(client: GraphqlClient, input: { email: string; password: string; name: string }): Promise<SignedIn> {
  const { register: result } = await client.request<{ register: SessionResult }>(REGISTER, { input });
  const { accessToken, user } = expectType(result, "Session");
  return { client: client.as(accessToken), userId: user.id };
}
