import { expect, test } from "bun:test";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "@mercato/local/checkout";
import { processStart } from "@mercato/local/servers/guard";

const MAIN = join(ROOT, "infra", "chaos", "main.ts");

function run(...args: readonly string[]) {
  return Bun.spawn([process.execPath, MAIN, ...args], { cwd: ROOT, stdin: "ignore", stdout: "pipe", stderr: "pipe" });
}

/** Reads on until a line has this in it. */
async function until(stream: ReadableStream<Uint8Array>, text: string): Promise<void> {
  let seen = "";
  // The stream stays open: what comes later is nobody's business here.
  for await (const chunk of stream.values({ preventCancel: true })) {
    seen += new TextDecoder().decode(chunk);
    if (seen.includes(text)) return;
  }
  throw new Error(`it ended without "${text}":\n${seen}`);
}

interface Entry {
  readonly pid: number;
  readonly start: string;
}

test("Ctrl-C stops the shop, its servers and the people, and leaves nothing running or lying about", async () => {
  const results = mkdtempSync(join(tmpdir(), "mercato-chaos-"));
  try {
    const child = run("--minutes", "1", "--customers", "2", "--results", results);
    await until(child.stderr, "buy in peace");
    const scratch = join(ROOT, ".local", "scratch");
    const mine = readdirSync(scratch).find((name) => name.startsWith(`chaos-${child.pid}-`));
    const directory = join(scratch, mine ?? "nothing");
    const running = JSON.parse(readFileSync(join(directory, "processes.json"), "utf8")) as readonly Entry[];
    // Six services, NATS, PostgreSQL with FerretDB or one database.
    expect(running.length).toBeGreaterThanOrEqual(8);
    expect(running.every(({ pid, start }) => processStart(pid) === start)).toBe(true);

    child.kill("SIGINT");
    expect(await child.exited).toBe(130);
    expect(running.filter(({ pid, start }) => processStart(pid) === start)).toEqual([]);
    expect(existsSync(directory)).toBe(false);
  } finally {
    rmSync(results, { recursive: true });
  }
}, 120_000);

test("a plan is printed without anything being started, the same each time", async () => {
  const plan = async () => new Response(run("--plan", "--minutes", "0.5", "--seed", "3").stdout).text();
  const first = await plan();
  expect(first).toContain("kill database");
  expect(await plan()).toBe(first);
});

const WRONG: readonly (readonly [string, string])[] = [
  ["--minutes", "0"],
  ["--seed", "x"],
  ["--customers", "-1"],
];

test.each(WRONG)("%s %s is refused", async (option: string, value: string) => {
  const child = run(option, value);
  expect(await child.exited).not.toBe(0);
  expect(await new Response(child.stderr).text()).toContain(`'${option} <n>' argument '${value}' is invalid`);
});
