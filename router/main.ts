import { systemClock } from "@mercato/chassis/clock";
import { runProcess } from "@mercato/chassis/process";
import { environmentFrom } from "./command-line.ts";
import { readRouterEnvironment } from "./environment.ts";
import { createRouterService } from "./service.ts";

await runProcess({
  name: "router",
  readEnvironment: () => readRouterEnvironment(environmentFrom(process.argv.slice(2), process.env)),
  create: (environment, log) => createRouterService({ environment, log, clock: systemClock }),
});
