export interface DeadlineOptions {
  readonly timeoutMs: number;
  /** Ends the work early. */
  readonly signal?: AbortSignal;
}

/**
 * Gives work a limited time. The work's signal aborts with a TimeoutError at the deadline; the result rejects then, too, whether or not the work
 * heeds its signal.
 */
export async function withDeadline<T>(options: DeadlineOptions, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const late = Promise.withResolvers<never>();
  controller.signal.addEventListener("abort", () => late.reject(controller.signal.reason), { once: true });
  const timer = setTimeout(() => controller.abort(new DOMException("The deadline passed.", "TimeoutError")), options.timeoutMs);
  const onAbort = () => controller.abort(options.signal?.reason);
  if (options.signal?.aborted) onAbort();
  options.signal?.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([work(controller.signal), late.promise]);
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener("abort", onAbort);
    late.promise.catch(() => {});
  }
}
