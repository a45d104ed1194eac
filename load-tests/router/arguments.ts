import { InvalidArgumentError } from "commander";
import { isSharing, SHARINGS, type Sharing } from "./gateways/gateway.ts";
import type { Cores } from "./measure/processor.ts";

/** Names with commas between them; "ours" alone stands for no others. @throws InvalidArgumentError */
export function peerNames(text: string): readonly string[] {
  if (text === "ours") return [];
  const names = text.split(",").map((name) => name.trim());
  if (names.every((name) => name !== "")) return names;
  throw new InvalidArgumentError("It must be names with commas between them.");
}

/** Settings with commas between them. @throws InvalidArgumentError */
export function sharings(text: string): readonly Sharing[] {
  const wanted = text.split(",");
  if (!wanted.every(isSharing)) throw new InvalidArgumentError(`There are: ${SHARINGS.join(", ")}.`);
  return SHARINGS.filter((sharing) => wanted.includes(sharing));
}

/** Two cores, "0,1". @throws InvalidArgumentError */
export function cores(text: string): Cores {
  const found = /^(\d+),(\d+)$/.exec(text);
  if (found === null) throw new InvalidArgumentError("It must be two numbers of cores, such as 0,1.");
  return { load: Number(found[1]), gateway: Number(found[2]) };
}

/** A port of this machine. @throws InvalidArgumentError */
export function port(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0 && value <= 65_535) return value;
  throw new InvalidArgumentError("A port is a whole number from 1 to 65535.");
}
