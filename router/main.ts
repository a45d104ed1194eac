import { systemClock } from "@mercato/chassis/clock";
import { runProcess } from "@mercato/chassis/process";
import { environmentFrom } from "./command-line.ts";
import { readRouterEnvironment } from "./environment.ts";
import { createRouterService } from "./service.ts";

await runProcess({
  name: "router",
  readEnvironment: () => readRouterEnvironment(environmentFrom(process.argv.slice(2), process.env)),
  async create(environment, log) {
    const service = await createRouterService({ environment, log, clock: systemClock });
    // A terminal that goes away sends it, too, and then it must end the process.
    if (!process.stdin.isTTY) process.on("SIGHUP", () => void service.reload());
    return service;
  },
});
