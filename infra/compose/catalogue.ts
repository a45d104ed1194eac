import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { isEmpty, loadDemoCatalogue } from "@mercato/local/demo/catalogue";
import { signIn } from "@mercato/local/demo/sign-in";
import { createGraphqlClient } from "@mercato/local/graphql-client";
import { readSecrets } from "@mercato/local/shop/secrets";

const USAGE = `Usage: npm run compose:catalogue [-- --target URL] [--secrets DIRECTORY]

Puts the demo catalogue on sale in a shop that is empty, as its administrator. Nothing happens in a shop that sells something.

  --target URL          its endpoint (default: http://127.0.0.1:4000/graphql)
  --secrets DIRECTORY   where its secrets are (default: infra/compose/secrets)`;

async function fill(target: string, directory: string): Promise<string> {
  const secrets = await readSecrets(directory);
  if (secrets === undefined) return `${directory} has no secrets: npm run compose:secrets, before the shop is started.`;
  const client = createGraphqlClient(target);
  if (!(await isEmpty(client))) return "The shop sells something already; nothing was changed.";
  const { client: admin } = await signIn(client, { email: secrets.adminEmail, password: secrets.adminPassword });
  await loadDemoCatalogue(admin);
  return "The demo catalogue is on sale.";
}

const { values } = parseArgs({
  options: {
    target: { type: "string", default: "http://127.0.0.1:4000/graphql" },
    secrets: { type: "string", default: fileURLToPath(new URL("secrets", import.meta.url)) },
    help: { type: "boolean", short: "h", default: false },
  },
});
console.log(values.help ? USAGE : await fill(values.target, values.secrets));
