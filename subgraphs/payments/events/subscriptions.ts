import type { Subscription } from "@mercato/chassis/bus";
import type { CommandPorts } from "../commands/run-command.ts";
import { onAuthorize } from "./on-authorize.ts";
import { onCancel } from "./on-cancel.ts";
import { onCapture } from "./on-capture.ts";
import { onRefund } from "./on-refund.ts";

/** What payments obeys. */
export function subscriptions(ports: CommandPorts): readonly Subscription[] {
  return [onAuthorize(ports), onCapture(ports), onCancel(ports), onRefund(ports)];
}
