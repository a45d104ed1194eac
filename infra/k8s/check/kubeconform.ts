import { join } from "node:path";
import { cacheDirectory, provide } from "@mercato/local/servers/cache";
import { type GoBuild, type GoProgram, provideGoProgram } from "@mercato/local/servers/go-install";
import { SetupProblem } from "@mercato/local/servers/problem";
import { lastLines, runCommand } from "@mercato/local/servers/run-command";
import { z } from "zod";
import { schemasOf } from "./swagger.ts";

const KUBECONFORM: GoProgram = {
  name: "kubeconform",
  title: "kubeconform",
  module: "github.com/yannh/kubeconform/cmd/kubeconform",
  version: "0.8.0",
};

/** The version of Kubernetes whose objects are checked for. */
const KUBERNETES = "1.36.1";

const download = z.object({ Dir: z.string() });

/** Fetches Kubernetes' description of its own API as a Go module, which needs no more than the module proxy. */
async function fetchSwagger({ go, signal }: GoBuild, detail: (text: string) => void): Promise<unknown> {
  const { code, stdout, output } = await runCommand(go, ["mod", "download", "-json", `k8s.io/kubernetes@v${KUBERNETES}`], {
    detail,
    signal,
  });
  if (code !== 0) throw new SetupProblem(`go mod download k8s.io/kubernetes@v${KUBERNETES} failed:\n${lastLines(output)}`);
  const { Dir: folder } = download.parse(JSON.parse(stdout));
  return Bun.file(join(folder, "api/openapi-spec/swagger.json")).json();
}

/** The folder of JSON schemas, which are made first when they are missing. */
function provideSchemas(build: GoBuild): Promise<string> {
  return provide({
    ...build,
    name: "kubernetes-schemas",
    version: KUBERNETES,
    title: `making schemas of Kubernetes ${KUBERNETES}`,
    make: async (folder, detail) => {
      const files = schemasOf(await fetchSwagger(build, detail));
      await Promise.all(files.map(({ name, text }) => Bun.write(join(folder, name), text)));
    },
  });
}

const report = z.object({
  resources: z.array(z.object({ kind: z.string(), name: z.string(), status: z.string(), msg: z.string() })).nullable(),
  summary: z.object({ valid: z.number(), invalid: z.number(), errors: z.number(), skipped: z.number() }),
});

/** What a validation said. */
export interface Conformance {
  readonly valid: number;
  /** One line for each object that is not as it should be. */
  readonly problems: readonly string[];
}

/** Checks YAML against the schemas; an object of a kind without one is a problem. */
export interface Validator {
  validate(yaml: string, file: string): Promise<Conformance>;
}

/** kubeconform with schemas that lie on this machine; both are made once and kept in the cache. */
export async function provideValidator(build: Omit<GoBuild, "cache">, env: NodeJS.ProcessEnv): Promise<Validator> {
  const whole = { ...build, cache: cacheDirectory(env) };
  const binary = await provideGoProgram(KUBECONFORM, whole);
  const schemas = await provideSchemas(whole);
  const location = `${schemas}/{{.ResourceKind}}{{.KindSuffix}}.json`;
  return {
    async validate(yaml, file) {
      await Bun.write(file, yaml);
      const { stdout, output } = await runCommand(binary, ["-strict", "-summary", "-output", "json", "-schema-location", location, file]);
      const parsed = report.safeParse(stdout.startsWith("{") ? JSON.parse(stdout) : undefined);
      if (!parsed.success) throw new SetupProblem(`kubeconform said nothing that can be read:\n${lastLines(output)}`);
      const { resources, summary } = parsed.data;
      return {
        valid: summary.valid,
        problems: (resources ?? []).map(({ kind, name, status, msg }) => `${kind} ${name}: ${status}: ${msg}`),
      };
    },
  };
}
