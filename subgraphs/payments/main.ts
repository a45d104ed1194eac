import { runProcess } from "@mercato/chassis/service";
import { readPaymentsEnvironment } from "./environment.ts";
import { createPaymentsService } from "./service.ts";

await runProcess({
  name: "payments",
  readEnvironment: () => readPaymentsEnvironment(process.env),
  create: (environment, log) => createPaymentsService({ environment, log }),
});
