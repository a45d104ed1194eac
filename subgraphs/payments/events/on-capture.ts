import { on, type Subscription } from "@mercato/chassis/bus";
import { capturePayment } from "@mercato/contracts/events/payments";
import { type CommandPorts, runCommand } from "../commands/run-command.ts";

export function onCapture(ports: CommandPorts): Subscription {
  return on(capturePayment, (asked, { id }) =>
    runCommand(ports, { command: { kind: "capture", ...asked }, messageId: id, paymentToken: null }),
  );
}
