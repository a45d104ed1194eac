import { cp, mkdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describeService, type ServiceName, serviceNames } from "@mercato/topology";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Packages that load a native addon from beside themselves, so that they go into the image as they are. */
const NATIVE_PACKAGES = ["@graphql-hive/router-query-planner"];

function isServiceName(name: string | undefined): name is ServiceName {
  return serviceNames.some((known) => known === name);
}

/** Builds of an addon are named after platform and processor; all but this machine's stay behind. */
function belongsHere(file: string): boolean {
  return !file.endsWith(".node") || basename(file).includes(`.${process.platform}-${process.arch}`);
}

async function copyPackage(name: string, from: string, outDirectory: string): Promise<void> {
  await cp(from, join(outDirectory, "node_modules", name), { recursive: true, dereference: true, filter: belongsHere });
}

/** Copies the native packages that a service depends on, and what the router finds by the package's name: the supergraph, and beside it the known operations. */
async function copyWhatIsNotBundled(name: ServiceName, outDirectory: string): Promise<void> {
  const modules = join(ROOT, dirname(describeService(name).entry), "node_modules");
  for (const native of NATIVE_PACKAGES) {
    const from = join(modules, native);
    if (await Bun.file(join(from, "package.json")).exists()) await copyPackage(native, from, outDirectory);
  }
  if (describeService(name).kind !== "router") return;
  const contracts = join(outDirectory, "node_modules/@mercato/contracts");
  await mkdir(join(contracts, "graphql"), { recursive: true });
  for (const file of ["package.json", "graphql/supergraph.graphql"]) await cp(join(ROOT, "contracts", file), join(contracts, file));
  const isNoTest = (file: string): boolean => !file.endsWith(".ts");
  await cp(join(ROOT, "contracts/operations"), join(contracts, "operations"), { recursive: true, filter: isNoTest });
}

/** Bundles a service into one file with its source map, beside it the health check and what cannot be bundled. */
async function bundle(name: ServiceName, outDirectory: string): Promise<void> {
  const build = { outdir: outDirectory, target: "bun", minify: { syntax: true, whitespace: true } } as const;
  const entry = join(ROOT, describeService(name).entry);
  await Bun.build({ ...build, entrypoints: [entry], external: NATIVE_PACKAGES, sourcemap: "linked" });
  await Bun.build({ ...build, entrypoints: [fileURLToPath(new URL("health-check.ts", import.meta.url))] });
  // The router starts it by the name that it has among the sources.
  const planner = join(ROOT, "router/planner/hive-process.ts");
  if (describeService(name).kind === "router")
    await Bun.build({ ...build, entrypoints: [planner], external: NATIVE_PACKAGES, naming: { entry: "[name].ts" } });
  await copyWhatIsNotBundled(name, outDirectory);
}

const [name, outDirectory] = process.argv.slice(2);
if (!isServiceName(name) || outDirectory === undefined) {
  console.error(`Usage: bun infra/image/bundle.ts SERVICE DIRECTORY\nSERVICE is one of ${serviceNames.join(", ")}.`);
  process.exit(2);
}
await bundle(name, outDirectory);
