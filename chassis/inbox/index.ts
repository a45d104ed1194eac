/**
 * The ids of messages that a document has taken in. They are written with what the message caused, in one step, so a message that is delivered
 * again changes nothing. A document takes in as many messages as its process has steps, so the list stays short.
 */
export type Inbox = readonly string[];

/** Whether the message was taken in before. */
export function hasTakenIn(inbox: Inbox, messageId: string): boolean {
  return inbox.includes(messageId);
}
