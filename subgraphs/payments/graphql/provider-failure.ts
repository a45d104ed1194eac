import { GraphQLError } from "graphql";
import { ProviderTimeoutError, ProviderUnavailableError } from "../provider/errors.ts";

/** The provider's silence is told as what it is. @throws GraphQLError PROVIDER_UNAVAILABLE for it, and any other error as it came. */
export function providerBusy(error: unknown): never {
  if (error instanceof ProviderTimeoutError || error instanceof ProviderUnavailableError) {
    throw new GraphQLError("The payment provider does not answer at the moment.", { extensions: { code: "PROVIDER_UNAVAILABLE" } });
  }
  throw error;
}
