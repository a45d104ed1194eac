import { expect, test } from "bun:test";
import { SetupProblem } from "@mercato/local/servers/problem";
import { checkCores, parseBusyMs, pinned } from "./processor.ts";

const STAT = `cpu  300 0 100 5000 20 0 5 0 0 0
cpu0 100 1 50 2000 10 2 3 4 0 0
cpu1 200 0 50 3000 10 0 2 0 0 0
intr 12345
`;

test("a core is busy with all that is neither idling nor waiting for a disk", () => {
  expect(parseBusyMs(STAT, 0)).toBe((100 + 1 + 50 + 2 + 3 + 4) * 10);
  expect(parseBusyMs(STAT, 1)).toBe((200 + 50 + 2) * 10);
});

test("a pinned command is the same command, behind taskset", () => {
  expect(pinned(3, { command: "bun", args: ["main.ts", "--port", "1"] })).toEqual({
    command: "taskset",
    args: ["--cpu-list", "3", "bun", "main.ts", "--port", "1"],
  });
});

test("load and gateway cannot have the same core", () => {
  expect(() => checkCores({ load: 0, gateway: 0 }, process.env["PATH"])).toThrow(SetupProblem);
});

test("a core that the machine has not got is refused", () => {
  expect(() => checkCores({ load: 0, gateway: 4096 }, process.env["PATH"])).toThrow(SetupProblem);
});
