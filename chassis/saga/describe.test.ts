import { expect, test } from "bun:test";
import { z } from "zod";
import { message } from "../bus/index.ts";
import { defineSaga } from "./definition.ts";
import { describeSaga } from "./describe.ts";

const asking = (name: string) => (_data: unknown, operationId: string) =>
  message(
    { kind: "command", context: "t", version: 1, name, type: `t.v1.cmd.${name}`, schema: z.object({ operationId: z.string() }) },
    { operationId },
  );
const patience = { timeoutMs: 1_000, maxTimeoutMs: 4_000, attempts: 3 };
const undoable = (name: string) => ({ kind: "compensatable" as const, patience, invoke: asking(name), compensate: asking(`free-${name}`) });

const trip = defineSaga<null>("trip", 2)
  .step("seat", { ...undoable("seat"), group: "booking" })
  .step("room", { ...undoable("room"), group: "booking" })
  .step("pay", { kind: "pivot", patience, invoke: asking("pay") })
  .step("mail", { kind: "retriable", patience, invoke: asking("mail") });

const lines = describeSaga({ definition: trip, sample: null, purpose: "Books a trip." }).split("\n");

test("a saga's picture shows every way through it: forth, together, back, and to a person", () => {
  expect(lines.slice(0, 4)).toEqual(["## trip, version 2", "", "Books a trip.", ""]);
  const edges = lines.filter((line) => line.includes("->"));
  expect(edges).toEqual([
    "  start --> s0",
    "  start --> s1",
    "  s0 --> s2",
    "  s1 --> s2",
    "  s2 --> s3",
    "  s3 --> completed",
    "  s0 -. refused .-> compensated",
    "  s0 -. no answer .-> u0",
    "  s1 -. refused .-> u0",
    "  s1 -. no answer .-> u1",
    "  s2 -. refused .-> u1",
    "  s2 -. no answer .-> attention",
    "  s3 -. keeps failing .-> attention",
    "  u0 --> compensated",
    "  u0 -. keeps failing .-> attention",
    "  u1 --> u0",
    "  u1 -. keeps failing .-> attention",
  ]);
  expect(lines).toContain('  s2{{"pay<br/>t.v1.cmd.pay"}}');
});

test("its table says what is asked, how patiently, and what undoes it", () => {
  expect(lines).toContain(
    "| `room` | compensatable | booking | `t.v1.cmd.room` | 3 × from 1 s to 4 s | `t.v1.cmd.free-room` | 10 × from 5 s to 60 s |",
  );
  expect(lines).toContain("| `mail` | retriable |  | `t.v1.cmd.mail` | 3 × from 1 s to 4 s |  |  |");
});
