import { rm } from "node:fs/promises";
import { join } from "node:path";
import { findMirror } from "@mercato/local/servers/documentdb/mirror";
import { SetupProblem } from "@mercato/local/servers/problem";
import { lastLines, runCommand } from "@mercato/local/servers/run-command";
import { versions } from "@mercato/local/servers/versions";
import type { Buildah } from "./buildah.ts";

const SUITE = "bookworm";

/** A stand-in for Bun's official image where none can be pulled: the same Debian, the same Bun, the same user. */
export const BASE_IMAGE = `localhost/mercato-bun:${versions.bun}`;

async function bootstrapDebian(tar: string, detail: (line: string) => void): Promise<void> {
  const mirror = await findMirror();
  if (mirror === undefined) throw new SetupProblem("This machine's APT sources name no Debian mirror.");
  const args = [
    '--aptopt=Acquire::Check-Valid-Until "false"',
    "--variant=minbase",
    "--dpkgopt=path-exclude=/usr/share/doc/*",
    SUITE,
    tar,
    mirror,
  ];
  const { code, output } = await runCommand("mmdebstrap", args, { detail });
  if (code !== 0) throw new SetupProblem(`mmdebstrap failed:\n${lastLines(output)}`);
}

/** Makes the stand-in, unless the store has it. */
export async function provideBaseImage(buildah: Buildah, folder: string, detail: (line: string) => void): Promise<void> {
  if (await buildah.hasImage(BASE_IMAGE)) return;
  const tar = join(folder, "debian.tar");
  await bootstrapDebian(tar, detail);
  const container = (await buildah.run(["from", "scratch"])).stdout.trim();
  try {
    await buildah.run(["add", "--quiet", container, tar, "/"]);
    await buildah.run(["copy", "--quiet", "--chmod", "755", container, process.execPath, "/usr/local/bin/bun"]);
    await buildah.run(["run", "--isolation", "chroot", container, "--", "useradd", "--uid", "1000", "--create-home", "bun"]);
    await buildah.run(["commit", "--quiet", container, BASE_IMAGE], detail);
  } finally {
    await buildah.run(["rm", container]);
    await rm(tar, { force: true });
  }
}
