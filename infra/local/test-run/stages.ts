import { join } from "node:path";
import { SetupProblem } from "../servers/problem.ts";
import type { TestKind } from "./discover.ts";

/** A stage that is one command, and counts as one check. */
export interface CommandStage {
  readonly name: string;
  readonly title: string;
  /** A script of the root package.json. */
  readonly script: string;
}

/** A stage that runs tests, each of which counts. */
export interface TestStage {
  readonly name: TestKind;
  readonly title: string;
  /** A test that takes longer fails, in milliseconds. */
  readonly timeoutMs: number;
  /** All of them together; a run that hangs is ended, in milliseconds. */
  readonly stageTimeoutMs: number;
  readonly needsServers: boolean;
}

export type Stage = CommandStage | TestStage;

const MINUTE_MS = 60_000;

/** Everything that `npm test` runs, in order: the quick ones first. */
export const stages: readonly Stage[] = [
  { name: "lint", title: "lint and format", script: "lint" },
  { name: "types", title: "types", script: "types" },
  { name: "drift", title: "generated files and composition", script: "gen:check" },
  { name: "infra", title: "deployment files", script: "infra:check" },
  { name: "unit", title: "unit tests", timeoutMs: 20_000, stageTimeoutMs: 5 * MINUTE_MS, needsServers: false },
  {
    name: "integration",
    title: "integration tests on real servers",
    timeoutMs: 60_000,
    stageTimeoutMs: 20 * MINUTE_MS,
    needsServers: true,
  },
  { name: "e2e", title: "end-to-end tests", timeoutMs: 180_000, stageTimeoutMs: 40 * MINUTE_MS, needsServers: true },
];

/** Whether a stage runs tests. */
export function isTestStage(stage: Stage): stage is TestStage {
  return "needsServers" in stage;
}

/** The stages of `--only`; all when it is not given. @throws SetupProblem that names an unknown one */
export function chooseStages(only: readonly string[] | undefined): readonly Stage[] {
  const unknown = only?.find((name) => !stages.some((stage) => stage.name === name));
  if (unknown !== undefined)
    throw new SetupProblem(`There is no stage "${unknown}"; there are ${stages.map(({ name }) => name).join(", ")}.`);
  return stages.filter(({ name }) => only === undefined || only.includes(name));
}

/** The arguments of `bun` for the tests of a stage. */
export function testArguments(stage: TestStage, files: readonly string[], reportFile: string): string[] {
  const paths = files.map((file) => `./${file}`);
  return ["test", "--reporter=junit", `--reporter-outfile=${reportFile}`, `--timeout=${stage.timeoutMs}`, ...paths];
}

/** Where the report of a stage is written. */
export function reportFile(directory: string, stage: TestStage): string {
  return join(directory, `${stage.name}.junit.xml`);
}
