import { runProcess } from "@mercato/chassis/service";
import { readInventoryEnvironment } from "./environment.ts";
import { createInventoryService } from "./service.ts";

await runProcess({
  name: "inventory",
  readEnvironment: () => readInventoryEnvironment(process.env),
  create: (environment, log) => createInventoryService({ environment, log }),
});
