import { runProcess } from "@mercato/chassis/service";
import { readOrdersEnvironment } from "./environment.ts";
import { createOrdersService } from "./service.ts";

await runProcess({
  name: "orders",
  readEnvironment: () => readOrdersEnvironment(process.env),
  create: (environment, log) => createOrdersService({ environment, log }),
});
