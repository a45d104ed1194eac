import { fileURLToPath } from "node:url";
import type { HiveMessage, HiveReply } from "./hive-messages.ts";

const PROGRAM = fileURLToPath(import.meta.resolve("./hive-process.ts"));

/** What came of a message: a reply, or the end of the process. */
export type HiveOutcome = HiveReply | { readonly kind: "died" };

/** The process of the native planner, from the router's side. */
export interface HiveHost {
  /** One message after the other, so that it is known which one ended the process. The next one starts it again. Never rejects. */
  ask(message: HiveMessage): Promise<HiveOutcome>;
  /** Ends the process. */
  close(): void;
}

export interface HiveHostOptions {
  readonly supergraphSdl: string;
  /** How long an answer may take before the process counts as lost and is ended. In milliseconds. */
  readonly deadlineMs: number;
}

interface Child {
  hasEnded(): boolean;
  ask(message: HiveMessage): Promise<HiveOutcome>;
  kill(): void;
}

function startChild(deadlineMs: number): Child {
  let settle: (outcome: HiveOutcome) => void = () => {};
  let hasEnded = false;
  const child = Bun.spawn([process.execPath, PROGRAM], {
    // It needs nothing of the environment, so that no secret is in a process that native code may crash.
    env: {},
    stdin: "ignore",
    stdout: "ignore",
    stderr: "ignore",
    ipc: (reply: HiveReply) => settle(reply),
    onExit() {
      hasEnded = true;
      settle({ kind: "died" });
    },
  });
  // A process that only its planner keeps from ending has ended.
  child.unref();
  return {
    hasEnded: () => hasEnded,
    kill: () => child.kill("SIGKILL"),
    ask(message) {
      const { promise, resolve } = Promise.withResolvers<HiveOutcome>();
      settle = resolve;
      const deadline = setTimeout(() => child.kill("SIGKILL"), deadlineMs);
      try {
        child.send(message);
      } catch {
        child.kill("SIGKILL"); // it no longer listens: its end is the answer
      }
      return promise.finally(() => clearTimeout(deadline));
    },
  };
}

export function createHiveHost({ supergraphSdl, deadlineMs }: HiveHostOptions): HiveHost {
  let child: Child | null = null;
  let last: Promise<unknown> = Promise.resolve();
  let isClosed = false;

  async function askNow(message: HiveMessage): Promise<HiveOutcome> {
    if (isClosed) return { kind: "refused", reason: "The planner is closed." };
    // One that ended while it was asked nothing (someone killed it) is no fault of what is asked now.
    if (child === null || child.hasEnded()) {
      child = startChild(deadlineMs);
      const loaded = await child.ask({ kind: "load", supergraphSdl });
      if (loaded.kind !== "loaded" || message.kind === "load") return loaded;
    }
    return child.ask(message);
  }

  return {
    ask(message) {
      const answer = last.then(() => askNow(message));
      last = answer;
      return answer;
    },
    close() {
      isClosed = true;
      child?.kill();
    },
  };
}
