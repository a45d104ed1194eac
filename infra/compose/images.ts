import { readFileSync } from "node:fs";
import type { ServiceName } from "@mercato/topology";

/** Images of servers and tools, each pinned to a version; the same versions that the local stack runs, where it runs them. */
export const IMAGES = {
  database: "mongo:8.2.6",
  nats: "nats:2.15.2-alpine",
  redis: "redis:8.2.3-alpine",
  k6: "grafana/k6:1.8.1",
} as const;

/** The user of `oven/bun`'s images, by number so that nothing has to be looked up in the image. */
export const SERVICE_USER = "1000:1000";

/** The version of the shop that is built and run when none is asked for: the one in the root's package.json. */
function shopVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  if (typeof manifest !== "object" || manifest === null || !("version" in manifest)) throw new TypeError("package.json has no version.");
  return String(manifest.version);
}

/** The image of a service, with its tag open to `MERCATO_VERSION`. */
export function serviceImage(name: ServiceName): string {
  return `mercato/${name}:\${MERCATO_VERSION:-${shopVersion()}}`;
}
