import { expect, test } from "bun:test";
import { InvariantError } from "../errors/index.ts";
import { checkDefinitions } from "./check.ts";
import { defineSaga, type SagaStep } from "./definition.ts";

const patience = { timeoutMs: 1_000, attempts: 3 };
const nothing = () => null;
const undoable: Omit<SagaStep<unknown>, "name"> = { kind: "compensatable", invoke: nothing, compensate: nothing, patience };
const pivot: Omit<SagaStep<unknown>, "name"> = { kind: "pivot", invoke: nothing, patience };
const retriable: Omit<SagaStep<unknown>, "name"> = { kind: "retriable", invoke: nothing, patience };

function problemOf(...definitions: Parameters<typeof checkDefinitions>[0]): string | null {
  try {
    checkDefinitions(definitions);
    return null;
  } catch (error) {
    expect(error).toBeInstanceOf(InvariantError);
    return (error as Error).message;
  }
}

test("sagas that go forth, past their pivot, and on are accepted; so are parts of that", () => {
  const whole = defineSaga("whole", 1).step("a", undoable).step("b", undoable).step("c", pivot).step("d", retriable).step("e", retriable);
  expect(
    problemOf(whole, defineSaga("whole", 2).step("a", retriable), defineSaga("back", 1).step("a", undoable), defineSaga("none", 1)),
  ).toBeNull();
});

test("nothing that can turn back comes after what cannot", () => {
  expect(problemOf(defineSaga("s", 1).step("a", pivot).step("b", undoable))).toBe("s: b is compensatable and comes too late");
  expect(problemOf(defineSaga("s", 1).step("a", retriable).step("b", pivot))).toBe("s: b is pivot and comes too late");
  expect(problemOf(defineSaga("s", 1).step("a", pivot).step("b", pivot))).toBe("s: there is more than one pivot");
});

test("steps of a group stand side by side, are of one kind, and none is the pivot", () => {
  const group = "g";
  const grouped = { ...undoable, group };
  expect(problemOf(defineSaga("s", 1).step("a", grouped).step("b", grouped).step("c", pivot))).toBeNull();
  expect(problemOf(defineSaga("s", 1).step("a", grouped).step("b", undoable).step("c", grouped))).toBe(
    "s: c stands apart from its group g",
  );
  expect(problemOf(defineSaga("s", 1).step("a", { ...pivot, group }))).toBe("s: a is a pivot and cannot be in a group");
  expect(
    problemOf(
      defineSaga("s", 1)
        .step("a", grouped)
        .step("b", { ...retriable, group }),
    ),
  ).toBe("s: b is of another kind than its group g");
});

test("what is called compensatable can be undone", () => {
  expect(problemOf(defineSaga("s", 1).step("a", { kind: "compensatable", invoke: nothing, patience }))).toBe(
    "s: a is compensatable by nothing",
  );
});

test("names are told apart: no step twice, no colon, no version twice", () => {
  expect(problemOf(defineSaga("s", 1).step("a", undoable).step("a", pivot))).toBe("s: there are two steps a");
  expect(problemOf(defineSaga("s", 1).step("a:undo", undoable))).toBe('s: "a:undo" cannot be a step\'s name');
  expect(problemOf(defineSaga("s", 1), defineSaga("s", 1))).toBe("s 1 is declared twice");
});

test("whoever is asked is asked at least once, and all that is wrong is told at once", () => {
  const never = { timeoutMs: 1_000, attempts: 0 };
  const problem = problemOf(
    defineSaga("s", 1)
      .step("a", { ...undoable, compensationPatience: never })
      .step("b", { ...pivot, patience: never }),
  );
  expect(problem).toBe("s: undoing a is not asked for even once; s: b is not asked even once");
});
