import { spawn } from "node:child_process";

/** Runs a command to its end and keeps its output; each line that it prints goes to `detail`. */
export function run(command, args, { cwd, env = process.env, detail } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const take = (chunk) => {
      output += chunk;
      const line = String(chunk).trim().split("\n").at(-1)?.trim();
      if (line) detail?.(line.slice(0, 100));
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output }));
  });
}

/** The last lines of an output, for a message. */
export function tail(output, lines = 12) {
  return output.trim().split("\n").slice(-lines).join("\n");
}
