/** The three kinds of tests; a file's name says which it is. */
export type TestKind = "unit" | "integration" | "e2e";

/** The kind of a test file: `x.test.ts`, `x.int.test.ts`, `x.e2e.test.ts`; undefined for other files. */
export function kindOf(path: string): TestKind | undefined {
  if (!path.endsWith(".test.ts")) return undefined;
  if (path.endsWith(".int.test.ts")) return "integration";
  return path.endsWith(".e2e.test.ts") ? "e2e" : "unit";
}

const FOREIGN = /(^|\/)(node_modules|\.local|\.git)\//;

/** The test files of a kind among paths, sorted; with filters, those whose path contains one of them. */
export function selectTests(paths: readonly string[], kind: TestKind, filters: readonly string[]): readonly string[] {
  return paths
    .filter((path) => kindOf(path) === kind && !FOREIGN.test(path))
    .filter((path) => filters.length === 0 || filters.some((filter) => path.includes(filter)))
    .toSorted();
}

/** All test files below a folder, relative to it. */
export async function findTestFiles(root: string): Promise<readonly string[]> {
  const glob = new Bun.Glob("*/**/*.test.ts");
  const found: string[] = [];
  for await (const path of glob.scan({ cwd: root, followSymlinks: false })) if (!FOREIGN.test(path)) found.push(path);
  return found;
}
