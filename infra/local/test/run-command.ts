import { join } from "node:path";
import type { World } from "@mercato/chassis/testing";
import { ROOT } from "../checkout.ts";

/** What a command of an operator came to. */
export interface CommandEnd {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs an operator's command against a world, as its script does. */
export async function runCommand(
  {
    natsUrl,
    mongoUrl,
    prefix,
    extra = {},
  }: Pick<World, "natsUrl" | "mongoUrl" | "prefix"> & { readonly extra?: Readonly<Record<string, string>> },
  entry: string,
  args: readonly string[],
): Promise<CommandEnd> {
  const child = Bun.spawn([process.execPath, join(ROOT, entry), ...args], {
    env: { ...process.env, NATS_URL: natsUrl, MONGO_URL: mongoUrl, BUS_PREFIX: prefix, ...extra },
    stdout: "pipe",
    stderr: "pipe",
  });
  const [stdout, stderr, code] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text(), child.exited]);
  return { code, stdout, stderr };
}
