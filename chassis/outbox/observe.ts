import type { Clock } from "../clock/index.ts";
import { observed } from "../telemetry/index.ts";
import type { OutboxSource } from "./outbox.ts";

const shapes = {
  pending: {
    name: "mercato_outbox_pending",
    kind: "gauge",
    unit: "{document}",
    description: "Documents with messages that wait to be published",
  },
  oldestAge: {
    name: "mercato_outbox_oldest_age_seconds",
    kind: "gauge",
    unit: "s",
    description: "How long the oldest of them has waited; 0 when none does",
  },
} as const;

/** Says how much waits whenever somebody collects metrics. Returns what ends it. */
export function observeBacklog(source: OutboxSource, clock: Clock): () => void {
  return observed(shapes, async (say) => {
    const { context: service, collection, pending, oldestAt } = await source.backlog();
    const ageMs = oldestAt === null ? 0 : clock.now().getTime() - oldestAt.getTime();
    say("pending", pending, { service, collection });
    say("oldestAge", Math.max(0, ageMs) / 1000, { service, collection });
  });
}
