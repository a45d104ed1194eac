import { join } from "node:path";
import { isCached, itemFolder } from "../cache.ts";
import { type GoProgram, provideGoProgram } from "../go-install.ts";
import { findOnPath } from "../on-path.ts";
import type { Source, Usable } from "../source.ts";
import { versions } from "../versions.ts";
import { startNatsServer } from "./nats-server.ts";

const NATS: GoProgram = { name: "nats-server", title: "NATS", module: "github.com/nats-io/nats-server/v2", version: versions.natsServer };

/** NATS built here with Go. */
export function natsGoSource(cache: string, path: string | undefined): Source {
  const item = { cache, name: NATS.name, version: NATS.version };
  const binary = join(itemFolder(item), NATS.name);
  const usable: Usable = {
    kind: "usable",
    what: `nats-server ${NATS.version} (built with go install)`,
    launch: (request) => startNatsServer(binary, request),
  };
  return {
    name: "go",
    async look() {
      if (await isCached(item)) return usable;
      const go = findOnPath("go", path);
      if (go === undefined) return { kind: "absent", reason: "no go on PATH to build NATS with" };
      return {
        kind: "installable",
        async install(request) {
          await provideGoProgram(NATS, { go, cache, ...request });
          return usable;
        },
      };
    },
  };
}
