import { connect, createServer, type Socket } from "node:net";
import { SetupProblem } from "@mercato/local/servers/problem";
import { createCommandReader, kindOf } from "./commands.ts";

/** Commands by what they are and whom they are for: "findAndModify orders". */
export type CommandCounts = Readonly<Record<string, number>>;

/** Stands between services and their database, and counts. */
export interface CountingProxy extends AsyncDisposable {
  /** For services: the database, seen through the proxy. */
  readonly url: string;
  /** Writes and reads since it was started. */
  counts(): { readonly writes: CommandCounts; readonly reads: CommandCounts };
}

/** The address of a database that is one server. @throws SetupProblem for several, or one that is looked up */
export function serverOf(url: string): { readonly host: string; readonly port: number } {
  const found = /^mongodb:\/\/(?:[^@/]*@)?([^:/,?]+)(?::(\d+))?(?:[/?]|$)/.exec(url);
  if (found?.[1] === undefined) {
    throw new SetupProblem("Commands can be counted for a database of one server only.", ["Unset MONGO_URL, or name one server in it."]);
  }
  return { host: found[1], port: Number(found[2] ?? "27017") };
}

/** The same URL with another address. Clients are kept from asking the server where else it is: they would go past the proxy. */
function throughPort(url: string, port: number): string {
  const { host, port: from } = serverOf(url);
  const moved = url.replace(`${host}:${from}`, `127.0.0.1:${port}`).replace(/^(mongodb:\/\/[^/?]+)\/?(\?|$)/, "$1/$2");
  return `${moved}${moved.includes("?") ? "&" : "?"}directConnection=true`;
}

/** Starts one on a free port of loopback. */
export async function startCountingProxy(url: string): Promise<CountingProxy> {
  const target = serverOf(url);
  const counted = { write: new Map<string, number>(), read: new Map<string, number>() };
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(target);
    const read = createCommandReader(({ name, collection }) => {
      const kind = kindOf(name);
      if (kind === "other") return;
      const key = `${name} ${collection}`.trim();
      counted[kind].set(key, (counted[kind].get(key) ?? 0) + 1);
    });
    client.on("data", read);
    client.pipe(upstream);
    upstream.pipe(client);
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(socket);
      socket.on("error", () => other.destroy());
      socket.on("close", () => {
        open.delete(socket);
        other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: throughPort(url, port),
    counts: () => ({ writes: Object.fromEntries(counted.write), reads: Object.fromEntries(counted.read) }),
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
