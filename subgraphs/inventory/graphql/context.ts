import type { SubgraphContext } from "@mercato/chassis/graphql";

export type Context = SubgraphContext;
