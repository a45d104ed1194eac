import { expect, test } from "bun:test";
import { createRecordedLog } from "@mercato/chassis/testing";
import { createReloader } from "./reloader.ts";
import { SupergraphError } from "./supergraph-error.ts";

function createRig() {
  const { log, lines } = createRecordedLog();
  const rig = { file: "a", up: ["a"], refused: 0, lines, gate: Promise.resolve(), begun: Promise.withResolvers<void>() };
  const reloader = createReloader({
    served: "a",
    read: async () => rig.file,
    async bringUp(sdl) {
      rig.begun.resolve();
      await rig.gate;
      if (sdl.startsWith("bad")) throw new SupergraphError("SUPERGRAPH_INVALID", "no");
      rig.up.push(sdl);
    },
    onRefused: () => {
      rig.refused += 1;
    },
    log,
  });
  return { rig, reloader };
}

test("what is new is served, what is served already is not brought up again", async () => {
  const { rig, reloader } = createRig();
  await reloader.reload();
  rig.file = "b";
  await reloader.reload();
  await reloader.reload();
  expect(rig.up).toEqual(["a", "b"]);
});

test("what is bad is refused with its code, and the one before counts as served", async () => {
  const { rig, reloader } = createRig();
  rig.file = "bad";
  await reloader.reload();
  expect(rig.lines).toMatchObject([{ level: "error", errorCode: "SUPERGRAPH_INVALID", msg: expect.stringContaining("refused") }]);
  rig.file = "a";
  await reloader.reload();
  expect([rig.up, rig.refused]).toEqual([["a"], 1]);
});

test("of many changes the last one is served in the end, one is brought up at a time", async () => {
  const { rig, reloader } = createRig();
  const gate = Promise.withResolvers<void>();
  rig.gate = gate.promise;
  rig.file = "b";
  const reloads = [reloader.reload()];
  await rig.begun.promise;
  for (const file of ["c", "d"]) {
    rig.file = file;
    reloads.push(reloader.reload());
  }
  gate.resolve();
  await Promise.all(reloads);
  expect(rig.up.at(-1)).toBe("d");
  expect(rig.up.length).toBeLessThanOrEqual(3);
});

test("after a stop nothing is brought up, and what is under way is waited for", async () => {
  const { rig, reloader } = createRig();
  const gate = Promise.withResolvers<void>();
  rig.gate = gate.promise;
  rig.file = "b";
  const underWay = reloader.reload();
  const waiting = reloader.reload();
  await rig.begun.promise;
  rig.file = "c";
  const stopped = reloader.stop();
  gate.resolve();
  await Promise.all([stopped, underWay, waiting]);
  expect(rig.up).toEqual(["a", "b"]);
});
