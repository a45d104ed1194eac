import { expect, test } from "bun:test";
import { cpuSince, familyOf, parseProc, parsePsTime } from "./resources.ts";

const usage = (pid: number, parent: number, cpuMs = 0) => ({ pid, parent, cpuMs, rssBytes: 0 });

test("a process is read from /proc, also when its name holds spaces and parentheses", () => {
  const stat = "42 (post (gres) x) S 7 42 42 0 -1 4194304 1 0 0 0 150 50 0 0 20 0 1 0 12345 1000 200";
  expect(parseProc(42, stat, "Name:\tpostgres\nVmRSS:\t   2048 kB\n")).toEqual({ pid: 42, parent: 7, cpuMs: 2000, rssBytes: 2_097_152 });
});

test("a family is a process and all that descend from it", () => {
  const processes = [usage(1, 0), usage(2, 1), usage(3, 2), usage(4, 1), usage(5, 9)];
  expect(familyOf(2, processes).map(({ pid }) => pid)).toEqual([2, 3]);
  expect(
    familyOf(1, processes)
      .map(({ pid }) => pid)
      .toSorted(),
  ).toEqual([1, 2, 3, 4]);
  expect(familyOf(77, processes)).toEqual([]);
});

test("what a family used is what its members used since, and all that new ones used", () => {
  const before = new Map([[1, 1000]]);
  expect(cpuSince(before, [usage(1, 0, 1300), usage(2, 1, 50)])).toBe(350);
  expect(cpuSince(before, [usage(1, 0, 900)])).toBe(0);
});

test("CPU time is read as ps prints it", () => {
  expect(parsePsTime("1:02.50")).toBe(62.5);
  expect(parsePsTime("01:00:02")).toBe(3602);
  expect(parsePsTime("2-00:00:01")).toBe(172_801);
});
