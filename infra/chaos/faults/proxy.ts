import { createServer, connect as dial, type Socket } from "node:net";
import { createPipe, type Pipe } from "./pipe.ts";

/** A connection between two processes that can be disturbed: everything that goes over it goes through here. */
export interface LinkProxy extends AsyncDisposable {
  /** Of 127.0.0.1, where the connecting side connects. */
  readonly port: number;
  /** Resets what is open and takes nothing new. */
  cut(): void;
  /** Lets nothing through, in neither direction; whoever is connected stays so, and does not learn of it. */
  silence(): void;
  /** Holds everything back by so many milliseconds. */
  delay(ms: number): void;
  /** As if nothing had been; what was held back goes through. */
  heal(): void;
}

const LOOPBACK = "127.0.0.1";

type Condition = { readonly kind: "fine" | "cut" | "silence" } | { readonly kind: "delay"; readonly ms: number };

interface Pair {
  readonly sockets: readonly [Socket, Socket];
  readonly pipes: readonly [Pipe, Pipe];
}

function setCondition({ pipes }: Pair, condition: Condition): void {
  for (const pipe of pipes) {
    pipe.hold(condition.kind === "silence");
    pipe.delay(condition.kind === "delay" ? condition.ms : 0);
  }
}

/** Joins a connection that came in with one to where it wants to go. */
function join(incoming: Socket, targetPort: number, onEnd: () => void): Pair {
  const outgoing = dial({ port: targetPort, host: LOOPBACK, noDelay: true });
  const sockets = [incoming, outgoing] as const;
  const end = () => {
    for (const socket of sockets) socket.destroy();
    onEnd();
  };
  for (const socket of sockets) {
    // Either side may go at any time: that is what this is for.
    socket.on("error", end);
    socket.on("close", end);
  }
  return { sockets, pipes: [createPipe(incoming, outgoing), createPipe(outgoing, incoming)] };
}

/** Listens on a free port and passes everything on to `targetPort`, which need not be listened on yet, or still. */
export async function startProxy(targetPort: number): Promise<LinkProxy> {
  const pairs = new Set<Pair>();
  let condition: Condition = { kind: "fine" };

  const server = createServer({ noDelay: true, allowHalfOpen: true }, (incoming) => {
    if (condition.kind === "cut") {
      incoming.on("error", () => undefined);
      incoming.destroy();
      return;
    }
    const pair: Pair = join(incoming, targetPort, () => void pairs.delete(pair));
    pairs.add(pair);
    setCondition(pair, condition);
  });
  const destroyAll = () => {
    for (const { sockets } of [...pairs]) for (const socket of sockets) socket.destroy();
  };
  const become = (next: Condition) => {
    condition = next;
    if (next.kind === "cut") destroyAll();
    else for (const pair of pairs) setCondition(pair, next);
  };

  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port: 0, host: LOOPBACK, exclusive: true }, () => resolve());
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("a proxy listens on no port");
  return {
    port: address.port,
    cut: () => become({ kind: "cut" }),
    silence: () => become({ kind: "silence" }),
    delay: (ms) => become({ kind: "delay", ms }),
    heal: () => become({ kind: "fine" }),
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      destroyAll();
      await closed;
    },
  };
}
