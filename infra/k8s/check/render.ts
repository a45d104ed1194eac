import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { SetupProblem } from "@mercato/local/servers/problem";
import { runCommand } from "@mercato/local/servers/run-command";
import { parseAllDocuments } from "yaml";
import { z } from "zod";

const manifestSchema = z.looseObject({ apiVersion: z.string(), kind: z.string(), metadata: z.looseObject({ name: z.string() }) });

/** One object as it would be applied. */
export type RenderedManifest = z.infer<typeof manifestSchema>;

const room = dirname(fileURLToPath(import.meta.url)).replace(/check$/, "");

/** The overlays, each of which is a whole shop. */
export const overlays = ["local", "production", "production-external"] as const;

/** Reads objects from YAML. @throws Error naming the place where it is none */
export function parseManifests(text: string): readonly RenderedManifest[] {
  return parseAllDocuments(text).map((document) => {
    const [problem] = document.errors;
    if (problem !== undefined) throw problem;
    return manifestSchema.parse(document.toJS());
  });
}

/** The YAML of a kustomization, as `kubectl apply -k` would send it. @throws SetupProblem with what kustomize says */
export async function renderFolder(kubectl: string, folder: string): Promise<string> {
  const { code, stdout, output } = await runCommand(kubectl, ["kustomize", folder], { timeoutMs: 60_000 });
  if (code !== 0) throw new SetupProblem(`kubectl kustomize ${folder} failed:\n${output.trimEnd()}`);
  return stdout;
}

/** The YAML of an overlay of this room. */
export function renderOverlay(kubectl: string, overlay: (typeof overlays)[number]): Promise<string> {
  return renderFolder(kubectl, `${room}overlays/${overlay}`);
}
