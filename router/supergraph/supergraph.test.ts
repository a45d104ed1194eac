import { expect, test } from "bun:test";
import { loadSupergraph } from "./supergraph.ts";
import { SupergraphError } from "./supergraph-error.ts";

const composed = await Bun.file(new URL(import.meta.resolve("@mercato/contracts/graphql/supergraph.graphql"))).text();
const LINES_BEFORE_QUERY = composed.slice(0, composed.indexOf("\ntype Query\n")).split("\n").length;

/** What is said of a supergraph that is not usable. */
function complaint(sdl: string, routingUrls: Record<string, string> = {}): string {
  try {
    loadSupergraph(sdl, { fileName: "all.graphql", routingUrls });
  } catch (error) {
    if (error instanceof SupergraphError) return `${error.code} ${error.message}`;
    throw error;
  }
  return "";
}

test("the shop's own is usable", () => expect(complaint(composed)).toBe(""));

test.each([
  ["nothing", "", "all.graphql:1:1 INVALID_GRAPHQL Syntax Error: Unexpected <EOF>."],
  [
    "no GraphQL",
    composed.replace("\ntype Query\n", "\ntype Query {{\n"),
    `all.graphql:${LINES_BEFORE_QUERY + 1}:13 INVALID_GRAPHQL Syntax Error: Expected Name, found "{".`,
  ],
  [
    "GraphQL that is not valid",
    composed.replace("\ntype Query\n", "\ntype Query @nothing\n"),
    `all.graphql:${LINES_BEFORE_QUERY + 1}:12 INVALID_GRAPHQL Unknown directive "@nothing".`,
  ],
  [
    "a type that is not there",
    composed.replace("email: String", "email: Strng"),
    /all\.graphql:\d+:\d+ INVALID_GRAPHQL Unknown type Strng/,
  ],
  ["a schema that was not composed", "type Query { a: Int }", "all.graphql INVALID_FEDERATION_SUPERGRAPH Invalid supergraph"],
  [
    "one that asks for protection that there is not",
    composed.replace(
      '"https://specs.apollo.dev/join/v0.5", for: EXECUTION)',
      (link) => `${link} @link(url: "https://specs.apollo.dev/authenticated/v0.1", for: SECURITY)`,
    ),
    /all\.graphql:4:\d+ UNSUPPORTED_LINKED_FEATURE .*authenticated.* is unsupported/,
  ],
] as const)("%s is refused with place and code", (_name, sdl, expected) => {
  expect(complaint(sdl)).toStartWith("SUPERGRAPH_INVALID The supergraph cannot be used:\n  - all.graphql");
  if (typeof expected === "string") expect(complaint(sdl)).toContain(expected);
  else expect(complaint(sdl)).toMatch(expected);
});

test("an address of a subgraph that is not there is refused", () => {
  expect(complaint(composed, { order: "http://127.0.0.1:1/" })).toStartWith(
    "SUPERGRAPH_UNKNOWN_SUBGRAPH There is no subgraph order; there are accounts,",
  );
});
