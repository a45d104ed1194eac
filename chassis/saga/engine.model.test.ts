import { expect, test } from "bun:test";
import fc from "fast-check";
import { z } from "zod";
import { type MessageContract, message, type OutgoingMessage } from "../bus/index.ts";
import { defineSaga, type SagaDefinition, type SagaInstance, type SagaStep } from "./definition.ts";
import { createSagaEngine } from "./engine.ts";
import type { Intervention } from "./interventions.ts";
import type { SagaTransition } from "./moves.ts";
import { stageAt } from "./stages.ts";

/**
 * The engine among participants that answer, refuse, stay silent, answer twice and late, while it is called off and time passes, in any
 * order. What is checked are the promises that everything else is built on.
 */

interface Operation {
  readonly step: string;
  readonly undo: boolean;
  readonly operationId: string;
}

const contract = {
  kind: "command",
  context: "model",
  version: 1,
  name: "operate",
  type: "model.v1.cmd.operate",
  schema: z.object({ step: z.string(), undo: z.boolean(), operationId: z.string() }),
} satisfies MessageContract;

const ask =
  (step: string, undo: boolean): SagaStep<unknown>["invoke"] =>
  (_data, operationId) =>
    message(contract, { step, undo, operationId });

interface Shape {
  readonly compensatable: readonly { readonly skipped: boolean }[];
  readonly pivot: { readonly undoable: boolean } | null;
  readonly retriable: number;
  /** How many of the first compensatable steps, and whether the retriable ones, are asked for together. */
  readonly together: { readonly compensatable: number; readonly retriable: boolean };
}

const patience = { timeoutMs: 100, attempts: 2 };

function definitionOf({ compensatable, pivot, retriable, together }: Shape): SagaDefinition<unknown> {
  const compensationPatience = patience;
  let saga = defineSaga<unknown>("model", 1);
  for (const [index, { skipped }] of compensatable.entries()) {
    const name = `c${index}`;
    const group = index < together.compensatable ? { group: "first" } : {};
    const invoke = skipped ? () => null : ask(name, false);
    saga = saga.step(name, { kind: "compensatable", patience, compensationPatience, invoke, compensate: ask(name, true), ...group });
  }
  if (pivot !== null) {
    const undoing = pivot.undoable ? { compensate: ask("p", true), compensationPatience } : {};
    saga = saga.step("p", { kind: "pivot", patience, invoke: ask("p", false), ...undoing });
  }
  for (let index = 0; index < retriable; index += 1)
    saga = saga.step(`r${index}`, {
      kind: "retriable",
      patience,
      invoke: ask(`r${index}`, false),
      ...(together.retriable ? { group: "last" } : {}),
    });
  return saga;
}

const shapes = fc.record({
  compensatable: fc.array(fc.record({ skipped: fc.boolean() }), { maxLength: 4 }),
  pivot: fc.option(fc.record({ undoable: fc.boolean() })),
  retriable: fc.nat({ max: 2 }),
  together: fc.record({ compensatable: fc.nat({ max: 4 }), retriable: fc.boolean() }),
});

type Happening =
  | { readonly kind: "answer"; readonly which: number; readonly ok: boolean }
  | { readonly kind: "answer-unasked"; readonly step: number; readonly undo: boolean; readonly ok: boolean }
  | { readonly kind: "time"; readonly ms: number }
  | { readonly kind: "intervene"; readonly action: Intervention["action"] }
  | { readonly kind: "abort" };

const happenings: fc.Arbitrary<Happening[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant("answer" as const), which: fc.nat(), ok: fc.boolean() }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant("answer" as const), which: fc.nat(), ok: fc.constant(true) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant("answer-unasked" as const),
        step: fc.nat({ max: 6 }),
        undo: fc.boolean(),
        ok: fc.boolean(),
      }),
    },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant("time" as const), ms: fc.nat({ max: 1_500 }) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("abort" as const) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant("intervene" as const),
        action: fc.constantFrom("retry" as const, "skip" as const, "resolve-done" as const, "resolve-not-done" as const),
      }),
    },
  ),
  { maxLength: 60 },
);

/** Runs a saga and writes down what it asked for and what was answered. `keep` is what storing and reading it again makes of it. */
function createRun(definition: SagaDefinition<unknown>, keep: (instance: SagaInstance) => SagaInstance = (instance) => instance) {
  const engine = createSagaEngine([definition]);
  const asked: Operation[] = [];
  /** A participant answers an operation once and repeats itself. */
  const answers = new Map<string, boolean>();
  const statuses: SagaInstance["status"][] = [];
  let nowMs = 0;
  const now = () => new Date(nowMs);
  const start = engine.start({ id: "m", definition, data: null, now: now(), traceId: null });
  let instance = start.instance;

  function take({ instance: next, messages, changed }: SagaTransition): void {
    if (!changed) {
      expect(next).toBe(instance);
      expect(messages).toEqual([]);
    }
    instance = keep(next);
    asked.push(...messages.map(({ data }: OutgoingMessage) => data as Operation));
    if (statuses.at(-1) !== next.status) statuses.push(next.status);
    // Whoever waits has a deadline; whoever does not has none.
    const awaited = next.steps.filter(({ status }) => status === "running" || status === "compensating");
    expect(next.dueAt !== null).toBe(awaited.length > 0);
    expect(awaited.every(({ dueAt }) => dueAt instanceof Date && dueAt >= (next.dueAt as Date))).toBe(true);
    if (next.status === "running" || next.status === "compensating") expect(awaited.length).toBeGreaterThan(0);
    else if (next.status !== "needs-attention") expect(awaited).toEqual([]);
  }

  function reply(operationId: string, ok: boolean): void {
    const outcome = ok ? ({ ok: true } as const) : { ok: false as const, code: "REFUSED", message: "no" };
    take(engine.reply(instance, { operationId, outcome }, now()));
  }

  function answer(operationId: string, ok: boolean): void {
    const said = answers.get(operationId) ?? ok;
    answers.set(operationId, said);
    reply(operationId, said);
  }

  function answerUnasked(operationId: string, ok: boolean): void {
    if (asked.some((operation) => operation.operationId === operationId)) return;
    const before = instance.status;
    reply(operationId, ok);
    expect(instance.status).toBe(before);
  }

  /** Only a step that needs somebody can be seen to. */
  function intervene(action: Intervention["action"]): void {
    const stuck = instance.steps.find(({ status }) => status === "needs-attention");
    const step = stuck?.name ?? definition.steps[0]?.name ?? "none";
    const transition = engine.intervene(instance, { action, step, by: "ada", reason: "looked into it" }, now());
    if (stuck === undefined) expect(transition).toBeNull();
    if (transition === null) return;
    expect(transition.instance.interventions).toHaveLength((instance.interventions?.length ?? 0) + 1);
    take(transition);
  }

  const hasEnded = () => instance.status === "completed" || instance.status === "compensated";

  take(start);
  return {
    asked,
    statuses,
    get instance() {
      return instance;
    },
    happen(happening: Happening): void {
      switch (happening.kind) {
        case "time":
          nowMs += happening.ms;
          return take(engine.due(instance, now()));
        case "abort":
          return take(
            engine.abort(instance, { code: "REQUESTED", message: "called off" }, now()) ?? { instance, messages: [], changed: false },
          );
        case "intervene":
          return intervene(happening.action);
        case "answer":
          return asked.length === 0 ? undefined : answer(asked[happening.which % asked.length]!.operationId, happening.ok);
        default:
          return answerUnasked(`m:${definition.steps[happening.step]?.name ?? "none"}${happening.undo ? ":undo" : ""}`, happening.ok);
      }
    },
    /** Nobody answers any more, and time goes on for as long as anything is waited for. */
    fallSilent(): void {
      for (let count = 0; instance.dueAt !== null; count += 1) {
        expect(count).toBeLessThan(200);
        nowMs = Math.max(nowMs, instance.dueAt.getTime());
        take(engine.due(instance, now()));
      }
    },
    /** Whoever was ever asked says that it is done, also who said no before; and so do those who are asked because of that. */
    answerAllWell(): void {
      for (let at = 0; at < asked.length && !hasEnded(); at += 1) reply(asked[at]!.operationId, true);
    },
  };
}

/** What must hold of every run at every moment. */
function checkPromises(definition: SagaDefinition<unknown>, { asked, statuses, instance }: ReturnType<typeof createRun>): void {
  const place = new Map(definition.steps.map(({ name }, index) => [name, index]));
  const undos = asked.filter(({ undo }) => undo);
  const firstUndo = asked.findIndex(({ undo }) => undo);

  // Never both: once it turns back it only goes back, and it does not complete.
  if (firstUndo >= 0) {
    expect(asked.slice(firstUndo).every(({ undo }) => undo)).toBe(true);
    expect(statuses).not.toContain("completed");
  }
  expect(statuses.includes("completed") && statuses.includes("compensated")).toBe(false);

  // An end is an end.
  const end = statuses.findIndex((status) => status === "completed" || status === "compensated");
  if (end >= 0) expect(end).toBe(statuses.length - 1);

  // In reverse order, and none again after it is done: repetitions are of one step, side by side.
  const order = undos.map(({ step }) => place.get(step)!).filter((at, index, all) => at !== all[index - 1]);
  expect(order).toEqual(order.toSorted((a, b) => b - a));
  expect(new Set(order).size).toBe(order.length);

  // Forth in order as well, group by group.
  const forth = asked.filter(({ undo }) => !undo).map(({ step }) => Math.min(...stageAt(definition, place.get(step)!)));
  expect(forth).toEqual(forth.toSorted((a, b) => a - b));

  // No more askings than patience allows, which a person may renew.
  const allowed = patience.attempts * (1 + (instance.interventions?.length ?? 0));
  for (const { operationId } of asked)
    expect(asked.filter((other) => other.operationId === operationId).length).toBeLessThanOrEqual(allowed);

  // Undone is only what was asked for; nothing is undone past the pivot.
  for (const { step } of undos) expect(asked.some((operation) => !operation.undo && operation.step === step)).toBe(true);
  const pivot = instance.steps.find((_step, index) => definition.steps[index]?.kind === "pivot");
  if (pivot?.status === "succeeded") expect(undos).toEqual([]);

  if (instance.status === "completed") {
    expect(instance.steps.every(({ status }) => status === "succeeded" || status === "skipped")).toBe(true);
    expect(instance.failure).toBeNull();
  }
  if (instance.status === "compensated") {
    // Everything that was done, or may have been, is undone.
    expect(instance.steps.filter(({ status, inDoubt }) => status === "succeeded" || inDoubt)).toEqual([]);
    expect(instance.failure).toEqual(instance.cause);
    expect(instance.cause).not.toBeNull();
  }
  if (instance.status === "needs-attention") {
    expect(instance.failure).not.toBeNull();
    const stuck = instance.steps.flatMap(({ name, status }) => (status === "needs-attention" ? [name] : []));
    expect(stuck).toContain(instance.failure?.step as string);
    // Only steps that were asked for together can need somebody together.
    expect(new Set(stuck.map((name) => Math.min(...stageAt(definition, place.get(name)!)))).size).toBe(1);
  }
}

const RUNS = { numRuns: 1_500 };

test("Law 3: every saga ends, or says whom it needs, whatever its participants do: never both done and undone, undone in reverse, nothing twice", () => {
  fc.assert(
    fc.property(shapes, happenings, (shape, all) => {
      const definition = definitionOf(shape);
      const run = createRun(definition);
      for (const happening of all) {
        run.happen(happening);
        checkPromises(definition, run);
      }
      run.fallSilent();
      checkPromises(definition, run);
      expect(["completed", "compensated", "needs-attention"]).toContain(run.instance.status);
    }),
    RUNS,
  );
});

test("Law 3: what needs attention heals by late answers alone, when they are good", () => {
  fc.assert(
    fc.property(shapes, happenings, (shape, all) => {
      const definition = definitionOf(shape);
      const run = createRun(definition);
      for (const happening of all) run.happen(happening);
      run.fallSilent();
      const before = run.instance.status;
      run.answerAllWell();
      checkPromises(definition, run);
      if (before === "needs-attention") expect(["completed", "compensated"]).toContain(run.instance.status);
      else expect(run.instance.status).toBe(before);
    }),
    RUNS,
  );
});

test("a saga that is stored and read again between any two happenings goes the same way", () => {
  fc.assert(
    fc.property(shapes, happenings, (shape, all) => {
      const definition = definitionOf(shape);
      const kept = createRun(definition);
      const stored = createRun(definition, structuredClone<SagaInstance>);
      for (const happening of all) {
        kept.happen(happening);
        stored.happen(happening);
      }
      expect(stored.instance).toEqual(kept.instance);
      expect(stored.asked).toEqual(kept.asked);
    }),
    { numRuns: 300 },
  );
});
