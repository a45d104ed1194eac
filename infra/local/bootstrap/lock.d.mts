/** Thrown by {@link acquireLock} when a living process keeps the lock for longer than was to be waited. */
export declare class LockHeldError extends Error {
  /** The process that holds it. */
  readonly pid: number;
}

export interface LockOptions {
  /** How long to wait for another holder, in milliseconds. @default 0 */
  readonly waitMs?: number;
  /** Called about four times a second while another process holds the lock. */
  readonly onWait?: (holderPid: number, waitedMs: number) => void;
}

/**
 * Takes a lock file that says which process holds it; the lock of a process that died counts as free.
 * Resolves to the function that gives it back.
 */
export declare function acquireLock(file: string, options?: LockOptions): Promise<() => Promise<void>>;
