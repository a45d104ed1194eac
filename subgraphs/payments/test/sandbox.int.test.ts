import { systemClock } from "@mercato/chassis/clock";
import { startWorld } from "@mercato/chassis/testing";
import { openProvider } from "../provider/open-provider.ts";
import { describeProvider } from "./provider-contract.ts";

describeProvider("sandbox", async () => {
  const world = await startWorld();
  world.databaseName("payments_sandbox");
  const opened = await openProvider({
    kind: "sandbox",
    mongoUrl: world.mongoUrl,
    mongoDatabase: world.databaseName("payments"),
    clock: systemClock,
    log: world.log,
  });
  const { provider } = world.track(opened);
  return {
    provider,
    stop: () => world.stop(),
    tokens: {
      ok: "sandbox-ok",
      declined: "sandbox-decline",
      unknown: "tok_of_another_provider",
      timeoutAfterCharge: "sandbox-timeout-after-charge",
      outage: "sandbox-outage",
      captureRefused: "sandbox-capture-fails",
      refundRefused: "sandbox-refund-fails",
    },
  };
});
