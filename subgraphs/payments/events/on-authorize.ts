import { on, type Subscription } from "@mercato/chassis/bus";
import { authorizePayment } from "@mercato/contracts/events/payments";
import { type CommandPorts, runCommand } from "../commands/run-command.ts";

/** The payment token goes from the message to the provider and is kept nowhere: every delivery of the command brings it again. */
export function onAuthorize(ports: CommandPorts): Subscription {
  return on(authorizePayment, ({ paymentToken, ...asked }, { id }) =>
    runCommand(ports, { command: { kind: "authorize", ...asked }, messageId: id, paymentToken }),
  );
}
