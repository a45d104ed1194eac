import { connect } from "node:net";

interface Address {
  readonly host: string;
  readonly port: number;
}

/** Sends bytes to a server on a TCP port and resolves to its answer's first chunk, or undefined when none came in time. */
function exchange(address: Address, request: Uint8Array | undefined, timeoutMs: number): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const socket = connect(address);
    const finish = (answer: Buffer | undefined) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    const timer = setTimeout(() => finish(undefined), timeoutMs);
    socket.once("error", () => finish(undefined));
    socket.once("close", () => finish(undefined));
    socket.once("connect", () => {
      if (request !== undefined) socket.write(request);
    });
    socket.once("data", finish);
  });
}

/** OP_MSG with the BSON document { ping: 1, $db: "admin" }: what any MongoDB-compatible server answers without a password. */
export function pingMessage(): Buffer {
  const name = Buffer.from("ping\0");
  const db = Buffer.from("$db\0");
  const admin = Buffer.from("admin\0");
  const document = Buffer.alloc(4 + 1 + name.length + 4 + 1 + db.length + 4 + admin.length + 1);
  let at = document.writeInt32LE(document.length, 0);
  at = document.writeUInt8(0x10, at);
  at += name.copy(document, at);
  at = document.writeInt32LE(1, at);
  at = document.writeUInt8(0x02, at);
  at += db.copy(document, at);
  at = document.writeInt32LE(admin.length, at);
  admin.copy(document, at);
  const header = Buffer.alloc(21);
  header.writeInt32LE(header.length + document.length, 0);
  header.writeInt32LE(1, 4);
  header.writeInt32LE(2013, 12);
  return Buffer.concat([header, document]);
}

/** Whether a MongoDB-compatible server answers `ping` on this port of 127.0.0.1. */
export async function mongoAnswers(port: number, timeoutMs = 2_000): Promise<boolean> {
  const answer = await exchange({ host: "127.0.0.1", port }, pingMessage(), timeoutMs);
  const ok = answer?.indexOf("\x01ok\0") ?? -1;
  return answer !== undefined && ok >= 0 && answer.length >= ok + 12 && answer.readDoubleLE(ok + 4) === 1;
}

/** What a NATS server says first. */
export interface NatsInfo {
  readonly version: string;
  readonly jetstream: boolean;
}

/** Reads the greeting of a NATS server; undefined when there is none. */
export async function natsInfo(host: string, port: number, timeoutMs = 2_000): Promise<NatsInfo | undefined> {
  const answer = await exchange({ host, port }, undefined, timeoutMs);
  const text = answer?.toString() ?? "";
  if (!text.startsWith("INFO {")) return undefined;
  return { version: /"version":"([^"]*)"/.exec(text)?.[1] ?? "unknown", jetstream: /"jetstream":true/.test(text) };
}

/** Whether something accepts connections there. */
export function accepts(host: string, port: number, timeoutMs = 2_000): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const finish = (answer: boolean) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    const timer = setTimeout(() => finish(false), timeoutMs);
    socket.once("error", () => finish(false));
    socket.once("connect", () => finish(true));
  });
}
