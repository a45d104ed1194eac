import { fileURLToPath } from "node:url";
import { providePromtool } from "@mercato/observe/promtool";
import type { Verdict } from "../verdict.ts";

const FILES = fileURLToPath(new URL("../../observe/prometheus/", import.meta.url));

/** Rules and scrape configuration as Prometheus' own tool reads them. */
export async function checkPrometheusFiles(env: NodeJS.ProcessEnv): Promise<Verdict> {
  const reasons: string[] = [];
  const promtool = await providePromtool(env, (line) => reasons.push(line));
  if (promtool === undefined) return { wrong: [], skipped: reasons.at(-1) ?? "no promtool" };
  const results = await Promise.all([
    promtool(["check", "rules", `${FILES}rules.yaml`]),
    promtool(["check", "config", `${FILES}prometheus.yaml`]),
  ]);
  return { wrong: results.filter(({ code }) => code !== 0).flatMap(({ output }) => output.trimEnd().split("\n")) };
}
