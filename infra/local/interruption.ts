import { createReadStream } from "node:fs";

const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
/** A terminal sends Ctrl-C to this process and to its parent, which passes it on: that is one wish, not two. */
const SAME_WISH_MS = 1_000;

/** How a command learns that it is to end. */
export interface Interruption {
  /** Aborted with the first signal, or when the process that started this one is gone. */
  readonly signal: AbortSignal;
  /** The exit code for it; 0 while there was none. */
  exitCode(): number;
}

/** Calls back when the pipe that the parent holds ends: it was killed, and could not pass a signal on. */
function watchParent(env: NodeJS.ProcessEnv, gone: () => void): void {
  const fd = Number(env["MERCATO_PARENT_FD"] ?? "");
  delete env["MERCATO_PARENT_FD"];
  if (!Number.isInteger(fd) || fd < 3) return;
  const pipe = createReadStream("", { fd });
  pipe.on("error", gone);
  pipe.on("end", gone);
  pipe.resume();
}

/**
 * Listens for SIGINT, SIGTERM, SIGHUP and the end of the parent. The first asks the command to drain and stop;
 * a second one later ends this process at once, and its guard stops what it started.
 */
export function listenForInterruption(env: NodeJS.ProcessEnv, say: (line: string) => void): Interruption {
  const controller = new AbortController();
  let code = 0;
  let firstAt = 0;
  const interrupt = (reason: string, exitCode: number) => {
    if (firstAt === 0) {
      firstAt = Date.now();
      code = exitCode;
      say(`${reason}: stopping (again to stop without waiting)`);
      controller.abort(reason);
    } else if (Date.now() - firstAt > SAME_WISH_MS) {
      process.exit(exitCode);
    }
  };
  for (const [name, exitCode] of Object.entries(SIGNALS)) process.on(name, () => interrupt(name, exitCode));
  watchParent(env, () => {
    if (firstAt === 0) interrupt("the command that started this one is gone", SIGNALS.SIGTERM);
  });
  return { signal: controller.signal, exitCode: () => code };
}
