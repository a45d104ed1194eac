import { describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { z } from "zod";
import { alerts } from "../alerts.ts";
import { composeObserve } from "../generate/compose.ts";

const at = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

describe("every alert has a runbook", () => {
  test.each(alerts.map(({ name, runbook }) => [name, runbook] as const))("%s", async (name, runbook) => {
    const text = await Bun.file(at(`docs/runbooks/${runbook}.md`)).text();
    expect(text).toContain(`\`${name}\``);
    for (const part of ["What it means", "What to look at", "What to do"]) expect(text).toContain(`## ${part}\n`);
  });

  test("and every runbook an alert", async () => {
    const files = (await readdir(at("docs/runbooks"))).filter((name) => name !== "README.md").map((name) => name.replace(".md", ""));
    expect(files.toSorted()).toEqual([...new Set(alerts.map(({ runbook }) => runbook))].toSorted());
  });
});

test("what compose mounts is there", () => {
  const { services } = z
    .object({ services: z.record(z.string(), z.looseObject({ volumes: z.array(z.string()).default([]) })) })
    .parse(composeObserve());
  const mounted = Object.values(services).flatMap(({ volumes }) => volumes.filter((volume) => volume.startsWith(".")));
  expect(mounted).toHaveLength(4);
  for (const volume of mounted) expect(`${volume}: ${existsSync(at(`infra/compose/${volume.split(":")[0]}`))}`).toBe(`${volume}: true`);
});

test("dashboards ask the data source that is provisioned", async () => {
  const schema = z.object({ datasources: z.array(z.looseObject({ uid: z.string() })) });
  const file = Bun.file(at("infra/observe/grafana/provisioning/datasources/datasources.yaml"));
  const uids = schema.parse(parse(await file.text())).datasources.map(({ uid }) => uid);
  const asked = new Set<string>();
  for (const name of await readdir(at("infra/observe/grafana/dashboards"))) {
    const text = await Bun.file(at(`infra/observe/grafana/dashboards/${name}`)).text();
    for (const [, uid = ""] of text.matchAll(/"type": "prometheus",\s*"uid": "([^"]*)"/g)) asked.add(uid);
  }
  expect([...asked]).toEqual(["prometheus"]);
  expect(uids).toContain("prometheus");
});

test("the Collector listens where services send, and sends where Jaeger listens", async () => {
  const collector = parse(await Bun.file(at("infra/observe/collector/collector.yaml")).text());
  expect(collector).toHaveProperty(["receivers", "otlp", "protocols", "http", "endpoint"], "0.0.0.0:4318");
  expect(collector).toHaveProperty(["exporters", "otlp/jaeger", "endpoint"], "jaeger:4317");
  expect(JSON.stringify(composeObserve())).toContain('"OTEL_EXPORTER_OTLP_ENDPOINT":"http://collector:4318"');
  const pipelines = z.record(z.string(), z.looseObject({ exporters: z.array(z.string()) })).parse(collector.service.pipelines);
  expect(Object.keys(pipelines)).toEqual(["traces", "metrics"]);
  for (const { exporters } of Object.values(pipelines)) for (const name of exporters) expect(collector.exporters).toHaveProperty([name]);
});
