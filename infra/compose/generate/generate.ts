import { fileURLToPath } from "node:url";
import { loadText, shopText } from "./compose-files.ts";
import { dotEnvText } from "./dot-env.ts";

const folder = fileURLToPath(new URL("../", import.meta.url));

const files: Readonly<Record<string, string>> = {
  "compose.yaml": shopText(),
  "compose.load.yaml": loadText(),
  ".env.example": dotEnvText(),
};

async function stale(): Promise<readonly string[]> {
  const names = Object.keys(files);
  const current = await Promise.all(
    names.map(async (name) => ((await Bun.file(`${folder}${name}`).exists()) ? Bun.file(`${folder}${name}`).text() : null)),
  );
  return names.filter((name, index) => files[name] !== current[index]);
}

const differing = await stale();
if (process.argv.includes("--check")) {
  if (differing.length > 0) {
    console.error(
      [
        "These files do not follow from the topology and the environment schemas any more:",
        ...differing.map((name) => `  infra/compose/${name}`),
        "Mend them with: bun run gen",
      ].join("\n"),
    );
    process.exitCode = 1;
  } else console.log(`${Object.keys(files).length} compose files: up to date`);
} else {
  for (const name of differing) await Bun.write(`${folder}${name}`, files[name] ?? "");
  console.log(`${Object.keys(files).length} compose files: ${differing.length} written`);
}
