import { describe, expect, test } from "bun:test";
import { type LookUpOptions, lookUp } from "./look-up.ts";
import type { Report } from "./report.ts";
import type { Absent, Given, Installable, Source, Usable } from "./source.ts";

const usable = (what: string): Usable => ({ kind: "usable", what, launch: () => Promise.reject(new Error("not launched here")) });
const absent = (reason: string): Absent => ({ kind: "absent", reason });
const installable = (install: () => Promise<Usable>): Installable => ({ kind: "installable", install });
const given: Given = { kind: "given", what: "a server of yours", url: "nats://elsewhere" };

function recording(): { report: Report; lines: string[] } {
  const lines: string[] = [];
  return { lines, report: { say: (line) => void lines.push(line), stage: (_title, work) => work(() => undefined) } };
}

function find(looks: Readonly<Record<string, () => Usable | Given | Installable | Absent>>, more: Partial<LookUpOptions> = {}) {
  const sources: Source[] = Object.entries(looks).map(([name, look]) => ({ name, look: async () => look() }));
  const { report, lines } = recording();
  const signal = new AbortController().signal;
  return { lines, result: lookUp({ wanted: "database", sources, report, signal, advice: ["Set MONGO_URL."], ...more }) };
}

describe("looking for a server", () => {
  test("the first usable source in order is taken, and those behind it are not asked", async () => {
    let asked = 0;
    const { result } = find({
      given: () => absent("MONGO_URL is not set"),
      mongod: () => usable("mongod on PATH"),
      container: () => {
        asked += 1;
        return usable("a container");
      },
    });
    expect((await result).source).toBe("mongod");
    expect(asked).toBe(0);
  });

  test("the choice is said, with why the ones before it were not taken", async () => {
    const { result, lines } = find({ given: () => absent("MONGO_URL is not set"), mongod: () => usable("mongod 8") });
    await result;
    expect(lines).toEqual(["database: mongod 8 (MONGO_URL is not set)"]);
  });

  test("what can be used at once goes before what would have to be installed", async () => {
    let installs = 0;
    const { result } = find({
      download: () =>
        installable(async () => {
          installs += 1;
          return usable("downloaded");
        }),
      documentdb: () => usable("in the cache"),
    });
    expect((await result).source).toBe("documentdb");
    expect(installs).toBe(0);
  });

  test("an installation that fails gives way to the next", async () => {
    const { result, lines } = find({
      download: () => installable(() => Promise.reject(new Error("no network"))),
      go: () => installable(async () => usable("built")),
    });
    expect((await result).source).toBe("go");
    expect(lines).toEqual(["database: download is out: no network", "database: built (no network)"]);
  });

  test("the source of the data that is there goes before a better one, but not before a server that was named", async () => {
    const looks = { given: () => absent("not set"), mongod: () => usable("mongod"), documentdb: () => usable("documentdb") };
    expect((await find(looks, { previous: "documentdb" }).result).source).toBe("documentdb");
    expect((await find({ ...looks, given: () => given }, { previous: "documentdb" }).result).source).toBe("given");
  });

  test("when there is none, every reason is told and what to do", async () => {
    const { result } = find({
      mongod: () => absent("no mongod on PATH"),
      download: () => installable(() => Promise.reject(new Error("no network"))),
    });
    await expect(result).rejects.toThrow(
      "No database was found, and none could be installed:\n  - no mongod on PATH\n  - no network\n  Set MONGO_URL.",
    );
  });

  test("a source that was asked for is the only one; an unknown name is refused with those that are known", async () => {
    const looks = { mongod: () => usable("mongod"), documentdb: () => usable("documentdb") };
    expect((await find(looks, { only: "documentdb" }).result).source).toBe("documentdb");
    await expect(find(looks, { only: "oracle" }).result).rejects.toThrow("Known: mongod, documentdb");
  });

  test("a start that is given up does not go on to the next installation", async () => {
    const controller = new AbortController();
    let installs = 0;
    const { result } = find(
      {
        download: () =>
          installable(async () => {
            controller.abort();
            throw new Error("ended");
          }),
        go: () =>
          installable(async () => {
            installs += 1;
            return usable("built");
          }),
      },
      { signal: controller.signal },
    );
    await expect(result).rejects.toThrow();
    expect(installs).toBe(0);
  });
});
