import { systemClock } from "@mercato/chassis/clock";
import { runProcess } from "@mercato/chassis/service";
import { readRouterEnvironment } from "./environment.ts";
import { createRouterService } from "./service.ts";

await runProcess({
  name: "router",
  readEnvironment: () => readRouterEnvironment(process.env),
  create: (environment, log) => createRouterService({ environment, log, clock: systemClock }),
});
