/**
 * Waits for a fact: calls `probe` until it neither throws nor answers null, undefined or false, and hands its answer back.
 * @throws the probe's last error, or one that says what was awaited, when the deadline (default 10 s) has passed.
 */
export async function eventually<T>(
  what: string,
  probe: () => T | null | undefined | false | Promise<T | null | undefined | false>,
  options: { readonly timeoutMs?: number; readonly intervalMs?: number } = {},
): Promise<T> {
  const deadline = performance.now() + (options.timeoutMs ?? 10_000);
  let failure: unknown;
  for (;;) {
    try {
      const answer = await probe();
      if (answer !== null && answer !== undefined && answer !== false) return answer;
      failure = undefined;
    } catch (error) {
      failure = error;
    }
    if (performance.now() > deadline) throw failure ?? new Error(`never came about: ${what}`);
    await Bun.sleep(options.intervalMs ?? 25);
  }
}
