/** One line's worth of an APT source of binary packages. */
export interface AptSource {
  readonly uri: string;
  readonly suite: string;
  readonly components: readonly string[];
}

/** A deb822 file (`debian.sources`): paragraphs of fields, where a field may go on over lines that begin with a space. */
export function parseDeb822(text: string): AptSource[] {
  return text.split(/\n\s*\n/).flatMap((paragraph) => {
    const fields = readFields(paragraph);
    if (fields.get("enabled")?.trim().toLowerCase() === "no") return [];
    if (!words(fields.get("types")).includes("deb")) return [];
    const components = words(fields.get("components"));
    return words(fields.get("uris")).flatMap((uri) => words(fields.get("suites")).map((suite) => ({ uri, suite, components })));
  });
}

function words(text: string | undefined): string[] {
  return (text ?? "").split(/\s+/).filter((word) => word !== "");
}

function readFields(paragraph: string): Map<string, string> {
  const fields = new Map<string, string>();
  let name = "";
  for (const line of paragraph.split("\n")) {
    if (line.startsWith("#")) continue;
    const match = /^([A-Za-z-]+):(.*)$/.exec(line);
    if (match?.[1] !== undefined) name = match[1].toLowerCase();
    const value = match?.[2] ?? (/^\s/.test(line) ? line : "");
    if (name !== "") fields.set(name, `${fields.get(name) ?? ""} ${value}`);
  }
  return fields;
}

/** A classic file (`sources.list`): `deb [options] URI SUITE COMPONENT...`. */
export function parseSourcesList(text: string): AptSource[] {
  return text.split("\n").flatMap((line) => {
    const match = /^\s*deb\s+(?:\[[^\]]*\]\s+)?(\S+)\s+(\S+)\s*([^#]*)/.exec(line);
    if (match?.[1] === undefined || match[2] === undefined) return [];
    return [{ uri: match[1], suite: match[2], components: words(match[3]) }];
  });
}

/**
 * The mirror of Debian's main archive that this machine uses: the source of its own release, without the security archive.
 * Other Debian suites are on the same mirror.
 */
export function pickMirror(sources: readonly AptSource[], codename: string): string | undefined {
  const main = sources.filter(({ uri, components }) => components.includes("main") && !uri.startsWith("cdrom:"));
  const own = main.find(({ suite }) => suite === codename) ?? main.find(({ suite }) => suite === "stable");
  return own?.uri;
}
