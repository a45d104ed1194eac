import { expect, test } from "bun:test";
import { DependencyUnavailableError } from "../errors/index.ts";
import { createManualClock, createRecordedLog } from "../testing/index.ts";
import { untilAvailable } from "./patience.ts";

function setUp(answers: readonly (Error | string)[]) {
  const clock = createManualClock();
  const recorded = createRecordedLog();
  let tries = 0;
  const attempt = async () => {
    const answer = answers[Math.min(tries, answers.length - 1)]!;
    tries += 1;
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const waiting = untilAvailable(attempt, { dependency: "bus", timeoutMs: 2_000, clock, log: recorded.log });
  return { clock, waiting, tries: () => tries, ...recorded };
}

const away = new Error("connection refused");

test("what is up is used at once", async () => {
  const { waiting, lines } = setUp(["there"]);
  expect([await waiting, lines]).toEqual(["there", []]);
});

test("what comes up in time is used, and that it was waited for is told", async () => {
  const { clock, waiting, messages } = setUp([away, away, "there"]);
  await clock.advance(1_000);
  expect(await waiting).toBe("there");
  expect(messages("warn")).toEqual(["bus is not up yet", "bus is not up yet"]);
});

test("what does not come up in time is an error that names it and its last failure", async () => {
  const { clock, waiting, tries } = setUp([away]);
  const failing = waiting.catch((error: unknown) => error);
  await clock.advance(60_000);
  const error = await failing;
  expect(error).toBeInstanceOf(DependencyUnavailableError);
  expect(error).toMatchObject({ dependency: "bus", cause: away });
  expect(tries()).toBe(6);
});
