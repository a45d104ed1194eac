import { describeMessages } from "./asyncapi.ts";
import { readMessages } from "./messages.ts";
import { publishSchemas, readPublished } from "./published.ts";
import { generateResolverTypes } from "./resolver-types.ts";
import { ContractError, type GeneratedFile, readSubgraphs, repository } from "./subgraphs.ts";
import { composeSupergraph } from "./supergraph.ts";

/** Everything that follows from the contracts, in memory. */
async function generate(): Promise<readonly GeneratedFile[]> {
  const [subgraphs, messages, published] = await Promise.all([readSubgraphs(), readMessages(), readPublished()]);
  // Composition first: it says best what is wrong with a schema.
  const supergraph = composeSupergraph(subgraphs);
  const resolverTypes = await Promise.all(subgraphs.map((subgraph) => generateResolverTypes(subgraph)));
  return [supergraph, ...resolverTypes, describeMessages(messages), ...publishSchemas(messages, published)];
}

async function differing(files: readonly GeneratedFile[]): Promise<readonly GeneratedFile[]> {
  const current = await Promise.all(
    files.map(async ({ path }) => {
      const file = Bun.file(`${repository}${path}`);
      return (await file.exists()) ? file.text() : null;
    }),
  );
  return files.filter((file, index) => file.text !== current[index]);
}

async function main(check: boolean): Promise<number> {
  const files = await generate();
  const stale = await differing(files);
  if (check && stale.length > 0) {
    console.error(
      [
        "These files do not follow from the contracts any more:",
        ...stale.map(({ path }) => `  ${path}`),
        "Mend them with: bun run gen",
      ].join("\n"),
    );
    return 1;
  }
  for (const { path, text } of stale) await Bun.write(`${repository}${path}`, text);
  const did = check ? "up to date" : `${stale.length} written, ${files.length - stale.length} unchanged`;
  console.log(`${files.length} generated files: ${did}`);
  return 0;
}

try {
  process.exitCode = await main(process.argv.includes("--check"));
} catch (error) {
  if (!(error instanceof ContractError)) throw error;
  console.error(["The contracts do not hold together; nothing was written.", ...error.problems].join("\n\n"));
  process.exitCode = 1;
}
