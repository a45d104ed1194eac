import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { acquireLock, LockHeldError } from "../bootstrap/lock.mjs";
import { isCached, type ProvideOptions, provide } from "../servers/cache.ts";
import { silentReport } from "../servers/report.ts";

let cache: string;
beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), "mercato-cache-"));
});
afterEach(async () => {
  await rm(cache, { recursive: true, force: true });
});

const options = (make: ProvideOptions["make"]): ProvideOptions => ({
  cache,
  name: "thing",
  version: "1.0",
  report: silentReport,
  signal: new AbortController().signal,
  title: "making a thing",
  make,
});
const makeFile = (content: string) => (folder: string) => writeFile(join(folder, "file"), content);

describe("the cache", () => {
  test("of two that want the same thing at once, one makes it", async () => {
    let made = 0;
    const make = async (folder: string) => {
      made += 1;
      await makeFile("x")(folder);
    };
    const folders = await Promise.all([provide(options(make)), provide(options(make))]);
    expect(made).toBe(1);
    expect(folders[0]).toBe(folders[1]);
    expect(await readFile(join(folders[0], "file"), "utf8")).toBe("x");
  });

  test("a thing is there whole or not at all", async () => {
    const failing = options(async (folder) => {
      await makeFile("half")(folder);
      throw new Error("the network went away");
    });
    await expect(provide(failing)).rejects.toThrow("the network went away");
    expect(await isCached(failing)).toBe(false);
    expect((await readdir(join(cache, "thing"))).filter((name) => name.endsWith(".partial"))).toEqual([]);
  });

  test("what an installer that was killed left is removed by the next", async () => {
    await mkdir(join(cache, "thing", "1.0.4242.partial"), { recursive: true });
    await provide(options(makeFile("x")));
    expect(existsSync(join(cache, "thing", "1.0.4242.partial"))).toBe(false);
  });

  test("what is there is not made again", async () => {
    await provide(options(makeFile("first")));
    const folder = await provide(options(() => Promise.reject(new Error("not to be called"))));
    expect(await readFile(join(folder, "file"), "utf8")).toBe("first");
  });
});

describe("a lock", () => {
  test("keeps a second holder out and says who has it", async () => {
    const release = await acquireLock(join(cache, "lock"));
    const second = acquireLock(join(cache, "lock"));
    await expect(second).rejects.toBeInstanceOf(LockHeldError);
    await second.catch((error: unknown) => expect(error).toMatchObject({ pid: process.pid }));
    await release();
    await (await acquireLock(join(cache, "lock")))();
  });

  test("of a process that is dead, or of an earlier one with the same number, is free", async () => {
    await writeFile(join(cache, "dead"), JSON.stringify({ pid: 2 ** 22 + 1, start: "1" }));
    await (await acquireLock(join(cache, "dead")))();
    await writeFile(join(cache, "reused"), JSON.stringify({ pid: process.pid, start: "1" }));
    await (await acquireLock(join(cache, "reused")))();
  });

  test("is waited for as long as was asked, and had when it becomes free", async () => {
    const release = await acquireLock(join(cache, "lock"));
    const waited: number[] = [];
    const second = acquireLock(join(cache, "lock"), { waitMs: 10_000, onWait: (pid) => void waited.push(pid) });
    setTimeout(() => void release(), 100);
    await (await second)();
    expect(waited[0]).toBe(process.pid);
  });
});
