import { createServer } from "node:net";
import { findPortHolder, type PortHolder } from "./port-holder.ts";
import { SetupProblem } from "./problem.ts";

const LOOPBACK = "127.0.0.1";

/** Whether a server could listen on this port of 127.0.0.1 now. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host: LOOPBACK, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** A port of 127.0.0.1 that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen({ port: 0, host: LOOPBACK, exclusive: true }, () => {
      const address = server.address();
      server.close(() => (address !== null && typeof address === "object" ? resolve(address.port) : reject(new Error("no port"))));
    });
  });
}

/** The sentence for a port that cannot be used. */
export function describeConflict(port: number, use: string, holder: PortHolder | undefined): string {
  const who = holder === undefined ? "another process" : `${holder.command} (process ${holder.pid})`;
  return `Port ${port}, wanted for ${use}, is held by ${who}.`;
}

export interface PortWish {
  /** What listens on it, for messages: "NATS". */
  readonly use: string;
  /** The usual port. */
  readonly usual: number;
  /** The port that was asked for, if one was. */
  readonly asked: number | undefined;
  /** The option that sets it: "--nats-port". */
  readonly option: string;
  /** Whether another port may be taken when nobody asked for this one: true for what only the stack itself talks to. */
  readonly mayMove: boolean;
  readonly say: (line: string) => void;
}

/**
 * Settles on a port: the one asked for or the usual one if it is free; for what may move, another.
 * @throws SetupProblem that names the holder and the option, when the port must be this one.
 */
export async function choosePort(wish: PortWish): Promise<number> {
  const port = wish.asked ?? wish.usual;
  if (await isFree(port)) return port;
  const conflict = describeConflict(port, wish.use, await findPortHolder(port));
  if (wish.asked !== undefined || !wish.mayMove) {
    throw new SetupProblem(conflict, [`Stop that process, or choose another port with ${wish.option} N.`]);
  }
  const other = await freePort();
  wish.say(`${conflict} Taking ${other} instead (${wish.option} N chooses one).`);
  return other;
}
