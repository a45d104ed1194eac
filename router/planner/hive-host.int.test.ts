import { expect, test } from "bun:test";
import { createHiveHost } from "./hive-host.ts";

const A_MOMENT_MS = 1;
const LONG_MS = 60_000;

test("a planner that does not answer in time is ended", async () => {
  const host = createHiveHost({ supergraphSdl: "", deadlineMs: A_MOMENT_MS });
  expect(await host.ask({ kind: "load", supergraphSdl: "" })).toEqual({ kind: "died" });
  host.close();
});

test("what the planner refuses it says, and goes on; what is closed plans nothing", async () => {
  const host = createHiveHost({ supergraphSdl: "type Broken {", deadlineMs: LONG_MS });
  expect(await host.ask({ kind: "load", supergraphSdl: "type Broken {" })).toEqual({ kind: "refused", reason: expect.any(String) });
  expect(await host.ask({ kind: "plan", text: "{ a }", roll: 0, labels: [] })).toEqual({ kind: "refused", reason: expect.any(String) });
  host.close();
  expect(await host.ask({ kind: "plan", text: "{ a }", roll: 0, labels: [] })).toEqual({
    kind: "refused",
    reason: "The planner is closed.",
  });
});
