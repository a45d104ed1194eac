import { describe, expect, test } from "bun:test";
import { z } from "zod";
import { message, type OutgoingMessage } from "../bus/index.ts";
import { defineSaga, type SagaInstance, type SagaReply } from "./definition.ts";
import { createSagaEngine } from "./engine.ts";

const command = (name: string) => ({
  kind: "command" as const,
  context: "travel",
  version: 1,
  name,
  type: `travel.v1.cmd.${name}`,
  schema: z.object({ operationId: z.string() }),
});
const asking = (name: string) => (_data: unknown, operationId: string) => message(command(name), { operationId });
const patience = { timeoutMs: 1_000, attempts: 2 };
const compensationPatience = { timeoutMs: 1_000, attempts: 2 };
const undoable = (name: string) => ({
  kind: "compensatable" as const,
  patience,
  compensationPatience,
  invoke: asking(name),
  compensate: asking(`undo-${name}`),
});

/** Seat and room at the same time, then the ticket; mail and bonus at the same time after it. */
const bookTrip = defineSaga<null>("book-trip", 1)
  .step("seat", { ...undoable("seat"), group: "booking" })
  .step("room", { ...undoable("room"), group: "booking" })
  .step("ticket", { kind: "pivot", patience, invoke: asking("ticket"), compensate: asking("undo-ticket") })
  .step("mail", { kind: "retriable", patience, invoke: asking("mail"), group: "telling" })
  .step("bonus", { kind: "retriable", patience, invoke: asking("bonus"), group: "telling" });

const engine = createSagaEngine([bookTrip]);
const T0 = new Date("2026-01-01T00:00:00Z");
const after = (ms: number) => new Date(T0.getTime() + ms);
const ok = (step: string): SagaReply => ({ operationId: `s1:${step}`, outcome: { ok: true } });
const no = (step: string): SagaReply => ({ operationId: `s1:${step}`, outcome: { ok: false, code: "FULL", message: "full" } });
const names = (messages: readonly OutgoingMessage[]) => messages.map(({ contract }) => contract.name);
const steps = (instance: SagaInstance) => instance.steps.map(({ status }) => status);

function run(...happenings: readonly (SagaReply | number)[]) {
  const start = engine.start({ id: "s1", definition: bookTrip, data: null, now: T0, traceId: null });
  let { instance } = start;
  const asked = [names(start.messages)];
  for (const happening of happenings) {
    const move = typeof happening === "number" ? engine.due(instance, after(happening)) : engine.reply(instance, happening, after(10));
    instance = move.instance;
    asked.push(names(move.messages));
  }
  return { instance, asked };
}

describe("steps of a group", () => {
  test("are asked for at once, and the saga goes on when all of them are done, in whatever order they answer", () => {
    expect(run().asked).toEqual([["seat", "room"]]);
    expect(run(ok("room")).asked.at(-1)).toEqual([]);
    expect(run(ok("room"), ok("seat")).asked.at(-1)).toEqual(["ticket"]);
    const done = run(ok("seat"), ok("room"), ok("ticket"), ok("bonus"), ok("mail"));
    expect(done.asked).toEqual([["seat", "room"], [], ["ticket"], ["mail", "bonus"], [], []]);
    expect([done.instance.status, done.instance.dueAt]).toEqual(["completed", null]);
  });

  test("have a patience each: only the silent one is asked again", () => {
    const { instance, asked } = run(ok("seat"), 1_000);
    expect(asked.at(-1)).toEqual(["room"]);
    expect([instance.dueAt, instance.steps[1]?.attempts]).toEqual([after(3_000), 2]);
    expect(run(1_000, 1_000).asked.slice(1)).toEqual([["seat"], ["room"]]);
  });

  test("of which one fails are all undone, last first: also the one that nobody has heard of", () => {
    const failed = run(no("seat"));
    expect(failed.asked.at(-1)).toEqual(["undo-room"]);
    expect(failed.instance).toMatchObject({ status: "compensating", cause: { step: "seat", code: "FULL" } });
    expect(failed.instance.steps[1]).toMatchObject({ status: "compensating", inDoubt: true, errorCode: "CALLED_OFF" });
    expect(run(no("seat"), ok("room")).asked.at(-1)).toEqual([]);
    expect(steps(run(no("seat"), ok("room:undo")).instance)).toEqual(["failed", "compensated", "pending", "pending", "pending"]);
    const later = run(ok("seat"), no("room"), ok("seat:undo"));
    expect([later.asked.slice(-2), later.instance.status]).toEqual([[["undo-seat"], []], "compensated"]);
  });

  test("past the pivot fail each for itself: the other goes on, and only what failed needs a person", () => {
    const stuck = run(ok("seat"), ok("room"), ok("ticket"), no("mail"));
    expect(stuck.instance).toMatchObject({ status: "needs-attention", failure: { step: "mail" } });
    expect(stuck.instance.dueAt).not.toBeNull();
    const half = run(ok("seat"), ok("room"), ok("ticket"), no("mail"), ok("bonus"));
    expect(half.instance).toMatchObject({ status: "needs-attention", dueAt: null, failure: { step: "mail" } });
    const healed = run(ok("seat"), ok("room"), ok("ticket"), no("mail"), ok("bonus"), ok("mail"));
    expect(healed.instance).toMatchObject({ status: "completed", failure: null });
  });

  test("are all called off on demand", () => {
    const aborted = engine.abort(run(ok("seat")).instance, { code: "REQUESTED", message: "no more" }, after(20));
    expect(names(aborted?.messages ?? [])).toEqual(["undo-room"]);
    expect(steps(aborted!.instance)).toEqual(["succeeded", "compensating", "pending", "pending", "pending"]);
  });
});

test("an instance that an earlier release wrote, which knew one deadline for all, goes on", () => {
  const { instance } = run(ok("seat"), ok("room"));
  const old = { ...instance, steps: instance.steps.map(({ dueAt: _dueAt, ...step }) => step) };
  expect(engine.due(old, after(500)).changed).toBe(false);
  const again = engine.due(old, after(1_010));
  expect([names(again.messages), again.instance.dueAt]).toEqual([["ticket"], after(3_010)]);
});
