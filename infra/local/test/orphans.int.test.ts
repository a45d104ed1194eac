import { afterAll, beforeAll, expect, test } from "bun:test";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { eventually } from "@mercato/chassis/testing";
import { createScratch, type Scratch } from "../scratch.ts";
import { isFree } from "../servers/free-port.ts";
import { startNats } from "../servers/nats.ts";

let scratch: Scratch;
beforeAll(async () => {
  scratch = await createScratch("orphans-test");
});
afterAll(async () => {
  await scratch.remove();
});

interface Starter {
  readonly pid: number;
  readonly port: number;
  readonly guardPid: number;
}

/** A process of its own that starts NATS in a directory, and tells where. */
async function startInOtherProcess(directory: string): Promise<Starter> {
  const child = spawn(process.execPath, [join(import.meta.dir, "start-nats.ts"), directory], { stdio: ["ignore", "pipe", "inherit"] });
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout.once("data", (chunk: Buffer) => resolve(chunk.toString()));
    child.once("exit", (code) => reject(new Error(`the starter ended with ${code}`)));
  });
  return JSON.parse(line);
}

test("a starter that is killed with -9 leaves no server behind", async () => {
  const starter = await startInOtherProcess(join(scratch.directory, "guarded"));
  expect(await isFree(starter.port)).toBe(false);
  process.kill(starter.pid, "SIGKILL");
  await eventually("its port is free", () => isFree(starter.port), { timeoutMs: 15_000 });
});

test("when the guard is killed as well, the next start in that directory stops what was left", async () => {
  const directory = join(scratch.directory, "unguarded");
  const starter = await startInOtherProcess(directory);
  process.kill(starter.guardPid, "SIGKILL");
  process.kill(starter.pid, "SIGKILL");
  await using next = await startNats({ directory, own: true });
  expect(await isFree(starter.port)).toBe(true);
  expect(Number(new URL(next.url).port)).not.toBe(starter.port);
});
