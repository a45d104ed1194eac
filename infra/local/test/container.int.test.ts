import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdir, readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { createScratch, type Scratch } from "../scratch.ts";
import { containerName } from "../servers/container-server.ts";
import { isFree } from "../servers/free-port.ts";
import { startNats } from "../servers/nats.ts";
import { natsInfo } from "../servers/probe.ts";
import type { RunningServer } from "../servers/start-options.ts";

describe("NATS in a container, with an engine that is played", () => {
  let scratch: Scratch;
  let nats: RunningServer;
  const directory = () => join(scratch.directory, "nats");
  const calls = async () => (await readFile(join(scratch.directory, "state", "calls"), "utf8")).trim().split("\n");

  beforeAll(async () => {
    scratch = await createScratch("container-test");
    const bin = join(scratch.directory, "bin");
    await mkdir(bin);
    await mkdir(join(scratch.directory, "state"));
    await symlink(join(import.meta.dir, "fake-docker.sh"), join(bin, "docker"));
    process.env["FAKE_DOCKER_STATE"] = join(scratch.directory, "state");
    process.env["FAKE_DOCKER_BUN"] = process.execPath;
    process.env["FAKE_DOCKER_SERVER"] = join(import.meta.dir, "fake-nats.ts");
    nats = await startNats({ directory: directory(), env: { PATH: bin, HOME: scratch.directory }, own: true });
  });
  afterAll(async () => {
    await nats.stop();
    await scratch.remove();
    for (const name of ["FAKE_DOCKER_STATE", "FAKE_DOCKER_BUN", "FAKE_DOCKER_SERVER"]) delete process.env[name];
  });

  const port = () => Number(new URL(nats.url).port);

  test("it is taken when nats-server is not on PATH and the engine answers", async () => {
    expect(nats.kind).toBe("container");
    expect((await natsInfo("127.0.0.1", port()))?.jetstream).toBe(true);
  });

  test("its configuration is read-only in the container, and its data in a volume of the stack's", async () => {
    const run = (await calls()).find((line) => line.startsWith("run ")) ?? "";
    expect(run).toContain(`-v ${containerName("nats", directory())}:/data`);
    expect(run).toContain(`-v ${join(directory(), "nats.conf")}:/etc/nats/mercato.conf:ro`);
    expect(await readFile(join(directory(), "nats.conf"), "utf8")).toContain("sync_interval: always");
  });

  test("kill -9 reaches the container, not only the client that waits for it", async () => {
    await nats.kill9();
    expect(await calls()).toContain(`kill --signal KILL ${containerName("nats", directory())}`);
    expect(await isFree(port())).toBe(true);
  });

  test("a restart first removes what is left of the container", async () => {
    await nats.restart();
    const seen = await calls();
    expect(seen.at(-2)).toBe(`rm -f ${containerName("nats", directory())}`);
    expect(seen.at(-1)).toStartWith("run --rm");
    expect((await natsInfo("127.0.0.1", port()))?.jetstream).toBe(true);
  });

  test("after a stop its port is free", async () => {
    await nats.stop();
    expect(await isFree(port())).toBe(true);
  });
});
