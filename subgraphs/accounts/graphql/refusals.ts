import type { InvalidInput } from "@mercato/chassis/input";
import { GraphQLError } from "graphql";
import { OverloadedError } from "../security/passwords.ts";

/** The refusals of the schema, as the caller gets them. */
export const emailTaken = {
  __typename: "EmailTakenError",
  code: "EMAIL_TAKEN",
  message: "There is an account with this e-mail address already.",
} as const;

export const invalidCredentials = {
  __typename: "InvalidCredentialsError",
  code: "INVALID_CREDENTIALS",
  message: "E-mail address and password do not belong together.",
} as const;

export const invalidRefreshToken = {
  __typename: "InvalidRefreshTokenError",
  code: "INVALID_REFRESH_TOKEN",
  message: "The session has ended. Sign in again.",
} as const;

export const addressNotFound = {
  __typename: "AddressNotFoundError",
  code: "ADDRESS_NOT_FOUND",
  message: "This address is not in your address book.",
} as const;

export function invalidInput({ issues }: InvalidInput) {
  return { __typename: "InvalidInputError", code: "INVALID_INPUT", message: "Please check what you entered.", issues } as const;
}

/** Tells the caller to come back when the service takes on no more passwords. @throws GraphQLError OVERLOADED then. */
export async function unlessOverloaded<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof OverloadedError)) throw error;
    throw new GraphQLError("Many people are signing in right now. Try again in a moment.", { extensions: { code: error.code } });
  }
}
