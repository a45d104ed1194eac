import { spawn } from "node:child_process";
import { constants } from "node:os";
import { join } from "node:path";
import { ROOT } from "../checkout.ts";
import type { CommandContext } from "./context.ts";

/** A program of another room, and what it is run with. */
export interface OtherProgram {
  /** From the root of the checkout. */
  readonly entry: string;
  readonly args: readonly string[];
}

/** Hands over to a program that has options of its own. Returns its exit code. */
export function handOver({ entry, args }: OtherProgram, { env, interruption }: CommandContext): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(ROOT, entry), ...args], { stdio: "inherit", env });
    interruption.signal.addEventListener("abort", () => child.kill("SIGTERM"), { once: true });
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
}
