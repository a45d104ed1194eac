import { describe, expect, test } from "bun:test";
import { z } from "zod";
import { type MessageContract, message, type OutgoingMessage } from "../bus/index.ts";
import { UnknownSagaError } from "../errors/index.ts";
import { defineSaga, type SagaInstance, type SagaReply, type StepPatience } from "./definition.ts";
import { createSagaEngine } from "./engine.ts";
import type { SagaTransition } from "./moves.ts";

interface Trip {
  readonly tripId: string;
  readonly withHotel: boolean;
}

const command = (name: string) =>
  ({
    kind: "command",
    context: "travel",
    version: 1,
    name,
    type: `travel.v1.cmd.${name}`,
    schema: z.object({ operationId: z.string() }),
  }) satisfies MessageContract;

const asking = (name: string) => (_data: unknown, operationId: string) => message(command(name), { operationId });
const patience: StepPatience = { timeoutMs: 1_000, maxTimeoutMs: 3_000, attempts: 3 };
const compensationPatience: StepPatience = { timeoutMs: 2_000, attempts: 2 };

/** Seat and room can be given back, the ticket is the point of no return, the mail must go out. */
const bookTrip = defineSaga<Trip>("book-trip", 1)
  .step("seat", { kind: "compensatable", patience, compensationPatience, invoke: asking("take-seat"), compensate: asking("free-seat") })
  .step("room", {
    kind: "compensatable",
    patience,
    compensationPatience,
    invoke: (data, operationId) => (data.withHotel ? asking("take-room")(data, operationId) : null),
    compensate: asking("free-room"),
  })
  .step("ticket", { kind: "pivot", patience, compensationPatience, invoke: asking("issue"), compensate: asking("revoke") })
  .step("mail", { kind: "retriable", patience, invoke: asking("send-mail") });

const engine = createSagaEngine([bookTrip]);
const T0 = new Date("2026-01-01T00:00:00Z");
const after = (ms: number) => new Date(T0.getTime() + ms);
const ok = (operationId: string): SagaReply => ({ operationId, outcome: { ok: true } });
const refused = (operationId: string, code = "FULL"): SagaReply => ({ operationId, outcome: { ok: false, code, message: `${code}!` } });

const names = (messages: readonly OutgoingMessage[]) =>
  messages.map(({ contract, data }) => `${contract.name} ${(data as { operationId: string }).operationId}`);
const steps = ({ steps }: SagaInstance) => steps.map(({ status }) => status);

function begin(data: Partial<Trip> = {}): SagaTransition {
  return engine.start({ id: "s1", definition: bookTrip, data: { tripId: "t1", withHotel: true, ...data }, now: T0, traceId: "abc" });
}

/** Takes one thing after another in; replies as they are, numbers as time that has passed since the start. */
function run(first: SagaInstance, ...happenings: readonly (SagaReply | number)[]): SagaTransition {
  let transition: SagaTransition = { instance: first, messages: [], changed: false };
  for (const happening of happenings) {
    const { instance } = transition;
    transition = typeof happening === "number" ? engine.due(instance, after(happening)) : engine.reply(instance, happening, after(10));
  }
  return transition;
}

describe("going forth", () => {
  test("a saga begins with its first step's command and a deadline", () => {
    const { instance, messages, changed } = begin();
    expect(changed).toBe(true);
    expect(names(messages)).toEqual(["take-seat s1:seat"]);
    expect(instance).toMatchObject({
      status: "running",
      startedAt: T0,
      endedAt: null,
      dueAt: after(1_000),
      failure: null,
      cause: null,
      traceId: "abc",
    });
    expect(steps(instance)).toEqual(["running", "pending", "pending", "pending"]);
  });

  test("each answer asks for the next step, the last one ends the saga", () => {
    const seated = run(begin().instance, ok("s1:seat"));
    expect(names(seated.messages)).toEqual(["take-room s1:room"]);
    const roomed = run(seated.instance, ok("s1:room"));
    expect(names(roomed.messages)).toEqual(["issue s1:ticket"]);
    const issued = run(roomed.instance, ok("s1:ticket"));
    expect(names(issued.messages)).toEqual(["send-mail s1:mail"]);
    const done = run(issued.instance, ok("s1:mail"));
    expect(done).toMatchObject({ messages: [], instance: { status: "completed", dueAt: null, endedAt: after(10), failure: null } });
    expect(steps(done.instance)).toEqual(["succeeded", "succeeded", "succeeded", "succeeded"]);
  });

  test("a step with nothing to do is passed", () => {
    const seated = run(begin({ withHotel: false }).instance, ok("s1:seat"));
    expect(names(seated.messages)).toEqual(["issue s1:ticket"]);
    expect(steps(seated.instance)).toEqual(["succeeded", "skipped", "running", "pending"]);
  });

  test("a saga with nothing to do at all is over as it begins", () => {
    const idle = defineSaga("idle", 1).step("a", { kind: "retriable", patience, invoke: () => null });
    const { instance, messages } = createSagaEngine([idle]).start({ id: "s2", definition: idle, data: null, now: T0, traceId: null });
    expect([instance.status, messages]).toEqual(["completed", []]);
  });
});

describe("Law 5: what comes twice, late or out of turn changes nothing", () => {
  const seated = run(begin().instance, ok("s1:seat")).instance;
  const done = run(seated, ok("s1:room"), ok("s1:ticket"), ok("s1:mail")).instance;
  const undone = run(seated, refused("s1:room"), ok("s1:seat:undo")).instance;

  test.each([
    ["an answer that was taken in", seated, ok("s1:seat")],
    ["a refusal of what succeeded", seated, refused("s1:seat")],
    ["an answer to what was not asked", seated, ok("s1:mail")],
    ["an undoing that was not asked for", seated, ok("s1:seat:undo")],
    ["an answer to another saga's operation", seated, ok("s2:room")],
    ["an answer after the end", done, refused("s1:mail")],
    ["an undoing after the end", done, ok("s1:seat:undo")],
    ["an answer after all was undone", undone, ok("s1:room")],
    ["a second undoing", undone, ok("s1:seat:undo")],
  ])("%s", (_what, instance, reply) => {
    expect(engine.reply(instance, reply, after(10))).toEqual({ instance, messages: [], changed: false });
  });

  test("time that is not up yet", () => {
    expect(engine.due(seated, after(999)).changed).toBe(false);
    expect(engine.due(done, after(1e9)).changed).toBe(false);
  });
});

describe("turning back", () => {
  test("a refusal undoes what was done, last first, and not what was refused", () => {
    const failed = run(begin().instance, ok("s1:seat"), ok("s1:room"), refused("s1:ticket", "DECLINED"));
    expect(names(failed.messages)).toEqual(["free-room s1:room:undo"]);
    const failure = { step: "ticket", code: "DECLINED", message: "DECLINED!" };
    expect(failed.instance).toMatchObject({ status: "compensating", failure, cause: failure, dueAt: after(2_010) });
    const half = run(failed.instance, ok("s1:room:undo"));
    expect(names(half.messages)).toEqual(["free-seat s1:seat:undo"]);
    const back = run(half.instance, ok("s1:seat:undo"));
    expect(back).toMatchObject({
      messages: [],
      instance: { status: "compensated", dueAt: null, endedAt: after(10), failure, cause: failure },
    });
    expect(steps(back.instance)).toEqual(["compensated", "compensated", "failed", "pending"]);
  });

  test("a refusal of the first step undoes nothing", () => {
    const { instance, messages } = run(begin().instance, refused("s1:seat"));
    expect([instance.status, messages]).toEqual(["compensated", []]);
  });

  test("a step that was passed is not undone", () => {
    const failed = run(begin({ withHotel: false }).instance, ok("s1:seat"), refused("s1:ticket"));
    expect(names(failed.messages)).toEqual(["free-seat s1:seat:undo"]);
  });

  test("what never answered may have been done, so it is undone too, and first", () => {
    const silent = run(begin().instance, ok("s1:seat"), 1_010, 3_010);
    expect(names(silent.messages)).toEqual(["take-room s1:room"]);
    const given = run(silent.instance, 6_010);
    expect(names(given.messages)).toEqual(["free-room s1:room:undo"]);
    expect(given.instance).toMatchObject({ status: "compensating", cause: { step: "room", code: "TIMEOUT" } });
    expect(steps(given.instance)).toEqual(["succeeded", "compensating", "pending", "pending"]);
  });

  test("an answer that comes while its step is being undone changes nothing: the undoing stands", () => {
    const silent = run(begin().instance, 1_000, 3_000, 6_000).instance;
    expect(steps(silent)[0]).toBe("compensating");
    expect(engine.reply(silent, ok("s1:seat"), after(6_001)).changed).toBe(false);
    expect(run(silent, ok("s1:seat:undo")).instance.status).toBe("compensated");
  });
});

describe("patience", () => {
  test("a silent participant is asked again for the same operation, less and less often", () => {
    const second = engine.due(begin().instance, after(1_000));
    expect(names(second.messages)).toEqual(["take-seat s1:seat"]);
    expect(second.instance.dueAt).toEqual(after(3_000));
    const third = engine.due(second.instance, after(3_000));
    expect(third.instance.dueAt).toEqual(after(6_000));
    expect(third.instance.steps[0]).toMatchObject({ attempts: 3, startedAt: T0 });
  });

  test("an answer to any asking counts", () => {
    const second = engine.due(begin().instance, after(1_000));
    expect(names(run(second.instance, ok("s1:seat")).messages)).toEqual(["take-room s1:room"]);
  });

  test("an undoing that is refused is asked for again when its time is up", () => {
    const failed = run(begin().instance, ok("s1:seat"), refused("s1:room"));
    const stuck = engine.reply(failed.instance, refused("s1:seat:undo", "BUSY"), after(20));
    expect([stuck.changed, stuck.messages, stuck.instance.dueAt]).toEqual([true, [], after(2_010)]);
    expect(engine.reply(stuck.instance, refused("s1:seat:undo", "BUSY"), after(30)).changed).toBe(false);
    const again = engine.due(stuck.instance, after(2_010));
    expect(names(again.messages)).toEqual(["free-seat s1:seat:undo"]);
    expect(run(again.instance, ok("s1:seat:undo")).instance.status).toBe("compensated");
  });
});

describe("needing a person", () => {
  const issued = run(begin().instance, ok("s1:seat"), ok("s1:room"), ok("s1:ticket")).instance;

  test("past the pivot nothing is undone: what fails for good, or stays silent, needs attention", () => {
    const failed = run(issued, refused("s1:mail", "NO_ADDRESS"));
    expect(failed).toMatchObject({
      messages: [],
      instance: { status: "needs-attention", dueAt: null, endedAt: null, failure: { step: "mail", code: "NO_ADDRESS" }, cause: null },
    });
    const silent = run(issued, 1_010, 3_010, 6_010);
    expect(silent.instance).toMatchObject({ status: "needs-attention", failure: { step: "mail", code: "TIMEOUT" } });
  });

  test("a late success heals it", () => {
    const stuck = run(issued, refused("s1:mail")).instance;
    expect(run(stuck, ok("s1:mail")).instance).toMatchObject({ status: "completed", failure: null, dueAt: null });
  });

  test("a second refusal tells nobody anything new", () => {
    const stuck = run(issued, refused("s1:mail")).instance;
    expect(engine.reply(stuck, refused("s1:mail"), after(20)).changed).toBe(false);
  });

  test("an undoing that keeps failing needs attention, and why it was to be undone stays known", () => {
    const failed = run(begin().instance, ok("s1:seat"), refused("s1:room", "FULL")).instance;
    const stuck = run(failed, refused("s1:seat:undo", "BUSY"), 2_010, 6_010).instance;
    expect(stuck).toMatchObject({
      status: "needs-attention",
      dueAt: null,
      failure: { step: "seat", code: "BUSY" },
      cause: { step: "room", code: "FULL" },
    });
    expect(engine.reply(stuck, refused("s1:seat:undo", "BUSY"), after(20)).changed).toBe(false);
    const healed = run(stuck, ok("s1:seat:undo")).instance;
    expect(healed).toMatchObject({ status: "compensated", failure: { step: "room", code: "FULL" } });
  });

  test("a healed undoing goes on with what is left to undo", () => {
    const failed = run(begin().instance, ok("s1:seat"), ok("s1:room"), refused("s1:ticket")).instance;
    const stuck = run(failed, 2_010, 6_010).instance;
    expect(stuck.status).toBe("needs-attention");
    const healed = run(stuck, ok("s1:room:undo"));
    expect([healed.instance.status, names(healed.messages)]).toEqual(["compensating", ["free-seat s1:seat:undo"]]);
  });

  test("a pivot in doubt that cannot be undone is left to a person: nobody knows on which side of it we are", () => {
    const oneWay = defineSaga("one-way", 1).step("pay", { kind: "pivot", patience, invoke: asking("pay") });
    const local = createSagaEngine([oneWay]);
    let { instance } = local.start({ id: "p1", definition: oneWay, data: null, now: T0, traceId: null });
    for (const ms of [1_000, 3_000, 6_000]) instance = local.due(instance, after(ms)).instance;
    expect(instance).toMatchObject({ status: "needs-attention", failure: { code: "TIMEOUT" } });
    expect(local.reply(instance, ok("p1:pay"), after(7_000)).instance.status).toBe("completed");
    expect(local.reply(instance, refused("p1:pay"), after(7_000)).instance).toMatchObject({
      status: "compensated",
      failure: { code: "FULL" },
    });
  });
});

describe("turning back on demand", () => {
  const demand = { code: "REQUESTED", message: "the buyer changed their mind" };

  test("a running step is undone as one in doubt, then what was done before it", () => {
    const roomed = run(begin().instance, ok("s1:seat"), ok("s1:room")).instance;
    const aborted = engine.abort(roomed, demand, after(20));
    expect(names(aborted?.messages ?? [])).toEqual(["revoke s1:ticket:undo"]);
    expect(aborted?.instance).toMatchObject({ status: "compensating", cause: { step: "ticket", code: "REQUESTED" } });
    const back = run(aborted!.instance, ok("s1:ticket:undo"), ok("s1:room:undo"), ok("s1:seat:undo")).instance;
    expect(back).toMatchObject({ status: "compensated", failure: { code: "REQUESTED" } });
  });

  test("past the pivot, while turning back, at the end, and where a person is needed, it is too late", () => {
    const issued = run(begin().instance, ok("s1:seat"), ok("s1:room"), ok("s1:ticket")).instance;
    const turning = run(begin().instance, ok("s1:seat"), refused("s1:room")).instance;
    const late = [issued, turning, run(issued, ok("s1:mail")).instance, run(issued, refused("s1:mail")).instance];
    expect(late.map((instance) => engine.abort(instance, demand, after(20)))).toEqual([null, null, null, null]);
  });

  test("what must succeed in the end cannot be called off, even if it could be undone", () => {
    const oneStep = defineSaga("give-back", 1).step("refund", {
      kind: "retriable",
      patience,
      invoke: asking("refund"),
      compensate: asking("take"),
    });
    const local = createSagaEngine([oneStep]);
    const { instance } = local.start({ id: "r1", definition: oneStep, data: null, now: T0, traceId: null });
    expect(local.abort(instance, demand, after(20))).toBeNull();
  });
});

describe("versions", () => {
  const second = defineSaga<Trip>("book-trip", 2).step("seat", {
    kind: "compensatable",
    patience,
    invoke: asking("take-seat-2"),
    compensate: asking("free-seat-2"),
  });

  test("a running saga finishes under the definition that it began with", () => {
    const newer = createSagaEngine([bookTrip, second]);
    const old = begin().instance;
    const stored = structuredClone(old);
    expect(names(newer.reply(stored, ok("s1:seat"), after(10)).messages)).toEqual(["take-room s1:room"]);
    expect(newer.reply(stored, ok("s1:seat"), after(10)).instance.version).toBe(1);
    const started = newer.start({ id: "s9", definition: second, data: { tripId: "t", withHotel: true }, now: T0, traceId: null });
    expect(names(started.messages)).toEqual(["take-seat-2 s9:seat"]);
    expect(newer.reply(started.instance, ok("s9:seat"), after(10)).instance).toMatchObject({ status: "completed", version: 2 });
  });

  test("a definition that is not known is an error for those who run, and none for those who have ended", () => {
    const newer = createSagaEngine([second]);
    const running = begin().instance;
    expect(() => newer.reply(running, ok("s1:seat"), after(10))).toThrow(UnknownSagaError);
    // Such an answer waits for a process that knows more.
    expect(new UnknownSagaError("book-trip", 1).retryable).toBe(true);
    expect(() => newer.due(running, after(1_000))).toThrow("no saga book-trip of version 1 is known");
    const ended = run(running, refused("s1:seat")).instance;
    expect(newer.reply(ended, ok("s1:seat"), after(10)).changed).toBe(false);
  });
});
