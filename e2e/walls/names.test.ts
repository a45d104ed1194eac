import { describe, expect, test } from "bun:test";
import { attributes, logFields, spans } from "@mercato/contracts/telemetry";
import { metrics } from "@mercato/contracts/telemetry/metrics";
import { usedMetrics, type WrittenName, writtenAttributes, writtenLogFields, writtenMetrics, writtenSpans } from "./written-names.ts";

/** Names that dashboards and alerts cannot know of. Mend it by adding them to contracts/telemetry, or by using one that is there. */
function unknown(written: readonly WrittenName[], known: readonly string[]): readonly string[] {
  return written.filter(({ name }) => !known.includes(name)).map(({ name, file }) => `${name} in ${file}`);
}

const spanNames = Object.values(spans).map((span) => (typeof span === "string" ? span : span("*")));

describe("what the services write is named in contracts/telemetry", () => {
  test("every field of a log line", async () => {
    const written = await writtenLogFields();
    expect(written.length).toBeGreaterThan(10);
    expect(unknown(written, Object.values(logFields))).toEqual([]);
  });

  test("every span", async () => {
    const written = await writtenSpans();
    expect(written.length).toBeGreaterThan(2);
    expect(unknown(written, spanNames)).toEqual([]);
  });

  test("every metric, by name, unit and description, and no metric of contracts is without its maker", async () => {
    const written = await writtenMetrics();
    const used = new Set((await usedMetrics()).map(({ name }) => name));
    const contracts = Object.entries(metrics).map(([key, { name, unit, description }]) => ({ key, name, unit, description }));
    const made = contracts.filter(({ key }) => !used.has(key)).map(({ key: _key, ...metric }) => metric);
    const byName = (one: { readonly name: string }, other: { readonly name: string }) => one.name.localeCompare(other.name);
    expect(written.map(({ file: _file, ...metric }) => metric).toSorted(byName)).toEqual(made.toSorted(byName));
    expect(used.size).toBeGreaterThan(1);
  });

  test("every attribute of a span", async () => {
    const written = await writtenAttributes();
    expect(written.length).toBeGreaterThan(1);
    expect(unknown(written, [...Object.values(attributes), ...spanNames])).toEqual([]);
  });
});
