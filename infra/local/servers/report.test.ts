import { expect, test } from "bun:test";
import { createTerminalReport } from "./report.ts";

test("a long stage says what it is at while it runs, and how long it took", async () => {
  const lines: string[] = [];
  const report = createTerminalReport({ write: (line) => void lines.push(line), startedAt: Date.now(), everyMs: 1 });
  await report.stage("building", async (detail) => {
    detail("package a");
    while (lines.length < 2) await new Promise((resolve) => setTimeout(resolve, 1));
  });
  const texts = lines.map((line) => line.replace(/^\[ *[\d.]+ s\] /, ""));
  expect(texts[0]).toBe("building ...");
  expect(texts[1]).toBe("building: 0 s · package a");
  expect(texts.at(-1)).toMatch(/^building: done in \d+\.\d s$/);
});

test("a stage that fails passes its error on", async () => {
  const report = createTerminalReport({ write: () => undefined, startedAt: Date.now() });
  await expect(report.stage("building", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
});
