import { basename } from "node:path";
import type { MessageContract } from "../events/definition.ts";
import { incompatibilities } from "./compatibility.ts";
import { type JsonSchema, payloadSchema } from "./messages.ts";
import { ContractError, type GeneratedFile, repository } from "./subgraphs.ts";

const pathOf = (type: string): string => `contracts/events/published/${type}.gen.json`;

/** The schemas of all messages as they were last published, by type. */
export async function readPublished(root: string = repository): Promise<ReadonlyMap<string, JsonSchema>> {
  const published = new Map<string, JsonSchema>();
  for await (const path of new Bun.Glob(pathOf("*")).scan(root)) {
    published.set(basename(path, ".gen.json"), await Bun.file(`${root}${path}`).json());
  }
  return published;
}

function refusalsOf(contract: MessageContract, published: ReadonlyMap<string, JsonSchema>): readonly string[] {
  const before = published.get(contract.type);
  const problems = before === undefined ? [] : incompatibilities(before, payloadSchema(contract));
  if (problems.length === 0) return [];
  return [
    `${contract.type} is published and may only gain optional fields, but:\n${problems.map((problem) => `    ${problem}`).join("\n")}\n  Leave it as it is and make v${contract.version + 1} beside it. (Was it never released? Then delete ${pathOf(contract.type)}.)`,
  ];
}

/**
 * The contract gate: the schemas to publish.
 * @throws ContractError when a published message would change in a way that its readers or writers could not follow, or would vanish.
 */
export function publishSchemas(
  contracts: readonly MessageContract[],
  published: ReadonlyMap<string, JsonSchema>,
): readonly GeneratedFile[] {
  const declared = new Set(contracts.map(({ type }) => type));
  const vanished = [...published.keys()]
    .filter((type) => !declared.has(type))
    .map((type) => `${type} is published but declared no more. Keep it until nothing reads it; then delete ${pathOf(type)} too.`);
  const refusals = [...contracts.flatMap((contract) => refusalsOf(contract, published)), ...vanished];
  if (refusals.length > 0) throw new ContractError(refusals);
  return contracts.map((contract) => ({ path: pathOf(contract.type), text: `${JSON.stringify(payloadSchema(contract), null, 2)}\n` }));
}
