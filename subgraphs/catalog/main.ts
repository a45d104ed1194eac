import { runProcess } from "@mercato/chassis/service";
import { readCatalogEnvironment } from "./environment.ts";
import { createCatalogService } from "./service.ts";

await runProcess({
  name: "catalog",
  readEnvironment: () => readCatalogEnvironment(process.env),
  create: (environment, log) => createCatalogService({ environment, log }),
});
