import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { overlays } from "@mercato/k8s/render";
import { SetupProblem } from "@mercato/local/servers/problem";
import { allExpressions, unknownLabels, unknownNames } from "@mercato/observe/expressions";
import { checkCompose } from "./compose/check.ts";
import { checkOverlay, fitSchemas, kubectlOrReason } from "./kubernetes/check.ts";
import { checkPrometheusFiles } from "./prometheus/check.ts";
import type { Verdict } from "./verdict.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

const USAGE = `Usage: npm run infra:check

Checks what the shop is deployed with, without an engine or a cluster: compose files against the Compose Specification, overlays for Kubernetes
against its schemas, both against the rules that every deployment has to keep (infra/check/README.md); alerts and dashboards against the metrics
that there are. Uses kubectl from PATH; kubeconform and promtool are built or unpacked into the cache the first time. What a tool is missing for is
said and left out. Exit code 0 when all else holds, 1 with a line for each thing that is wrong.`;

/** One question about the deployment files. */
interface Check {
  readonly title: string;
  run(): Promise<Verdict>;
}

async function composeFiles() {
  const paths = await Array.fromAsync(new Bun.Glob("infra/compose/compose*.yaml").scan({ cwd: ROOT }));
  const files = await Promise.all(paths.toSorted().map(async (path) => ({ path, text: await Bun.file(join(ROOT, path)).text() })));
  const base = files.find(({ path }) => path.endsWith("/compose.yaml"));
  if (base === undefined) throw new Error("infra/compose/compose.yaml is missing: bun run gen");
  return { base, additive: files.filter((file) => file !== base) };
}

const kubectl = kubectlOrReason(process.env["PATH"]);

const checks: readonly Check[] = [
  {
    title: "compose: specification and policies",
    async run() {
      const { base, additive } = await composeFiles();
      return { wrong: checkCompose(base, additive) };
    },
  },
  ...overlays.map((overlay) => ({
    title: `kubernetes: the overlay ${overlay} renders and keeps the policies`,
    run: () => checkOverlay(kubectl, overlay),
  })),
  { title: "kubernetes: every object of every overlay fits Kubernetes' schemas", run: () => fitSchemas(kubectl, process.env) },
  {
    title: "alerts and dashboards: every metric and label is in the contract",
    run: async () => ({ wrong: [...unknownNames(allExpressions()), ...unknownLabels()] }),
  },
  { title: "prometheus: rules and configuration, read by promtool", run: () => checkPrometheusFiles(process.env) },
];

/** Runs a check; a tool that fails is what is wrong. */
async function verdictOf({ run }: Check): Promise<Verdict> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof SetupProblem)) throw error;
    return { wrong: error.message.split("\n") };
  }
}

async function main(): Promise<number> {
  const counts = { ok: 0, skipped: 0, FAILED: 0 };
  for (const check of checks) {
    const { wrong, skipped } = await verdictOf(check);
    const unsaid = skipped === undefined ? "ok" : "skipped";
    const state = wrong.length > 0 ? "FAILED" : unsaid;
    counts[state] += 1;
    console.log(`${state.padEnd(7)} ${check.title}${skipped === undefined ? "" : `: ${skipped}`}`);
    for (const line of wrong) console.log(`          ${line}`);
  }
  console.log(`infra: ${counts.ok} passed, ${counts.FAILED} failed, ${counts.skipped} skipped`);
  return counts.FAILED === 0 ? 0 : 1;
}

if (process.argv.includes("--help") || process.argv.includes("-h")) console.log(USAGE);
else process.exitCode = await main();
