import { spawn } from "node:child_process";
import { constants } from "node:os";
import { join } from "node:path";
import { ROOT } from "../checkout.ts";
import type { CommandContext } from "./context.ts";

/** Hands over to a program of load-tests, which has options of its own. Resolves with its exit code. */
export function handOver(program: string, args: readonly string[], { env, interruption }: CommandContext): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(ROOT, "load-tests", program), ...args], { stdio: "inherit", env });
    interruption.signal.addEventListener("abort", () => child.kill("SIGTERM"), { once: true });
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
}
