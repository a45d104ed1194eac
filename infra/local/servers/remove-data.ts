import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { findContainerEngine } from "./container-engine.ts";
import { containerName } from "./container-server.ts";

async function removeVolume(name: string, directory: string): Promise<void> {
  const source = await readFile(join(directory, "source"), "utf8").catch(() => "");
  if (source !== "container") return;
  const engine = await findContainerEngine(process.env["PATH"]);
  if (typeof engine !== "string") await engine.run(["volume", "rm", "--force", containerName(name, directory)]);
}

/** Removes the data of a stack's database and NATS, which must not run. Secrets and logs stay. */
export async function removeServerData(stackDirectory: string): Promise<void> {
  const database = join(stackDirectory, "database");
  const nats = join(stackDirectory, "nats");
  await removeVolume("mongod", database);
  await removeVolume("nats", nats);
  await rm(database, { recursive: true, force: true });
  await rm(nats, { recursive: true, force: true });
}
