import { expect, test } from "bun:test";
import { join } from "node:path";
import { ROOT } from "@mercato/local/checkout";
import { placeOf, summarizeProfile } from "./profile.ts";

function node(id: number, functionName: string, url = "") {
  return { id, callFrame: { functionName, url, lineNumber: 4 } };
}

const OURS = join(ROOT, "router", "executor", "merge.ts");
const TEXT = JSON.stringify({
  nodes: [node(1, "(root)"), node(2, "merge", OURS), node(3, "fetch"), node(4, "(idle)")],
  samples: [2, 3, 2, 4],
  timeDeltas: [1_000, 2_000, 1_000, 5_000],
});

test("time is summed by what was on top, and idling is none of it", () => {
  const { busyMs, idleMs, functions } = summarizeProfile(TEXT);
  expect({ busyMs, idleMs }).toEqual({ busyMs: 4, idleMs: 5 });
  expect(functions).toEqual([
    { name: "merge executor/merge.ts:5", share: 0.5 },
    { name: "fetch", share: 0.5 },
  ]);
});

test("a place is a package, a folder of ours, or Bun itself", () => {
  expect(placeOf(OURS)).toBe("router/executor");
  expect(placeOf(`file://${OURS}`)).toBe("router/executor");
  expect(placeOf("/x/node_modules/.bun/zod@4/node_modules/zod/v4/parse.js")).toBe("zod");
  expect(placeOf("/x/node_modules/@envelop/core/index.js")).toBe("@envelop/core");
  for (const url of ["", "node:fs", "internal:streams/readable"]) expect(placeOf(url)).toBe("Bun itself");
});
