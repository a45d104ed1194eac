import { fileURLToPath } from "node:url";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const services = "{chassis,router,subgraphs}/**/*.ts";
const notServices = /(^|\/)(node_modules|test|testing)\/|\.(test|gen)\.ts$/;

/** A name that the services' code writes, and where. */
export interface WrittenName {
  readonly name: string;
  readonly file: string;
}

/** The keys of the object literal that begins at `start`; those of objects within it do not count. */
function keysOf(source: string, start: number): readonly string[] {
  const keys: string[] = [];
  let depth = 0;
  for (let at = start; at < source.length; at += 1) {
    const character = source.charAt(at);
    if ("{[(".includes(character)) depth += 1;
    if ("}])".includes(character)) depth -= 1;
    if (depth === 0) return keys;
    const key =
      depth === 1 && "{,".includes(character) ? /^[{,]\s*["']?([\w.]+)["']?\s*[:,}]/.exec(source.slice(at, at + 80))?.[1] : undefined;
    if (key !== undefined) keys.push(key);
  }
  return keys;
}

async function scan(find: (source: string) => readonly string[]): Promise<readonly WrittenName[]> {
  const found: WrittenName[] = [];
  for await (const file of new Bun.Glob(services).scan(repository)) {
    if (notServices.test(file)) continue;
    const source = await Bun.file(`${repository}${file}`).text();
    found.push(...find(source).map((name) => ({ name, file })));
  }
  return found;
}

/** The fields of all log lines that the services' code writes. */
export function writtenLogFields(): Promise<readonly WrittenName[]> {
  return scan((source) =>
    [...source.matchAll(/\blog\.(?:trace|debug|info|warn|error|fatal)\(\s*(?=\{)/g)].flatMap((call) =>
      keysOf(source, call.index + call[0].length),
    ),
  );
}

/** The names of all spans that the services' code starts; what is filled in reads `*`. */
export function writtenSpans(): Promise<readonly WrittenName[]> {
  return scan((source) =>
    [...source.matchAll(/\b(?:withSpan|inSpan|beginSpan|pastSpan)\(\s*["`]([^"`]+)["`]/g)].map((call) =>
      (call[1] ?? "").replace(/\$\{[^}]*\}/g, "*"),
    ),
  );
}

/** The attributes, by their quoted names, of spans that the services' code starts. */
export function writtenAttributes(): Promise<readonly WrittenName[]> {
  return scan((source) =>
    /\b(?:withSpan|inSpan|beginSpan|pastSpan|setAttributes?)\(/.test(source)
      ? [...source.matchAll(/["']([a-z][a-z_]*(?:\.[a-z][a-z_]*)+)["']\s*(?::|,\s)/g)].map((found) => found[1] ?? "")
      : [],
  );
}

/** A metric that the services' code makes. */
export interface WrittenMetric extends WrittenName {
  readonly unit: string;
  readonly description: string;
}

const METRIC = /name:\s*"([a-z_]+)",\s*(?:kind:\s*"\w+",\s*)?unit:\s*"([^"]+)",\s*description:\s*"([^"]+)"/g;

/** The metrics that the chassis makes under names of its own, since it imports no contracts. */
export async function writtenMetrics(): Promise<readonly WrittenMetric[]> {
  const found: WrittenMetric[] = [];
  for await (const file of new Bun.Glob("chassis/**/*.ts").scan(repository)) {
    if (notServices.test(file)) continue;
    const source = await Bun.file(`${repository}${file}`).text();
    for (const [, name = "", unit = "", description = ""] of source.matchAll(METRIC)) found.push({ name, unit, description, file });
  }
  return found;
}

/** The metrics of contracts that the router makes, by their keys there. */
export function usedMetrics(): Promise<readonly WrittenName[]> {
  return scan((source) => [...source.matchAll(/\b(?:(?:secondsIn|countedIn)\(|\w+: )metrics\.(\w+)/g)].map((found) => found[1] ?? ""));
}
