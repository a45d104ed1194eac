import { on, type Subscription } from "@mercato/chassis/bus";
import { cancelPayment } from "@mercato/contracts/events/payments";
import { type CommandPorts, runCommand } from "../commands/run-command.ts";

export function onCancel(ports: CommandPorts): Subscription {
  return on(cancelPayment, (asked, { id }) =>
    runCommand(ports, { command: { kind: "cancel", ...asked }, messageId: id, paymentToken: null }),
  );
}
