import { describe, expect, test } from "bun:test";
import { parseDeb822, parseSourcesList, pickMirror } from "./apt-sources.ts";

describe("deb822 sources", () => {
  test("every suite of every address is a source, and comments are none", () => {
    const text = [
      "Types: deb",
      "# http://snapshot.example/archive",
      "URIs: http://mirror.example/debian",
      "Suites: bookworm bookworm-updates",
      "Components: main contrib",
      "Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg",
      "",
      "Types: deb deb-src",
      "URIs: http://mirror.example/debian-security",
      "Suites: bookworm-security",
      "Components: main",
    ].join("\n");
    expect(parseDeb822(text)).toEqual([
      { uri: "http://mirror.example/debian", suite: "bookworm", components: ["main", "contrib"] },
      { uri: "http://mirror.example/debian", suite: "bookworm-updates", components: ["main", "contrib"] },
      { uri: "http://mirror.example/debian-security", suite: "bookworm-security", components: ["main"] },
    ]);
  });

  test("a field goes on over lines that begin with a space", () => {
    const text = "Types: deb\nURIs: http://a.example/debian\n http://b.example/debian\nSuites: trixie\nComponents: main\n";
    expect(parseDeb822(text).map(({ uri }) => uri)).toEqual(["http://a.example/debian", "http://b.example/debian"]);
  });

  test("sources that are switched off, and sources of source packages, do not count", () => {
    expect(parseDeb822("Types: deb\nEnabled: no\nURIs: http://a.example/debian\nSuites: trixie\nComponents: main")).toEqual([]);
    expect(parseDeb822("Types: deb-src\nURIs: http://a.example/debian\nSuites: trixie\nComponents: main")).toEqual([]);
  });
});

describe("sources.list", () => {
  test("options in brackets, comments and source packages are left out", () => {
    const text = [
      "# deb http://commented.example/debian bookworm main",
      "deb [arch=amd64 signed-by=/etc/keys/a.gpg] http://mirror.example/debian bookworm main non-free # note",
      "deb-src http://mirror.example/debian bookworm main",
      "deb http://mirror.example/debian-security bookworm-security main",
    ].join("\n");
    expect(parseSourcesList(text)).toEqual([
      { uri: "http://mirror.example/debian", suite: "bookworm", components: ["main", "non-free"] },
      { uri: "http://mirror.example/debian-security", suite: "bookworm-security", components: ["main"] },
    ]);
  });
});

describe("the mirror", () => {
  const source = (uri: string, suite: string, components = ["main"]) => ({ uri, suite, components });

  test("is the one of the machine's own release, not the security archive or another project's", () => {
    const sources = [
      source("https://packages.example/apt", "cloud-bookworm"),
      source("http://mirror.example/debian-security", "bookworm-security"),
      source("http://mirror.example/debian", "bookworm"),
    ];
    expect(pickMirror(sources, "bookworm")).toBe("http://mirror.example/debian");
  });

  test("may be named by the word stable", () => {
    expect(pickMirror([source("http://mirror.example/debian", "stable")], "trixie")).toBe("http://mirror.example/debian");
  });

  test("is none where only a disc or other components are known", () => {
    expect(
      pickMirror([source("cdrom:[Debian]/", "bookworm"), source("http://mirror.example/debian", "bookworm", ["contrib"])], "bookworm"),
    ).toBe(undefined);
  });
});
