import { unauthenticated } from "@mercato/chassis/graphql";
import { addAddress, removeAddress, updateAddress } from "../commands/change-addresses.ts";
import { login } from "../commands/login.ts";
import { logout } from "../commands/logout.ts";
import { refreshSession } from "../commands/refresh-session.ts";
import { register } from "../commands/register.ts";
import { startGuestSession } from "../commands/start-guest-session.ts";
import { requireAccount } from "./access.ts";
import { addressNotFound, emailTaken, invalidCredentials, invalidInput, invalidRefreshToken, unlessOverloaded } from "./refusals.ts";
import type { MutationResolvers } from "./resolvers.gen.ts";

export const mutations: MutationResolvers = {
  async register(_parent, { input }, { dependencies }) {
    const outcome = await unlessOverloaded(register(dependencies, input));
    if (outcome.kind === "invalid-input") return invalidInput(outcome);
    return outcome.kind === "email-taken" ? emailTaken : { __typename: "Session", ...outcome.session };
  },
  async login(_parent, { input }, { dependencies }) {
    const outcome = await unlessOverloaded(login(dependencies, input));
    if (outcome.kind === "invalid-input") return invalidInput(outcome);
    return outcome.kind === "invalid-credentials" ? invalidCredentials : { __typename: "Session", ...outcome.session };
  },
  async refreshSession(_parent, { refreshToken }, { dependencies }) {
    const outcome = await refreshSession(dependencies, refreshToken);
    return outcome.kind === "invalid-refresh-token" ? invalidRefreshToken : { __typename: "Session", ...outcome.session };
  },
  async logout(_parent, { refreshToken }, { dependencies }) {
    await logout(dependencies, refreshToken);
    return true;
  },
  startGuestSession: (_parent, _args, { dependencies }) => startGuestSession(dependencies),
  async addAddress(_parent, { input }, { dependencies, principal }) {
    const outcome = await addAddress(dependencies, requireAccount(principal), input);
    if (outcome.kind === "no-such-user") throw unauthenticated();
    return outcome.kind === "invalid-input" ? invalidInput(outcome) : { __typename: "Address", ...outcome.address };
  },
  async updateAddress(_parent, { id, input }, { dependencies, principal }) {
    const outcome = await updateAddress(dependencies, { userId: requireAccount(principal), addressId: id }, input);
    if (outcome.kind === "no-such-user") throw unauthenticated();
    if (outcome.kind === "address-not-found") return addressNotFound;
    return outcome.kind === "invalid-input" ? invalidInput(outcome) : { __typename: "Address", ...outcome.address };
  },
  async removeAddress(_parent, { id }, { dependencies, principal }) {
    const outcome = await removeAddress(dependencies, { userId: requireAccount(principal), addressId: id });
    if (outcome.kind === "no-such-user") throw unauthenticated();
    return true;
  },
};
