import { readFile } from "node:fs/promises";
import { dirname, relative } from "node:path";
import { ROOT } from "@mercato/local/checkout";
import { z } from "zod";

/** Processor time by what was running. */
export interface ProfileShare {
  /** A function with its file, or a package. */
  readonly name: string;
  /** Of the time that was not idle, 0 to 1. */
  readonly share: number;
}

/** Where the time of a profile went. */
export interface ProfileSummary {
  /** Not idle. */
  readonly busyMs: number;
  readonly idleMs: number;
  readonly functions: readonly ProfileShare[];
  readonly places: readonly ProfileShare[];
}

const profile = z.object({
  nodes: z.array(z.object({ id: z.number(), callFrame: z.object({ functionName: z.string(), url: z.string(), lineNumber: z.number() }) })),
  samples: z.array(z.number()),
  timeDeltas: z.array(z.number()),
});
type Frame = z.infer<typeof profile>["nodes"][number]["callFrame"];

const MICROSECONDS_PER_MS = 1_000;
const IDLE = "(idle)";

const NOT_A_FILE = /^((native|internal:|node:|bun:|\[native code\]).*)?$/;

/** The package of a file in node_modules, or the folder of one of ours. */
export function placeOf(url: string): string {
  const path = url.replace(/^file:\/\//, "");
  if (NOT_A_FILE.test(path)) return "Bun itself";
  const packages = path.split("/node_modules/");
  if (packages.length === 1) return dirname(relative(ROOT, path));
  const parts = (packages.at(-1) ?? "").split("/");
  return parts.slice(0, parts[0]?.startsWith("@") ? 2 : 1).join("/");
}

function nameOf({ functionName, url, lineNumber }: Frame): string {
  const name = functionName === "" ? "(anonymous)" : functionName;
  return url === "" ? name : `${name} ${url.split("/").slice(-2).join("/")}:${lineNumber + 1}`;
}

function shares(times: ReadonlyMap<string, number>, total: number): readonly ProfileShare[] {
  return [...times].map(([name, time]) => ({ name, share: time / total })).toSorted((a, b) => b.share - a.share);
}

/** Sums up a profile in V8's format by what was on top of the stack. */
export function summarizeProfile(text: string): ProfileSummary {
  const { nodes, samples, timeDeltas } = profile.parse(JSON.parse(text));
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const functions = new Map<string, number>();
  const places = new Map<string, number>();
  let idle = 0;
  let busy = 0;
  for (const [index, id] of samples.entries()) {
    const frame = frames.get(id);
    const time = timeDeltas[index] ?? 0;
    if (frame === undefined) continue;
    if (frame.functionName === IDLE) {
      idle += time;
      continue;
    }
    busy += time;
    functions.set(nameOf(frame), (functions.get(nameOf(frame)) ?? 0) + time);
    places.set(placeOf(frame.url), (places.get(placeOf(frame.url)) ?? 0) + time);
  }
  return {
    busyMs: busy / MICROSECONDS_PER_MS,
    idleMs: idle / MICROSECONDS_PER_MS,
    functions: shares(functions, busy),
    places: shares(places, busy),
  };
}

const LISTED = 30;

function lines(found: readonly ProfileShare[]): string {
  return found
    .slice(0, LISTED)
    .map(({ name, share }) => `${(share * 100).toFixed(1).padStart(5)} %  ${name}`)
    .join("\n");
}

/** The summary of a profile's file, for people. */
export async function describeProfile(file: string): Promise<string> {
  const { busyMs, idleMs, functions, places } = summarizeProfile(await readFile(file, "utf8"));
  return `${busyMs.toFixed(0)} ms busy, ${idleMs.toFixed(0)} ms idle\n\nBy place\n${lines(places)}\n\nBy function\n${lines(functions)}\n`;
}
