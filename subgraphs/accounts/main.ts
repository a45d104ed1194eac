import { runProcess } from "@mercato/chassis/service";
import { readAccountsEnvironment } from "./environment.ts";
import { createAccountsService } from "./service.ts";

await runProcess({
  name: "accounts",
  readEnvironment: () => readAccountsEnvironment(process.env),
  create: (environment, log) => createAccountsService({ environment, log }),
});
