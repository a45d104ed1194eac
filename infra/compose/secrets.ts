import { fileURLToPath } from "node:url";
import { writeSecretFiles } from "./secret-files.ts";

const USAGE = `Usage: npm run compose:secrets

Makes the secrets that infra/compose/compose.yaml mounts, in infra/compose/secrets (ignored by git): the keys that sign tokens, and the first
administrator's address and password. Secrets that are there are kept; remove the folder for new ones.`;

if (process.argv.includes("--help") || process.argv.includes("-h")) {
  console.log(USAGE);
} else {
  const files = await writeSecretFiles(fileURLToPath(new URL("secrets", import.meta.url)));
  console.log([`${files.length} secrets:`, ...files.map((file) => `  ${file}`)].join("\n"));
}
