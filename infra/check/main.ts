import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { checkCompose } from "./compose/check.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

const USAGE = `Usage: npm run infra:check

Checks what the shop is deployed with, without an engine and without a network: compose files against the Compose Specification, and against
the rules that every deployment has to keep (infra/check/README.md). Exit code 0 when all hold, 1 with a line for each thing that is wrong.`;

/** One question about the deployment files, and what is wrong; nothing when all is well. */
interface Check {
  readonly title: string;
  run(): Promise<readonly string[]>;
}

async function composeFiles() {
  const paths = await Array.fromAsync(new Bun.Glob("infra/compose/compose*.yaml").scan({ cwd: ROOT }));
  const files = await Promise.all(paths.toSorted().map(async (path) => ({ path, text: await Bun.file(join(ROOT, path)).text() })));
  const base = files.find(({ path }) => path.endsWith("/compose.yaml"));
  if (base === undefined) throw new Error("infra/compose/compose.yaml is missing: bun run gen");
  return { base, additive: files.filter((file) => file !== base) };
}

const checks: readonly Check[] = [
  {
    title: "compose: specification and policies",
    async run() {
      const { base, additive } = await composeFiles();
      return checkCompose(base, additive);
    },
  },
];

async function main(): Promise<number> {
  let failed = 0;
  for (const { title, run } of checks) {
    const wrong = await run();
    console.log(`${wrong.length === 0 ? "ok    " : "FAILED"} ${title}`);
    for (const line of wrong) console.log(`         ${line}`);
    if (wrong.length > 0) failed += 1;
  }
  console.log(`infra: ${checks.length - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

if (process.argv.includes("--help") || process.argv.includes("-h")) console.log(USAGE);
else process.exitCode = await main();
