import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { createScratch, type Scratch } from "@mercato/local/scratch";
import { cacheDirectory, isCached, itemFolder } from "@mercato/local/servers/cache";
import { findOnPath } from "@mercato/local/servers/on-path";
import { runCommand } from "@mercato/local/servers/run-command";
import { versions } from "@mercato/local/servers/versions";
import { natsConfig } from "../generate/nats.ts";

const item = { cache: cacheDirectory(process.env), name: "nats-server", version: versions.natsServer };
const built = (await isCached(item)) ? join(itemFolder(item), item.name) : undefined;
const natsServer = findOnPath("nats-server", process.env["PATH"]) ?? built;

if (natsServer === undefined) process.stderr.write("infra/k8s: no nats-server here, so NATS' configuration is not read by NATS itself\n");
else {
  describe("NATS' configuration", () => {
    let scratch: Scratch;
    beforeAll(async () => {
      scratch = await createScratch("k8s-nats-test");
    });
    afterAll(() => scratch.remove());

    async function check(text: string): Promise<{ readonly code: number | null; readonly output: string }> {
      const file = join(scratch.directory, "nats.conf");
      await Bun.write(file, text);
      return runCommand(natsServer ?? "", ["-t", "-c", file], { env: { POD_NAME: "nats-0" }, timeoutMs: 20_000 });
    }

    test.each([1, 3])("of %p members is one that the server takes", async (members) => {
      const { code, output } = await check(natsConfig(members));
      expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining("configuration file") });
    });

    test("with a word that the server does not know is refused", async () => {
      const { code } = await check(natsConfig(3).replace("sync_interval", "sync_intervall"));
      expect(code).toBe(1);
    });
  });
}
