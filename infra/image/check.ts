import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cacheDirectory } from "@mercato/local/servers/cache";
import { createTerminalReport, type Report } from "@mercato/local/servers/report";
import { Command } from "commander";
import { BASE_IMAGE, provideBaseImage } from "./base-image.ts";
import { type Buildah, openBuildah, providePrograms } from "./buildah.ts";
import { trySubgraphAndRouter } from "./try.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Why images cannot be built on this machine; undefined when they can. */
function obstacle(): string | undefined {
  if (process.platform !== "linux") return `this is ${process.platform}, and buildah needs Linux`;
  if (process.getuid?.() !== 0) return "buildah's chroot isolation needs root";
  if (!existsSync("/etc/debian_version")) return "the stand-in for the base image is made with Debian's tools, and this is no Debian";
  return undefined;
}

/** What Bun has downloaded before; a build on a machine that is offline does with it. */
function packageCache(): string[] {
  const cache = join(homedir(), ".bun/install/cache");
  return existsSync(cache) ? ["--volume", `${cache}:/root/.bun/install/cache`] : [];
}

function build(buildah: Buildah, service: string, report: Report): Promise<string> {
  const image = `localhost/mercato-${service}:check`;
  const args = ["--build-arg", `BUN_IMAGE=${BASE_IMAGE}`, "--build-arg", `SERVICE=${service}`, "--file", "infra/image/Dockerfile"];
  return report.stage(`building the image of ${service}`, async (detail) => {
    // Docker's format: OCI's has no health check.
    const how = ["bud", "--format", "docker", "--isolation", "chroot", ...packageCache()];
    await buildah.run([...how, ...args, "--tag", image, ROOT], detail);
    return image;
  });
}

async function check(subgraph: string): Promise<number> {
  const report = createTerminalReport({ write: (line) => console.error(line), startedAt: Date.now() });
  const reason = obstacle();
  if (reason !== undefined) {
    console.log(`image:check skipped: ${reason}. With an engine: docker build -f infra/image/Dockerfile --build-arg SERVICE=${subgraph} .`);
    return 0;
  }
  const folder = join(cacheDirectory(process.env), "images");
  await report.stage("buildah and mmdebstrap", providePrograms);
  const buildah = await openBuildah(folder);
  await report.stage("a stand-in for Bun's image", (detail) => provideBaseImage(buildah, folder, detail));
  const images = { subgraph: await build(buildah, subgraph, report), router: await build(buildah, "router", report) };
  const problems = await trySubgraphAndRouter({ buildah, report, subgraph, images });
  // What the tags meant at the run before.
  await buildah.run(["rmi", "--prune"]);
  for (const problem of problems) console.log(`FAILED ${problem}`);
  console.log(`image:check: ${problems.length === 0 ? "passed" : "failed"}`);
  return problems.length === 0 ? 0 : 1;
}

const program = new Command("image:check")
  .description(
    `Builds the images of a subgraph and of the router from infra/image/Dockerfile without a container engine, starts their root file systems
with a database and NATS of their own, and asks them whether they are ready. Needs Debian and root, and skips elsewhere. Three to
four minutes; what can be used again is kept in the cache (MERCATO_CACHE).`,
  )
  .option("--subgraph <name>", "which subgraph", "orders")
  .action(async ({ subgraph }: { subgraph: string }) => {
    process.exitCode = await check(subgraph);
  });

await program.parseAsync();
process.exit();
