import { spawn } from "node:child_process";

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** The command is killed after this long. @default never */
  readonly timeoutMs?: number;
  /** Gets the last line printed, as it comes. */
  readonly detail?: (line: string) => void;
  /** Ends the command when it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

export interface CommandResult {
  /** The exit code; null when the command was killed. */
  readonly code: number | null;
  readonly stdout: string;
  /** Standard output and standard error, as they came. */
  readonly output: string;
}

/** Runs a command to its end. Resolves whatever the exit code; rejects only when the command cannot be started. */
export function runCommand(command: string, args: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...args], { cwd: options.cwd, env: options.env ?? process.env, stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let output = "";
    const take = (chunk: Buffer) => {
      const text = chunk.toString();
      output += text;
      const line = text.trim().split("\n").at(-1)?.trim() ?? "";
      if (line !== "") options.detail?.(line.slice(0, 100));
    };
    child.stdout.on("data", (chunk: Buffer) => {
      stdout += chunk.toString();
      take(chunk);
    });
    child.stderr.on("data", take);
    const abort = () => child.kill("SIGTERM");
    options.signal?.addEventListener("abort", abort, { once: true });
    if (options.signal?.aborted === true) abort();
    const timer = options.timeoutMs === undefined ? undefined : setTimeout(() => child.kill("SIGKILL"), options.timeoutMs);
    child.once("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.once("close", (code) => {
      clearTimeout(timer);
      options.signal?.removeEventListener("abort", abort);
      resolve({ code, stdout, output });
    });
  });
}

/** The last lines of an output, for a message. */
export function lastLines(output: string, count = 12): string {
  return output.trimEnd().split("\n").slice(-count).join("\n");
}
