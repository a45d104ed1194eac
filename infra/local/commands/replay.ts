import { spawn } from "node:child_process";
import { constants } from "node:os";
import { join } from "node:path";
import { ROOT } from "../checkout.ts";
import type { CommandContext } from "./context.ts";

/** Hands over to the replay of load-tests, which has options of its own. */
export function replay(args: readonly string[], { env, interruption }: CommandContext): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(ROOT, "load-tests", "replay", "main.ts"), ...args], { stdio: "inherit", env });
    interruption.signal.addEventListener("abort", () => child.kill("SIGTERM"), { once: true });
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
}
