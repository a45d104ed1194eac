import { fileURLToPath } from "node:url";
import { generateFiles } from "./files.ts";

const infra = fileURLToPath(new URL("../..", import.meta.url));

async function textOf(path: string): Promise<string | null> {
  const file = Bun.file(`${infra}${path}`);
  return (await file.exists()) ? file.text() : null;
}

async function main(check: boolean): Promise<number> {
  const files = generateFiles();
  const current = await Promise.all(files.map(({ path }) => textOf(path)));
  const stale = files.filter(({ text }, index) => text !== current[index]);
  if (check && stale.length > 0) {
    const lines = stale.map(({ path }) => `  infra/${path}\n`).join("");
    process.stderr.write(
      `These files do not follow from the alerts, dashboards and topology any more:\n${lines}Mend them with: bun run observe:gen\n`,
    );
    return 1;
  }
  await Promise.all(stale.map(({ path, text }) => Bun.write(`${infra}${path}`, text)));
  const did = check ? "up to date" : `${stale.length} written, ${files.length - stale.length} unchanged`;
  process.stdout.write(`${files.length} files for watching: ${did}\n`);
  return 0;
}

process.exitCode = await main(process.argv.includes("--check"));
