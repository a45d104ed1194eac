import { expect, test } from "bun:test";
import { createFailureCollector } from "./failures.ts";

const OUTPUT = [
  "bun test v1.4.5",
  "",
  "chassis/a.test.ts:",
  "(pass) fine [1.00ms]",
  "",
  "router/b.test.ts:",
  "error: expected 1, got 2",
  "\u001b[31m(fail)\u001b[0m it adds up [3.00ms]",
  "(pass) it subtracts [1.00ms]",
  "\u001b[0mreason of the second\u001b[0m",
  "(fail) it divides [1.00ms]",
  "",
];

function collect(chunks: readonly string[]): readonly string[] {
  const collector = createFailureCollector();
  for (const chunk of chunks) collector.write(chunk);
  return collector.failures();
}

test("what a failed test said is kept with its file and its verdict, and nothing of those that passed", () => {
  expect(collect([OUTPUT.join("\n")])).toEqual([
    "router/b.test.ts:\nerror: expected 1, got 2\n(fail) it adds up [3.00ms]",
    "router/b.test.ts:\nreason of the second\n(fail) it divides [1.00ms]",
  ]);
});

test("what is listed once more at the end of a run is not said twice", () => {
  expect(collect([[...OUTPUT, "2 tests failed:", "(fail) it adds up [3.00ms]", "(fail) it divides [1.00ms]", ""].join("\n")])).toEqual(
    collect([OUTPUT.join("\n")]),
  );
});

test("output may come in pieces of any size", () => {
  expect(collect([...OUTPUT.join("\n")])).toEqual(collect([OUTPUT.join("\n")]));
});

test("of a test that said very much the last lines are kept", () => {
  const lines = Array.from({ length: 500 }, (_, index) => `line ${index}`);
  const [failure] = collect([["x.test.ts:", ...lines, "(fail) loud", ""].join("\n")]);
  expect(failure?.split("\n")).toHaveLength(41);
  expect(failure).toContain("line 499\n(fail) loud");
  expect(failure).not.toContain("line 100\n");
});
