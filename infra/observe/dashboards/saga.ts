import { histogram, series } from "../series.ts";
import type { Dashboard } from "./panel.ts";

const ended = histogram("sagaDuration", "count");
const step = histogram("sagaStepDuration", "count");

/** Do orders come to their end, and which step holds them up? */
export const saga: Dashboard = {
  uid: "mercato-saga",
  title: "Mercato: sagas",
  panels: [
    {
      title: "Sagas that ended",
      description: "compensated is a business matter (out of stock, card declined); needs_attention waits for a person.",
      unit: "ops",
      queries: [{ expression: `sum by (saga, outcome) (rate(${ended}[5m]))`, legend: "{{saga}} {{outcome}}" }],
    },
    {
      title: "From start to end",
      description: "The 95th percentile, by how it ended.",
      unit: "s",
      queries: [
        {
          expression: `histogram_quantile(0.95, sum by (le, saga, outcome) (rate(${histogram("sagaDuration", "bucket")}[5m])))`,
          legend: "{{saga}} {{outcome}}",
        },
      ],
    },
    {
      title: "Steps by outcome",
      description: "refused and failed turn the saga back.",
      unit: "ops",
      queries: [{ expression: `sum by (step, outcome) (rate(${step}[5m]))`, legend: "{{step}} {{outcome}}" }],
    },
    {
      title: "Time of each step",
      description: "The 95th percentile from its invocation to its outcome: the slowest is where to look.",
      unit: "s",
      queries: [
        {
          expression: `histogram_quantile(0.95, sum by (le, step) (rate(${histogram("sagaStepDuration", "bucket")}[5m])))`,
          legend: "{{step}}",
        },
      ],
    },
    {
      title: "Share that is undone",
      description: "Of all sagas that ended.",
      unit: "percentunit",
      queries: [
        {
          expression: `sum by (saga) (rate(${histogram("sagaDuration", "count", { outcome: "compensated" })}[5m])) / sum by (saga) (rate(${ended}[5m]))`,
          legend: "{{saga}}",
        },
      ],
    },
    {
      title: "Needs attention",
      description: "In the last hour. Each is an order that waits for a person.",
      unit: "short",
      queries: [
        {
          expression: `sum by (saga) (increase(${histogram("sagaDuration", "count", { outcome: "needs_attention" })}[1h]))`,
          legend: "{{saga}}",
        },
      ],
    },
    {
      title: "Documents with messages to publish",
      description: "The saga moves by messages: what waits here moves nothing.",
      unit: "short",
      queries: [{ expression: `max by (service, collection) (${series("outboxPending")})`, legend: "{{service}} {{collection}}" }],
    },
    {
      title: "Messages not yet acknowledged",
      description: "By consumer.",
      unit: "short",
      limit: 1_000,
      queries: [{ expression: `max by (durable) (${series("consumerLag")})`, legend: "{{durable}}" }],
    },
  ],
};
