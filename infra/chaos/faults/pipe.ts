import type { Socket } from "node:net";

/** One direction of a connection. */
export interface Pipe {
  /** Keeps what arrives, until it is told not to any more. */
  hold(isHeld: boolean): void;
  /** Passes things on so many milliseconds after they arrived; in their order, whatever the delay was before. */
  delay(ms: number): void;
}

/** What waits is what one connection sends while it is disturbed; beyond, its sender waits. */
const MOST_BYTES = 4 * 1024 * 1024;

/** Passes on what one socket receives to another, its end included. */
export function createPipe(from: Socket, to: Socket): Pipe {
  const waiting: { readonly dueAt: number; readonly chunk: Buffer | null }[] = [];
  let waitingBytes = 0;
  let delayMs = 0;
  let isHeld = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const send = (chunk: Buffer | null) => {
    if (to.destroyed) return;
    if (chunk === null) to.end();
    else if (!to.write(chunk)) from.pause();
  };
  /** How long the first that waits still has to; nothing when none does, or all are held. */
  const restMs = () => {
    const [next] = waiting;
    if (next === undefined || isHeld) return undefined;
    return delayMs === 0 ? 0 : Math.max(0, next.dueAt - performance.now());
  };
  const sendFirst = () => {
    const next = waiting.shift();
    waitingBytes -= next?.chunk?.length ?? 0;
    send(next?.chunk ?? null);
  };
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    while (restMs() === 0) sendFirst();
    const ms = restMs();
    if (ms !== undefined) timer = setTimeout(flush, ms);
    if (waitingBytes <= MOST_BYTES && !to.writableNeedDrain) from.resume();
  };
  const take = (chunk: Buffer | null) => {
    if (!isHeld && delayMs === 0 && waiting.length === 0) {
      send(chunk);
      return;
    }
    waiting.push({ dueAt: performance.now() + delayMs, chunk });
    waitingBytes += chunk?.length ?? 0;
    if (waitingBytes > MOST_BYTES) from.pause();
    if (timer === undefined) flush();
  };

  from.on("data", take);
  from.on("end", () => take(null));
  to.on("drain", flush);
  from.on("close", () => clearTimeout(timer));
  return {
    hold(wanted) {
      isHeld = wanted;
      flush();
    },
    delay(ms) {
      delayMs = ms;
      flush();
    },
  };
}
