import { access, constants, mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { run, tail } from "./command.mjs";
import { acquireLock } from "./lock.mjs";
import { adviceFor, Problem } from "./problem.mjs";
import { say, stage } from "./report.mjs";

const INSTALL_WAIT_MS = 10 * 60_000;

async function versionOf(bun) {
  try {
    const { code, output } = await run(bun, ["--version"]);
    return code === 0 ? output.trim() : undefined;
  } catch {
    return undefined;
  }
}

async function onPath(version) {
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    const file = join(folder, process.platform === "win32" ? "bun.exe" : "bun");
    try {
      await access(file, constants.X_OK);
    } catch {
      continue;
    }
    if ((await versionOf(file)) === version) return file;
  }
  return undefined;
}

/** npm as it was started, or the one on PATH. */
function npmCommand() {
  const started = process.env.npm_execpath ?? "";
  if (started.endsWith("npm-cli.js")) return { command: process.execPath.includes("bun") ? "node" : process.execPath, args: [started] };
  return { command: process.platform === "win32" ? "npm.cmd" : "npm", args: [] };
}

/** An install that was cut off leaves its folder behind; nobody else works in here while the lock is held. */
async function removeLeftovers(folder) {
  for (const name of await readdir(folder)) {
    if (name.endsWith(".partial")) await rm(join(folder, name), { recursive: true, force: true });
  }
}

async function npmInstall(folder, version, detail) {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), `${JSON.stringify({ name: "mercato-bun", private: true })}\n`);
  const npm = npmCommand();
  const args = [...npm.args, "install", "--prefix", folder, "--no-audit", "--no-fund", "--loglevel=http", `bun@${version}`];
  let result;
  try {
    result = await run(npm.command, args, { cwd: folder, detail });
  } catch (cause) {
    throw new Problem(`npm could not be started (${cause.message}).`, "npm comes with Node: is it on PATH?");
  }
  if (result.code !== 0)
    throw new Problem(`npm could not install bun@${version}:\n${tail(result.output)}`, adviceFor(result.output, folder));
}

/** npm may be set to skip install scripts; then the package's own script has not put the binary in its place yet. */
async function finishInstall(folder, version) {
  const bun = join(folder, "node_modules", ".bin", process.platform === "win32" ? "bun.exe" : "bun");
  if ((await versionOf(bun)) === version) return;
  const { output } = await run("node", [join(folder, "node_modules", "bun", "install.js")], { cwd: join(folder, "node_modules", "bun") });
  const found = await versionOf(bun);
  if (found !== version) throw new Problem(`Bun was installed but does not run as ${version} (${found ?? "no answer"}):\n${tail(output)}`);
}

/** Finds Bun at the pinned version on PATH or in the cache, or installs it into the cache. Returns its file. */
export async function provideBun({ version, cache }) {
  const found = await onPath(version);
  if (found !== undefined) return found;
  const parent = join(cache, "bun");
  const home = join(parent, version);
  const bun = join(home, "node_modules", ".bin", process.platform === "win32" ? "bun.exe" : "bun");
  if ((await versionOf(bun)) === version) return bun;
  try {
    await mkdir(parent, { recursive: true });
  } catch (cause) {
    throw new Problem(
      `The cache ${cache} cannot be written (${cause.code ?? cause.message}).`,
      "Set MERCATO_CACHE to a directory that you own.",
    );
  }
  const release = await acquireLock(join(parent, "install.lock"), { waitMs: INSTALL_WAIT_MS, onWait: waiting() });
  try {
    if ((await versionOf(bun)) === version) return bun;
    await removeLeftovers(parent);
    const partial = join(parent, `${version}.${process.pid}.partial`);
    await stage(`Bun ${version} is not on PATH: installing it with npm into ${parent}`, (detail) => npmInstall(partial, version, detail));
    await finishInstall(partial, version);
    await rm(home, { recursive: true, force: true });
    await rename(partial, home);
  } finally {
    await release();
  }
  return bun;
}

export function waiting() {
  let next = 0;
  return (pid, waitedMs) => {
    if (waitedMs < next) return;
    next = waitedMs + 3_000;
    say(`another Mercato command (process ${pid}) is installing; waiting, ${(waitedMs / 1000).toFixed(0)} s`);
  };
}
