import { describe, expect, test } from "bun:test";
import { kindOf, selectTests } from "./discover.ts";
import { chooseStages, stages } from "./stages.ts";
import { add, oneCheck, tallyJunit } from "./tally.ts";

const junit = (attributes: string) => `<?xml version="1.0"?>\n<testsuites name="bun test" ${attributes}>\n</testsuites>`;

describe("which tests are which", () => {
  test("a file's name says its kind", () => {
    expect(["a/x.test.ts", "a/test/x.int.test.ts", "e2e/x/x.e2e.test.ts", "a/x.ts"].map(kindOf)).toEqual([
      "unit",
      "integration",
      "e2e",
      undefined,
    ]);
  });

  test("what others brought along is not ours to run", () => {
    const paths = [
      "chassis/b.test.ts",
      "chassis/a.test.ts",
      "node_modules/x/a.test.ts",
      "router/node_modules/x/a.test.ts",
      ".local/a/a.test.ts",
    ];
    expect(selectTests(paths, "unit", [])).toEqual(["chassis/a.test.ts", "chassis/b.test.ts"]);
  });

  test("a filter is a part of a path", () => {
    expect(selectTests(["chassis/bus.test.ts", "router/plan.test.ts"], "unit", ["bus", "nothing"])).toEqual(["chassis/bus.test.ts"]);
  });

  test("an unknown stage is refused with those that there are", () => {
    expect(() => chooseStages(["lint", "speed"])).toThrow(
      'There is no stage "speed"; there are lint, types, drift, infra, unit, integration, e2e.',
    );
    expect(chooseStages(undefined)).toEqual(stages);
  });
});

describe("counting", () => {
  test("passed tests are those that did not fail and were not skipped", () => {
    expect(tallyJunit(junit('tests="10" assertions="30" failures="2" skipped="3" time="1"'), 1)).toEqual({ passed: 5, failed: 2 });
  });

  test("a run that ended badly without a failed test counts as a failure", () => {
    expect(tallyJunit(junit('tests="4" assertions="4" failures="0" skipped="0" time="1"'), 1)).toEqual({ passed: 4, failed: 1 });
    expect(tallyJunit(junit('tests="4" assertions="4" failures="0" skipped="0" time="1"'), null)).toEqual({ passed: 4, failed: 1 });
  });

  test("a run without a report counts as a failure, whatever its exit code", () => {
    expect(tallyJunit(undefined, 0)).toEqual({ passed: 0, failed: 1 });
    expect(tallyJunit("half a rep", 0)).toEqual({ passed: 0, failed: 1 });
  });

  test("tallies add up", () => {
    expect(add(oneCheck(true), oneCheck(false), { passed: 5, failed: 2, failures: ["a", "b"] })).toEqual({
      passed: 6,
      failed: 3,
      failures: ["a", "b"],
    });
  });
});
