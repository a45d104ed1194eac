import { buildSubgraphSchema } from "@apollo/subgraph";
import { parse } from "graphql";
import { createYoga } from "graphql-yoga";

/** A request as a subgraph got it. */
export interface Received {
  readonly headers: Headers;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** How a subgraph behaves until told otherwise. */
export type Mood =
  | { readonly kind: "well" }
  /** Answers with this instead of what it should. */
  | { readonly kind: "answers"; readonly respond: () => Response }
  /** Takes this long before it answers. */
  | { readonly kind: "slow"; readonly ms: number }
  /** Does not answer before that. */
  | { readonly kind: "held"; readonly until: Promise<void> };

export interface TestSubgraph {
  readonly name: string;
  readonly url: string;
  readonly typeDefs: string;
  readonly received: Received[];
  mood: Mood;
  /** Answers a request as over HTTP, for in-process use. */
  fetch(request: Request): Promise<Response>;
  stop(): Promise<void>;
}

export interface SubgraphDefinition {
  readonly name: string;
  readonly typeDefs: string;
  readonly resolvers: object;
  /** What stands before the type definitions. Empty for a subgraph of federation 1. @default imports what the tests use of federation 2 */
  readonly link?: string;
}

type Modules = Parameters<typeof buildSubgraphSchema>[0];

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external", "@requires", "@provides", "@inaccessible", "@interfaceObject", "@override"])\n`;

/** Starts a real subgraph on a free port. */
export function startSubgraph({ name, typeDefs, resolvers, link = LINK }: SubgraphDefinition): TestSubgraph {
  const sdl = link + typeDefs;
  const schema = buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers }] as Modules);
  const yoga = createYoga({ schema, logging: false, graphiql: false, landingPage: false, maskedErrors: false });
  const received: Received[] = [];

  async function answer(request: Request): Promise<Response> {
    const body = (await request.clone().json()) as { query: string; variables?: Record<string, unknown> };
    received.push({ headers: request.headers, query: body.query, variables: body.variables ?? {} });
    const { mood } = subgraph;
    if (mood.kind === "answers") return mood.respond();
    if (mood.kind === "slow") await Bun.sleep(mood.ms);
    if (mood.kind === "held") await mood.until;
    return yoga.fetch(request);
  }

  const server = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: answer });
  const subgraph: TestSubgraph = {
    name,
    url: new URL("/graphql", server.url).href,
    typeDefs: sdl,
    received,
    mood: { kind: "well" },
    fetch: answer,
    stop: () => server.stop(true),
  };
  return subgraph;
}
