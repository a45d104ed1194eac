import { beforeEach, expect, test } from "bun:test";
import { type Sample, startMetrics } from "../test/samples.ts";
import type { SagaInstance, SagaStatus, SagaStepState, SagaStepStatus } from "./definition.ts";
import { createSagaWatch } from "./watch.ts";

const T0 = new Date("2026-01-01T00:00:00Z");
const after = (seconds: number) => new Date(T0.getTime() + seconds * 1000);

function step(status: SagaStepStatus, change: Partial<SagaStepState> = {}): SagaStepState {
  const isAsked = status !== "pending";
  return {
    name: "seat",
    status,
    operationId: "s1:seat",
    attempts: 1,
    compensationAttempts: 0,
    inDoubt: false,
    startedAt: isAsked ? T0 : null,
    endedAt: null,
    errorCode: null,
    ...change,
  };
}

function saga(status: SagaStatus, only: SagaStepState, endedAt: Date | null = null): SagaInstance {
  const nothing = { data: null, dueAt: null, failure: null, cause: null, traceId: null };
  return { id: "s1", name: "book-trip", version: 1, status, steps: [only], startedAt: T0, endedAt, ...nothing };
}

let measured: ReturnType<typeof startMetrics>;

beforeEach(() => {
  measured = startMetrics();
});

async function recorded(): Promise<readonly Sample[]> {
  const samples = await measured.read();
  await measured.stop();
  return samples;
}

const seat = (outcome: string, seconds: number): Sample => ({
  name: "mercato_saga_step_duration_seconds",
  labels: { service: "travel", saga: "book-trip", step: "seat", outcome },
  count: 1,
  sum: seconds,
});

const whole = (outcome: string, seconds: number): Sample => ({
  name: "mercato_saga_duration_seconds",
  labels: { service: "travel", saga: "book-trip", outcome },
  count: 1,
  sum: seconds,
});

const running = saga("running", step("running"));

interface Move {
  readonly before: SagaInstance;
  readonly now: SagaInstance;
  readonly expected: readonly Sample[];
}

const moves: readonly (readonly [string, Move])[] = [
  [
    "that came about",
    {
      before: running,
      now: saga("completed", step("succeeded", { endedAt: after(2) }), after(3)),
      expected: [whole("completed", 3), seat("succeeded", 2)],
    },
  ],
  [
    "that was refused",
    {
      before: running,
      now: saga("compensated", step("failed", { endedAt: after(1) }), after(1)),
      expected: [whole("compensated", 1), seat("refused", 1)],
    },
  ],
  [
    "that nobody answered",
    {
      before: running,
      now: saga("compensating", step("failed", { endedAt: after(4), inDoubt: true })),
      expected: [seat("failed", 4)],
    },
  ],
  [
    "that was undone",
    {
      before: saga("compensating", step("compensating")),
      now: saga("compensated", step("compensated", { endedAt: after(6) }), after(6)),
      expected: [whole("compensated", 6), seat("compensated", 6)],
    },
  ],
  [
    "that a person has to see to",
    {
      before: running,
      now: saga("needs-attention", step("needs-attention")),
      expected: [whole("needs_attention", 9), seat("failed", 9)],
    },
  ],
  ["that was only asked for again", { before: running, now: saga("running", step("running", { attempts: 2 })), expected: [] }],
  [
    "that had nothing to do",
    { before: saga("running", step("pending")), now: saga("running", step("skipped", { startedAt: T0, endedAt: T0 })), expected: [] },
  ],
];

test.each(moves)("a step %s is recorded once, and its saga when it ended", async (_what, { before, now, expected }) => {
  const watch = createSagaWatch("travel");
  watch({ before: [before], after: now, at: after(9) });
  // What did not change does not count again.
  watch({ before: [now], after: now, at: after(20) });
  expect(await recorded()).toEqual([...expected]);
});
