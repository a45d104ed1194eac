import { z } from "zod";
import type { MessageContract } from "../events/definition.ts";
import { repository } from "./subgraphs.ts";

const contractSchema = z.object({
  kind: z.enum(["event", "command"]),
  context: z.string(),
  version: z.int().positive(),
  name: z.string(),
  type: z.string(),
  summary: z.string(),
  schema: z.instanceof(z.ZodType),
});

/** Whether an export of an events module declares a message. */
function isContract(value: unknown): value is MessageContract {
  return contractSchema.safeParse(value).success;
}

/** Every message that the contracts declare, by type. A module that is put into contracts/events/ is found without being listed. */
export async function readMessages(root: string = repository): Promise<readonly MessageContract[]> {
  const found: MessageContract[] = [];
  for await (const name of new Bun.Glob("*.ts").scan(`${root}contracts/events`)) {
    if (name.endsWith(".test.ts")) continue;
    const module: Record<string, unknown> = await import(`${root}contracts/events/${name}`);
    found.push(...Object.values(module).filter(isContract));
  }
  return found.toSorted((a, b) => a.type.localeCompare(b.type, "en"));
}

/** A JSON Schema, as far as the generators look into it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** The payload of a message as JSON Schema, draft 07. */
export function payloadSchema(contract: MessageContract): JsonSchema {
  const { $schema: _, ...schema } = z.toJSONSchema(contract.schema, {
    target: "draft-07",
    override: ({ jsonSchema }) => {
      // The format says it; the pattern that zod adds is three lines of noise.
      if (jsonSchema.format === "date-time") delete jsonSchema.pattern;
    },
  });
  return schema;
}
