import { on, type Subscription } from "@mercato/chassis/bus";
import { refundPayment } from "@mercato/contracts/events/payments";
import { type CommandPorts, runCommand } from "../commands/run-command.ts";

export function onRefund(ports: CommandPorts): Subscription {
  return on(refundPayment, ({ reason = null, ...asked }, { id }) =>
    runCommand(ports, { command: { kind: "refund", reason, ...asked }, messageId: id, paymentToken: null }),
  );
}
