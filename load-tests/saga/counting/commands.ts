/** A command of the database's wire protocol. */
export interface WireCommand {
  /** "findAndModify" */
  readonly name: string;
  /** Empty for a command that is for no collection. */
  readonly collection: string;
}

const HEADER_BYTES = 16;
const OP_CODE_AT = 12;
const OP_MSG = 2_013;
/** Flags, then the kind of the first section: 0 is the command itself. */
const FLAGS_BYTES = 4;
const BODY_SECTION = 0;
const STRING_ELEMENT = 2;

function endOfName(bytes: Buffer, from: number): number {
  const end = bytes.indexOf(0, from);
  return end === -1 ? bytes.length : end;
}

/** The first element of a command names it; its value is the collection that the command is for. */
function parseCommand(message: Buffer): WireCommand | undefined {
  const section = HEADER_BYTES + FLAGS_BYTES;
  if (message.readInt32LE(OP_CODE_AT) !== OP_MSG || message.length < section + 7 || message[section] !== BODY_SECTION) return undefined;
  const element = section + 1 + 4;
  const nameEnd = endOfName(message, element + 1);
  const name = message.toString("utf8", element + 1, nameEnd);
  if (message[element] !== STRING_ELEMENT) return { name, collection: "" };
  const text = nameEnd + 1 + 4;
  return { name, collection: message.toString("utf8", text, endOfName(message, text)) };
}

/**
 * Reads the commands that a client sends, from the bytes as they come: a message may be in several pieces, and a piece may hold several messages.
 * Replies and compressed messages are passed over.
 */
export function createCommandReader(onCommand: (command: WireCommand) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    while (rest.length >= HEADER_BYTES) {
      const length = rest.readInt32LE(0);
      if (rest.length < length) return;
      const command = parseCommand(rest.subarray(0, length));
      if (command !== undefined) onCommand(command);
      rest = rest.subarray(length);
    }
  };
}

const WRITES = ["insert", "update", "delete", "findAndModify", "bulkWrite"];
const READS = ["find", "aggregate", "getMore", "count", "distinct"];

/** What a command does; "other" for greetings, pings, indexes and the like. */
export function kindOf(name: string): "write" | "read" | "other" {
  if (WRITES.includes(name)) return "write";
  return READS.includes(name) ? "read" : "other";
}
