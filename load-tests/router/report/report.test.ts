import { expect, test } from "bun:test";
import { aRow } from "../testing/rows.ts";
import { barCharts } from "./chart.ts";
import { rounded } from "./results.ts";
import { rowTable, table, verdictTable } from "./table.ts";

test("numbers stand to the right and words to the left, in columns as wide as their widest", () => {
  const columns = [
    { title: "name", text: ({ name }: { name: string }) => name, align: "left" },
    { title: "n", text: ({ name }: { name: string }) => String(name.length) },
  ] as const;
  expect(table(columns, [{ name: "a" }, { name: "abcdef" }]).split("\n")).toEqual([
    "| name   |   n |",
    "| ------ | --: |",
    "| a      |   1 |",
    "| abcdef |   6 |",
  ]);
});

test("a row says when the load side was full, when the machine was not quiet, and when answers were wrong", () => {
  expect(rowTable([aRow()])).not.toMatch(/load side full|other work|WRONG/);
  const marked = rowTable([aRow({ limit: "load", othersShare: 0.2, wrong: 2 })]);
  expect(marked).toContain("load side full, other work 20 %, 2 WRONG");
});

test("a missed target stands out", () => {
  const verdict = { target: "x", sharing: "none", value: 2, bound: "<=", limit: 1 / 3, met: false, note: "" } as const;
  expect(verdictTable([verdict])).toContain("| 2.000 | <= 0.333 | MISSED |");
});

test("bars are as long as their values, and the longest fills the chart", () => {
  const bar = { group: "none", ours: false };
  const svg = barCharts([
    {
      title: "t <1>",
      places: 1,
      bars: [
        { ...bar, label: "a", value: 10 },
        { ...bar, label: "b", value: 2.5, ours: true },
      ],
    },
  ]);
  const widths = [...svg.matchAll(/<rect x="\d+" y="\d+" width="([\d.]+)"/g)].map((found) => Number(found[1]));
  expect(widths[0]).toBeGreaterThan(0);
  expect(widths[1]).toBeCloseTo((widths[0] ?? 0) / 4, 0);
  expect(svg).toContain("t &lt;1&gt;");
});

test("charts stand below each other, and the picture is as high as all of them", () => {
  const chart = { title: "t", places: 0, bars: [{ label: "a", group: "none", value: 1, ours: true }] };
  const heightOf = (svg: string) => Number(/height="(\d+)"/.exec(svg)?.[1]);
  const [one, two] = [barCharts([chart]), barCharts([chart, chart])];
  expect(heightOf(two)).toBeGreaterThan(heightOf(one));
  const tops = [...two.matchAll(/<text x="16" y="(\d+)"/g)].map((found) => Number(found[1]));
  expect(tops[1]).toBeGreaterThan(heightOf(one) - 30);
});

test("figures are rounded for programs, whatever they are in", () => {
  expect(rounded({ a: [1.000049, { b: 0.33333333 }], c: "1.23456789" })).toEqual({ a: [1, { b: 0.3333 }], c: "1.23456789" });
});
