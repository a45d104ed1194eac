import { fileURLToPath } from "node:url";
import packageJson from "../package.json" with { type: "json" };
import { type GeneratedFile, generateFiles } from "./files.ts";

const room = fileURLToPath(new URL("..", import.meta.url));

async function differing(files: readonly GeneratedFile[]): Promise<readonly GeneratedFile[]> {
  const current = await Promise.all(
    files.map(async ({ path }) => {
      const file = Bun.file(`${room}${path}`);
      return (await file.exists()) ? file.text() : null;
    }),
  );
  return files.filter(({ text }, index) => text !== current[index]);
}

/** Files that nothing generates any more would still be deployed. */
async function leftOver(files: readonly GeneratedFile[]): Promise<readonly string[]> {
  const known = new Set(files.map(({ path }) => path));
  const there = await Array.fromAsync(new Bun.Glob("{base,components}/**").scan({ cwd: room }));
  return there.filter((path) => !known.has(path)).toSorted();
}

async function main(check: boolean): Promise<number> {
  const files = generateFiles(packageJson.version);
  const [stale, surplus] = await Promise.all([differing(files), leftOver(files)]);
  if (surplus.length > 0) {
    process.stderr.write(
      `Nothing generates these files any more; remove them:\n${surplus.map((path) => `  infra/k8s/${path}\n`).join("")}`,
    );
    return 1;
  }
  if (check && stale.length > 0) {
    const lines = stale.map(({ path }) => `  infra/k8s/${path}\n`).join("");
    process.stderr.write(`These files do not follow from the topology any more:\n${lines}Mend them with: bun run k8s:gen\n`);
    return 1;
  }
  await Promise.all(stale.map(({ path, text }) => Bun.write(`${room}${path}`, text)));
  const did = check ? "up to date" : `${stale.length} written, ${files.length - stale.length} unchanged`;
  process.stdout.write(`${files.length} files for Kubernetes: ${did}\n`);
  return 0;
}

process.exitCode = await main(process.argv.includes("--check"));
