import { describe, expect, test } from "bun:test";
import { z } from "zod";
import { message, type OutgoingMessage } from "../bus/index.ts";
import { defineSaga, type SagaInstance, type SagaIntervention } from "./definition.ts";
import { createSagaEngine } from "./engine.ts";

const asking = (name: string) => (_data: unknown, operationId: string) =>
  message(
    { kind: "command", context: "t", version: 1, name, type: `t.v1.cmd.${name}`, schema: z.object({ operationId: z.string() }) },
    { operationId },
  );
const patience = { timeoutMs: 1_000, attempts: 1 };
const trip = defineSaga<null>("trip", 1)
  .step("seat", { kind: "compensatable", patience, compensationPatience: patience, invoke: asking("seat"), compensate: asking("free") })
  .step("pay", { kind: "pivot", patience, invoke: asking("pay") })
  .step("mail", { kind: "retriable", patience, invoke: asking("mail") })
  .step("bonus", { kind: "retriable", patience, invoke: asking("bonus") });
const engine = createSagaEngine([trip]);
const T0 = new Date("2026-01-01T00:00:00Z");
const after = (ms: number) => new Date(T0.getTime() + ms);

const asked = (messages: readonly OutgoingMessage[]) => messages.map(({ data }) => (data as { operationId: string }).operationId);
const reply = (instance: SagaInstance, step: string, ok = true) => {
  const outcome = ok ? ({ ok: true } as const) : ({ ok: false, code: "NO", message: "no" } as const);
  return engine.reply(instance, { operationId: `s:${step}`, outcome }, after(10));
};
const act = (instance: SagaInstance, action: SagaIntervention["action"], step: string) =>
  engine.intervene(instance, { action, step, by: "user_ada", reason: "looked into it" }, after(5_000));

const begun = engine.start({ id: "s", definition: trip, data: null, now: T0, traceId: null }).instance;
const seated = reply(begun, "seat").instance;
/** Nobody knows whether it was paid. */
const unpaid = engine.due(seated, after(2_000)).instance;
const unmailed = reply(reply(seated, "pay").instance, "mail", false).instance;
/** The seat is to be given back, and cannot be. */
const held = engine.due(reply(seated, "pay", false).instance, after(2_000)).instance;

test("the samples need somebody", () => {
  expect([unpaid, unmailed, held].map(({ status }) => status)).toEqual(["needs-attention", "needs-attention", "needs-attention"]);
});

describe("retry", () => {
  test("asks again under the same operation id with a new deadline, and writes down who wanted it", () => {
    const again = act(unmailed, "retry", "mail");
    expect(asked(again!.messages)).toEqual(["s:mail"]);
    expect(again?.instance).toMatchObject({
      status: "running",
      failure: null,
      dueAt: after(6_000),
      interventions: [{ action: "retry", step: "mail", by: "user_ada", reason: "looked into it", at: after(5_000), attempts: 1 }],
    });
    expect(asked(reply(again!.instance, "mail").messages)).toEqual(["s:bonus"]);
    expect(reply(again!.instance, "mail", false).instance).toMatchObject({ status: "needs-attention", failure: { step: "mail" } });
  });

  test("of an undoing undoes, and the saga goes on back", () => {
    const again = act(held, "retry", "seat");
    expect([asked(again!.messages), again?.instance.status]).toEqual([["s:seat:undo"], "compensating"]);
    expect(again?.instance.failure).toEqual(held.cause);
    expect(reply(again!.instance, "seat:undo").instance.status).toBe("compensated");
  });
});

describe("skip", () => {
  test("goes on without a step that comes after the pivot, and without an undoing", () => {
    const forth = act(unmailed, "skip", "mail");
    expect([asked(forth!.messages), forth?.instance.status, forth?.instance.failure]).toEqual([["s:bonus"], "running", null]);
    expect(reply(forth!.instance, "bonus").instance.steps.map(({ status }) => status)).toEqual([
      "succeeded",
      "succeeded",
      "skipped",
      "succeeded",
    ]);
    expect(act(held, "skip", "seat")?.instance).toMatchObject({ status: "compensated", failure: held.cause! });
  });

  test("is refused for the pivot: what comes after it stands on it", () => {
    expect(act(unpaid, "skip", "pay")).toBeNull();
  });
});

describe("resolve", () => {
  test("takes a step, or its undoing, for done", () => {
    expect(asked(act(unpaid, "resolve-done", "pay")!.messages)).toEqual(["s:mail"]);
    expect(act(held, "resolve-done", "seat")?.instance).toMatchObject({ status: "compensated", endedAt: after(5_000) });
  });

  test("turns back from a pivot that was not done, and from nothing else", () => {
    const back = act(unpaid, "resolve-not-done", "pay");
    expect(asked(back!.messages)).toEqual(["s:seat:undo"]);
    expect(back?.instance).toMatchObject({ status: "compensating", cause: { step: "pay", code: "NOT_DONE" } });
    expect(act(unmailed, "resolve-not-done", "mail")).toBeNull();
    expect(act(held, "resolve-not-done", "seat")).toBeNull();
  });
});

test("nobody can see to what needs nobody", () => {
  const ended = act(held, "resolve-done", "seat")!.instance;
  expect(act(begun, "retry", "seat")).toBeNull();
  expect(act(unmailed, "retry", "seat")).toBeNull();
  expect(act(unmailed, "retry", "nothing")).toBeNull();
  expect(act(ended, "retry", "seat")).toBeNull();
});
