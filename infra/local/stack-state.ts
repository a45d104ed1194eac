import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

const schema = z.object({
  pid: z.int(),
  mode: z.enum(["processes", "single"]),
  endpoint: z.string(),
  urls: z.record(z.string(), z.string()),
  mongoUrl: z.string(),
  natsUrl: z.string(),
  startedAt: z.string(),
});

/** What a running stack tells other commands. */
export type StackState = z.infer<typeof schema>;

function stateFile(directory: string): string {
  return join(directory, "state.json");
}

/** Writes the state of a stack that has become ready. */
export async function writeState(directory: string, state: StackState): Promise<void> {
  const partial = `${stateFile(directory)}.partial`;
  await writeFile(partial, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  await rename(partial, stateFile(directory));
}

/** Reads the state of a stack; undefined when it is not up, as far as its file tells. */
export async function readState(directory: string): Promise<StackState | undefined> {
  try {
    return schema.parse(JSON.parse(await readFile(stateFile(directory), "utf8")));
  } catch {
    return undefined;
  }
}

/** Removes the state of a stack that stops. */
export async function removeState(directory: string): Promise<void> {
  await rm(stateFile(directory), { force: true });
}
