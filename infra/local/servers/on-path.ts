import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** The first executable with this name in the folders of a PATH, or undefined. */
export function findOnPath(name: string, path: string | undefined): string | undefined {
  const suffix = process.platform === "win32" ? ".exe" : "";
  return (path ?? "")
    .split(delimiter)
    .filter((folder) => folder !== "")
    .map((folder) => join(folder, name + suffix))
    .find(isExecutable);
}
