import { expect, test } from "bun:test";
import fc from "fast-check";
import type { GraphQLError } from "graphql";
import { readPageArguments, toConnection } from "./connection.ts";

interface Item {
  readonly at: number;
  readonly id: string;
}

const byPosition = (a: Item, b: Item) => a.at - b.at || a.id.localeCompare(b.id);

/** A list behind an index over (at, id), as a store reads it: what comes after a position, and one more than asked for. */
function pageOf(items: readonly Item[], args: { first: number; after?: string | null }) {
  const page = readPageArguments(args);
  const position = page.after === null ? null : { at: Number(page.after[0]), id: String(page.after[1]) };
  const rest = items.toSorted(byPosition).filter((item) => position === null || byPosition(item, position) > 0);
  return toConnection(rest.slice(0, page.first + 1), page, ({ at, id }) => [at, id]);
}

test("walking a list by its cursors shows every node once, in order, whatever the size of a page", () => {
  const items = fc.uniqueArray(fc.record({ at: fc.integer({ min: 0, max: 5 }), id: fc.uuid() }), {
    selector: ({ id }) => id,
    maxLength: 40,
  });
  fc.assert(
    fc.property(items, fc.integer({ min: 1, max: 10 }), (all, first) => {
      const seen: Item[] = [];
      let after: string | null = null;
      for (;;) {
        const page: ReturnType<typeof pageOf> = pageOf(all, { first, after });
        expect(page.pageInfo.hasPreviousPage).toBe(after !== null);
        seen.push(...page.nodes);
        if (!page.pageInfo.hasNextPage) break;
        expect(page.nodes).toHaveLength(first);
        after = page.pageInfo.endCursor;
      }
      expect(seen).toEqual(all.toSorted(byPosition));
    }),
  );
});

test("a page names its first and last cursor; an empty one has none", () => {
  const page = pageOf(
    [
      { at: 1, id: "a" },
      { at: 2, id: "b" },
    ],
    { first: 2 },
  );
  expect([page.pageInfo.startCursor, page.pageInfo.endCursor]).toEqual(page.edges.map(({ cursor }) => cursor));
  expect(pageOf([], { first: 2 })).toEqual({
    edges: [],
    nodes: [],
    pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
  });
});

test("without arguments a page is the first twenty", () => {
  expect(readPageArguments({})).toEqual({ first: 20, after: null });
  expect(readPageArguments({ first: null, after: null })).toEqual({ first: 20, after: null });
});

test("a page of zero, of more than a hundred, or after what is no cursor of ours, is refused with the argument's name", () => {
  const foreign = ["not base64 json", "", Buffer.from('{"a":1}').toString("base64url"), Buffer.from("[null]").toString("base64url")];
  const refused = [{ first: 0 }, { first: -1 }, { first: 101 }, ...foreign.map((after) => ({ after }))];
  const codes = refused.map((args) => {
    try {
      readPageArguments(args);
      return null;
    } catch (error) {
      return (error as GraphQLError).extensions;
    }
  });
  expect(codes).toEqual([
    ...Array(3).fill({ code: "INVALID_INPUT", argument: "first" }),
    ...Array(foreign.length).fill({ code: "INVALID_INPUT", argument: "after" }),
  ]);
});
