import { createSubgraph } from "@mercato/chassis/graphql";
import type { Log } from "@mercato/chassis/log";
import { createOutboxRelay } from "@mercato/chassis/outbox";
import { type Service, type ServiceDependencies, type SubgraphRuntime, startSubgraph } from "@mercato/chassis/service";
import typeDefs from "@mercato/contracts/graphql/accounts.graphql" with { type: "text" };
import { bootstrapAdmin } from "./commands/bootstrap-admin.ts";
import type { Dependencies } from "./commands/dependencies.ts";
import type { AccountsEnvironment } from "./environment.ts";
import type { Context } from "./graphql/context.ts";
import { createJwksRoute } from "./graphql/jwks-route.ts";
import { resolvers, usersLoader } from "./graphql/resolvers.ts";
import { createAccessTokens } from "./security/access-tokens.ts";
import { createPasswords, OWASP_MINIMUM, type Passwords } from "./security/passwords.ts";
import { createSessionStore } from "./store/sessions.ts";
import { createUserStore } from "./store/users.ts";

function passwordsOf(environment: AccountsEnvironment, log: Log): Promise<Passwords> {
  const memoryKib = environment.PASSWORD_HASH_MEMORY_KIB;
  const iterations = environment.PASSWORD_HASH_ITERATIONS;
  if (memoryKib < OWASP_MINIMUM.memoryKib || iterations < OWASP_MINIMUM.iterations)
    log.warn({ memoryKib, iterations }, "passwords are hashed with less work than OWASP advises; only tests should do that");
  return createPasswords({
    memoryKib,
    iterations,
    concurrency: environment.PASSWORD_HASH_CONCURRENCY,
    queue: environment.PASSWORD_HASH_QUEUE,
  });
}

async function createDependencies(runtime: SubgraphRuntime, environment: AccountsEnvironment): Promise<Dependencies> {
  const { clock, randomness, ids, log } = runtime;
  const { connection } = runtime.database;
  return {
    users: await createUserStore({ connection, clock, randomness }),
    sessions: await createSessionStore({ connection, clock, randomness }),
    passwords: await passwordsOf(environment, log),
    accessTokens: await createAccessTokens({
      keys: environment.ACCESS_TOKEN_PRIVATE_JWK,
      issuer: environment.ACCESS_TOKEN_ISSUER,
      userTtlSeconds: environment.ACCESS_TOKEN_TTL_SECONDS,
      guestTtlSeconds: environment.GUEST_TOKEN_TTL_SECONDS,
      clock,
    }),
    lifetimes: {
      refreshTokenTtlMs: environment.REFRESH_TOKEN_TTL_SECONDS * 1000,
      sessionTtlMs: environment.SESSION_TTL_SECONDS * 1000,
    },
    clock,
    ids,
    log,
  };
}

/** The accounts subgraph: who people are, and the tokens that prove it. */
export function createAccountsService(dependencies: ServiceDependencies<AccountsEnvironment>): Promise<Service> {
  const { environment } = dependencies;
  return startSubgraph("accounts", dependencies, async (runtime) => {
    const { bus, lifecycle, verifier, health, clock, log } = runtime;
    const use = await createDependencies(runtime, environment);
    const relay = lifecycle.add("outbox", createOutboxRelay({ source: use.users, bus, clock, log }));
    use.users.relayTo(relay);
    const { BOOTSTRAP_ADMIN_EMAIL: email, BOOTSTRAP_ADMIN_PASSWORD: password } = environment;
    if (email !== undefined && password !== undefined) await bootstrapAdmin(use, { email, password });
    const createContext = (principal: Context["principal"]): Context => ({ principal, dependencies: use, users: usersLoader });
    const routes = createJwksRoute(use.accessTokens.jwks);
    return runtime.toService(
      createSubgraph<Context>({ name: "accounts", typeDefs, resolvers, verifier, createContext, health, log, routes }),
    );
  });
}
