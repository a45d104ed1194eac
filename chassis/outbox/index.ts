export type { OutboxBacklog, OutboxEntry, OutboxRelay, OutboxSource, PendingOutbox } from "./outbox.ts";
export { createOutboxRelay, type OutboxRelayOptions } from "./relay.ts";
export { type Republished, type RepublishOptions, republish } from "./republish.ts";
