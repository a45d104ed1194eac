import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { waiting } from "./bun.mjs";
import { run, tail } from "./command.mjs";
import { acquireLock } from "./lock.mjs";
import { adviceFor, Problem } from "./problem.mjs";
import { stage } from "./report.mjs";

const INSTALL_WAIT_MS = 10 * 60_000;

async function digest(file) {
  try {
    return createHash("sha256")
      .update(await readFile(file))
      .digest("hex");
  } catch {
    return "";
  }
}

async function readStamp(stamp) {
  try {
    return (await readFile(stamp, "utf8")).trim();
  } catch {
    return undefined;
  }
}

async function install(root, bun, detail) {
  const { code, output } = await run(bun, ["install", "--frozen-lockfile"], { cwd: root, detail });
  if (code === 0) return;
  const advice = /lockfile had changes|frozen/i.test(output)
    ? "bun.lock does not fit the package.json files: run `bun install`, and commit bun.lock."
    : adviceFor(output, join(root, "node_modules"));
  throw new Problem(`bun install failed:\n${tail(output)}`, advice);
}

/**
 * Installs the workspace as the lockfile says, unless that was done for this very lockfile.
 * The stamp holds the lockfile's digest: a checkout of another commit changes the file, not always its date.
 */
export async function provideDependencies({ root, bun }) {
  const stamp = join(root, "node_modules", ".mercato-installed");
  const wanted = await digest(join(root, "bun.lock"));
  if ((await readStamp(stamp)) === wanted) return;
  try {
    await mkdir(join(root, ".local"), { recursive: true });
  } catch (cause) {
    throw new Problem(
      `The checkout ${root} cannot be written (${cause.code ?? cause.message}).`,
      "Packages, data and logs are kept in it: clone it where you may write.",
    );
  }
  const release = await acquireLock(join(root, ".local", "install.lock"), { waitMs: INSTALL_WAIT_MS, onWait: waiting() });
  try {
    if ((await readStamp(stamp)) === wanted) return;
    await stage("installing the workspace's packages with bun install", (detail) => install(root, bun, detail));
    await writeFile(stamp, `${wanted}\n`);
  } finally {
    await release();
  }
}
