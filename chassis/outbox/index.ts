export type { OutboxBacklog, OutboxEntry, OutboxRelay, OutboxSource, PendingOutbox } from "./outbox.ts";
export { createOutboxRelay, type OutboxRelayOptions } from "./relay.ts";
