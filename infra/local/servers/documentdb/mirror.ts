import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type AptSource, parseDeb822, parseSourcesList, pickMirror } from "./apt-sources.ts";

async function readOr(file: string, otherwise: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch {
    return otherwise;
  }
}

async function readSources(folder: string): Promise<AptSource[]> {
  const parts = join(folder, "sources.list.d");
  const names = await readdir(parts).catch(() => []);
  const files = [join(folder, "sources.list"), ...names.toSorted().map((name) => join(parts, name))];
  const all: AptSource[] = [];
  for (const file of files) {
    if (file.endsWith(".sources")) all.push(...parseDeb822(await readOr(file, "")));
    else if (file.endsWith(".list")) all.push(...parseSourcesList(await readOr(file, "")));
  }
  return all;
}

/** Values of /etc/os-release. */
export async function readOsRelease(file = "/etc/os-release"): Promise<Record<string, string>> {
  const text = await readOr(file, "");
  return Object.fromEntries(
    text.split("\n").flatMap((line) => {
      const at = line.indexOf("=");
      return at < 0 ? [] : [[line.slice(0, at), line.slice(at + 1).replaceAll('"', "")]];
    }),
  );
}

/** The Debian mirror that this machine is set up with; undefined when its APT sources name none. */
export async function findMirror(folder = "/etc/apt"): Promise<string | undefined> {
  const { VERSION_CODENAME = "" } = await readOsRelease();
  const uri = pickMirror(await readSources(folder), VERSION_CODENAME);
  if (uri?.startsWith("mirror+file:") !== true) return uri;
  // Cloud images name a file that lists the mirrors.
  const list = await readOr(uri.slice("mirror+file:".length).replace(/^\/+/, "/"), "");
  return list
    .split("\n")
    .map((line) => line.trim().split(/\s/)[0])
    .find((line) => line !== undefined && line !== "" && !line.startsWith("#"));
}
