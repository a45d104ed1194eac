import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const fixtures = fileURLToPath(new URL("fixtures/", import.meta.url));
const rooms = ["contracts", "chassis", "subgraphs/orders", "router", "load-tests", "infra/local", "e2e"];

/** What lint says about one file. */
export interface Complaint {
  /** E.g. `style/noRestrictedImports`. */
  readonly rule: string;
  readonly message: string;
}

interface Report {
  readonly diagnostics: readonly { readonly category: string; readonly message: string; readonly location: { readonly path: string } }[];
}

/** Fixtures end in `.fixture`, so that neither lint, nor the type check, nor the test runner takes them for code of the shop. */
async function layOut(set: string, target: string): Promise<readonly string[]> {
  await cp(join(repository, "biome.json"), join(target, "biome.json"));
  for (const room of rooms) {
    await mkdir(join(target, room), { recursive: true });
    await cp(join(repository, room, "package.json"), join(target, room, "package.json"));
  }
  const paths: string[] = [];
  for await (const path of new Bun.Glob("**/*.fixture").scan(join(fixtures, set))) {
    const source = path.replace(/\.fixture$/, "");
    await mkdir(dirname(join(target, source)), { recursive: true });
    await cp(join(fixtures, set, path), join(target, source));
    paths.push(source);
  }
  return paths;
}

/**
 * Lints a set of fixtures with the shop's own rules, on a copy that is laid out as the rooms are, with their real manifests.
 * @returns what is said about every file of the set, by its path; an empty list for a file that passes.
 */
export async function lintRooms(set: "breaches" | "clean"): Promise<ReadonlyMap<string, readonly Complaint[]>> {
  const target = await mkdtemp(join(tmpdir(), "mercato-walls-"));
  try {
    const paths = await layOut(set, target);
    const biome = Bun.spawn([join(repository, "node_modules/.bin/biome"), "lint", "--reporter=json", "--max-diagnostics=none", "."], {
      cwd: target,
      stdout: "pipe",
      stderr: "pipe",
    });
    const [output, complaint] = await Promise.all([new Response(biome.stdout).text(), new Response(biome.stderr).text()]);
    if (!output.startsWith("{")) throw new Error(`biome did not report: ${complaint}`);
    const report: Report = JSON.parse(output);
    const complaints = report.diagnostics.map(({ category, message, location }) => ({
      path: location.path,
      complaint: { rule: category.replace(/^lint\//, ""), message },
    }));
    return new Map(paths.map((file) => [file, complaints.filter(({ path }) => path === file).map(({ complaint }) => complaint)]));
  } finally {
    await rm(target, { recursive: true, force: true });
  }
}
