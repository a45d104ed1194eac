/** Answers whether a dependency can be used now. Cheap, quick, never throws for "no". */
export type HealthCheck = () => boolean | Promise<boolean>;

export interface Health {
  /** Answers `/health/live` and `/health/ready`; null for any other path. */
  handle(request: Request): Promise<Response | null>;
  /** From now on `/health/ready` says no, so that no new work is sent here. */
  drain(): void;
}

export interface HealthOptions {
  /** A check that takes longer counts as failed, in milliseconds. @default 2000 */
  readonly timeoutMs?: number;
}

async function passes(check: HealthCheck, timeoutMs: number): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), timeoutMs);
  });
  try {
    return await Promise.race([Promise.resolve().then(check), late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

/** Live means the process answers; ready means that all its dependencies do. Not ready is 503 and names which one. */
export function createHealth(checks: Readonly<Record<string, HealthCheck>>, { timeoutMs = 2_000 }: HealthOptions = {}): Health {
  let draining = false;
  return {
    drain: () => {
      draining = true;
    },
    async handle(request) {
      const { pathname } = new URL(request.url);
      if (pathname === "/health/live") return Response.json({ status: "live" });
      if (pathname !== "/health/ready") return null;
      if (draining) return Response.json({ status: "draining" }, { status: 503 });
      const results = await Promise.all(
        Object.entries(checks).map(async ([name, check]) => [name, await passes(check, timeoutMs)] as const),
      );
      const failing = results.filter(([, ok]) => !ok).map(([name]) => name);
      return failing.length === 0 ? Response.json({ status: "ready" }) : Response.json({ status: "unavailable", failing }, { status: 503 });
    },
  };
}
