import { join } from "node:path";
import { provideValidator } from "@mercato/k8s/kubeconform";
import { moreEdges, plainWorkloads, unprobed } from "@mercato/k8s/plain";
import { overlays, parseManifests, renderOverlay } from "@mercato/k8s/render";
import { breachesOf } from "@mercato/k8s/rules";
import { workloadsOf } from "@mercato/k8s/workloads";
import { createScratch } from "@mercato/local/scratch";
import { findOnPath } from "@mercato/local/servers/on-path";
import { createTerminalReport } from "@mercato/local/servers/report";
import { expectedServices } from "../expected.ts";
import { checkWorkloads, describeViolation, type Policy } from "../policies.ts";
import type { Verdict } from "../verdict.ts";

type Overlay = (typeof overlays)[number];

/** A program's path, or why there is none. */
export type ToolOrReason = { readonly path: string } | { readonly reason: string };

export function kubectlOrReason(path: string | undefined): ToolOrReason {
  const found = findOnPath("kubectl", path);
  return found === undefined ? { reason: "no kubectl on PATH" } : { path: found };
}

/** What Kubernetes' files are held to. */
const kubernetesPolicy: Policy = { services: expectedServices, probes: ["live", "ready"], moreEdges, unprobed };

/** All that is wrong with a rendered overlay: by the rules of every deployment, and by those of a cluster. */
export function overlayViolations(yaml: string, overlay: string): readonly string[] {
  const workloads = workloadsOf(parseManifests(yaml));
  const shared = checkWorkloads(plainWorkloads(workloads, overlay), kubernetesPolicy).map(describeViolation);
  return [...shared, ...breachesOf(workloads).map((breach) => `${overlay}: ${breach}`)];
}

/** Renders an overlay and holds it against the rules. @throws SetupProblem with what kustomize says */
export async function checkOverlay(kubectl: ToolOrReason, overlay: Overlay): Promise<Verdict> {
  if ("reason" in kubectl) return { wrong: [], skipped: kubectl.reason };
  return { wrong: overlayViolations(await renderOverlay(kubectl.path, overlay), overlay) };
}

/** Holds every object of every overlay against the schemas of Kubernetes. @throws SetupProblem when kubeconform cannot be had */
export async function fitSchemas(kubectl: ToolOrReason, env: NodeJS.ProcessEnv): Promise<Verdict> {
  const go = findOnPath("go", env["PATH"]);
  if ("reason" in kubectl) return { wrong: [], skipped: kubectl.reason };
  if (go === undefined) return { wrong: [], skipped: "no go on PATH to build kubeconform with" };
  await using scratch = await createScratch("infra-check");
  const report = createTerminalReport({ write: (line) => process.stderr.write(`${line}\n`), startedAt: Date.now() });
  const validator = await provideValidator({ go, report, signal: new AbortController().signal }, env);
  const wrong: string[] = [];
  for (const overlay of overlays) {
    const yaml = await renderOverlay(kubectl.path, overlay);
    const { valid, problems } = await validator.validate(yaml, join(scratch.directory, `${overlay}.yaml`));
    wrong.push(...problems.map((problem) => `${overlay}: ${problem}`));
    const count = parseManifests(yaml).length;
    if (problems.length === 0 && valid !== count) wrong.push(`${overlay}: ${count - valid} of ${count} objects were not looked at`);
  }
  return { wrong };
}
