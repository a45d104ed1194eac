import type { RequestLoader, SubgraphContext } from "@mercato/chassis/graphql";
import type { Dependencies } from "../commands/dependencies.ts";
import type { UserRecord } from "../domain/account.ts";

/** What every resolver of accounts gets. */
export interface Context extends SubgraphContext {
  readonly dependencies: Dependencies;
  /** Users by id, loaded in batches, once per request. */
  readonly users: RequestLoader<Context, UserRecord>;
}
