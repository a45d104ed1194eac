import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { spawn } from "node:child_process";
import { rm } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { eventually } from "@mercato/chassis/testing";
import { ROOT, stackDirectory } from "../checkout.ts";
import { freePort, isFree } from "../servers/free-port.ts";
import { findOnPath } from "../servers/on-path.ts";
import { readState } from "../stack-state.ts";

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const NODE = findOnPath("node", process.env["PATH"]) ?? process.execPath;

/** Runs a command as package.json's scripts do. */
function run(args: readonly string[], env: NodeJS.ProcessEnv = process.env) {
  const child = spawn(NODE, [join(ROOT, "infra", "local", "bootstrap.mjs"), ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const ended = new Promise<Ended>((resolve) => child.once("close", (code) => resolve({ code, stdout, stderr })));
  return { child, ended, output: () => stdout + stderr };
}

const stack = `t${crypto.randomUUID().slice(0, 8)}`;
afterAll(async () => {
  await rm(stackDirectory(stack), { recursive: true, force: true });
});

describe("npm start", () => {
  let squatter: Server;
  let taken: number;
  beforeAll(async () => {
    taken = await freePort();
    squatter = createServer().listen(taken, "127.0.0.1");
  });
  afterAll(() => {
    squatter.close();
  });

  test("says which process holds its port, and what to do", async () => {
    const { code, stderr } = await run(["start", "--stack", stack, "--port", String(taken)]).ended;
    expect(code).toBe(1);
    expect(stderr).toContain(`Port ${taken}, wanted for the router, is held by`);
    expect(stderr).toContain(`(process ${process.pid})`);
    expect(stderr).toContain("choose another port with --port N");
  });

  test("opens the shop, refuses a second of the same name, and Ctrl-C stops all of it", async () => {
    const port = await freePort();
    const shop = run(["start", "--stack", stack, "--port", String(port), "--mode", "single", "--no-catalogue"]);
    await eventually("the shop is open", () => shop.output().includes("The shop is open at"), { timeoutMs: 45_000 });
    expect((await readState(stackDirectory(stack)))?.endpoint).toBe(`http://127.0.0.1:${port}/graphql`);

    const second = await run(["start", "--stack", stack, "--port", String(port)]).ended;
    expect(second.code).toBe(1);
    expect(second.stderr).toContain(`The stack "${stack}" is up already at http://127.0.0.1:${port}/graphql`);

    shop.child.kill("SIGINT");
    const { code, stderr } = await shop.ended;
    expect({ code, tail: stderr.trimEnd().split("\n").at(-1)?.includes("stopped") }).toEqual({ code: 0, tail: true });
    expect(await isFree(port)).toBe(true);
    expect(await readState(stackDirectory(stack))).toBe(undefined);
  });
});

describe("the other commands", () => {
  test("npm run demo says how to get a shop when there is none", async () => {
    const { code, stderr } = await run(["demo", "--stack", "never-started"]).ended;
    expect(code).toBe(1);
    expect(stderr).toContain("Start it in another terminal with `npm start`");
  });

  test("npm run with-servers hands its command's exit code on, and sets the addresses", async () => {
    const { code, stdout } = await run(["with-servers", "--", "sh", "-c", 'echo "$MONGO_URL $NATS_URL"; exit 7']).ended;
    expect(code).toBe(7);
    expect(stdout).toMatch(/^mongodb:\/\/\S+ nats:\/\/\S+\n$/);
  });

  test("npm test counts, and closes with one line", async () => {
    const { code, stdout } = await run(["test", "--only", "unit", "infra/local/test-run"]).ended;
    expect(code).toBe(0);
    expect(stdout.trimEnd().split("\n").at(-1)).toMatch(/^\d+ passed, 0 failed$/);
  });

  test("npm test fails when nothing has the path that was asked for", async () => {
    const { code, stderr } = await run(["test", "no/such/file"]).ended;
    expect(code).toBe(1);
    expect(stderr).toContain('No test file has "no/such/file" in its path.');
  });

  test.each(["start", "demo", "test", "with-servers"])("%s explains itself with --help", async (command) => {
    const { code, stdout } = await run([command, "--help"]).ended;
    expect(code).toBe(0);
    expect(stdout).toContain("Options:");
  });

  test("a cache that cannot be written is told, with what to set", async () => {
    // Without a PATH there is no Bun but in the cache.
    const { code, stderr } = await run(["demo"], { HOME: process.env["HOME"], PATH: "", MERCATO_CACHE: join(ROOT, "LICENSE") }).ended;
    expect(code).toBe(1);
    expect(stderr).toContain("Set MERCATO_CACHE to a directory that you own.");
  });
});
