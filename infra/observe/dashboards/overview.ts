import { histogram, series } from "../series.ts";
import type { Dashboard } from "./panel.ts";

const count = histogram("requestDuration", "count");
const router = { service: "router" } as const;
const routerCount = histogram("requestDuration", "count", router);

/** Is the shop well? Whoever looks for the first time looks here. */
export const overview: Dashboard = {
  uid: "mercato-overview",
  title: "Mercato: overview",
  panels: [
    {
      title: "Requests by outcome",
      description: "What clients get from the router. partial and failed are bad; refused is the client's doing.",
      unit: "reqps",
      queries: [{ expression: `sum by (outcome) (rate(${routerCount}[1m]))`, legend: "{{outcome}}" }],
    },
    {
      title: "Time to answer",
      description: "Of the router. The objective is that 99 % are answered within half a second.",
      unit: "s",
      limit: 0.5,
      queries: ["0.5", "0.95", "0.99"].map((quantile) => ({
        expression: `histogram_quantile(${quantile}, sum by (le) (rate(${histogram("requestDuration", "bucket", router)}[1m])))`,
        legend: `p${Number(quantile) * 100}`,
      })),
    },
    {
      title: "Requests by service",
      description: "The router's fetches come to the subgraphs as requests.",
      unit: "reqps",
      queries: [{ expression: `sum by (service) (rate(${count}[1m]))`, legend: "{{service}}" }],
    },
    {
      title: "Processes that answer",
      description: "By what Prometheus can scrape. A dip is a process that is away.",
      unit: "short",
      queries: [{ expression: 'sum by (job) (up{job="mercato"})', legend: "{{job}}" }],
    },
    {
      title: "Oldest message that waits to be published",
      description: "Near zero when the outbox is emptied. It rises when NATS is away.",
      unit: "s",
      limit: 60,
      queries: [{ expression: `max by (service, collection) (${series("outboxOldestAge")})`, legend: "{{service}} {{collection}}" }],
    },
    {
      title: "Messages not yet acknowledged",
      description: "By consumer. It rises when a consumer is slower than its producers, or away.",
      unit: "short",
      limit: 1_000,
      queries: [{ expression: `max by (durable) (${series("consumerLag")})`, legend: "{{durable}}" }],
    },
    {
      title: "Event loop lag",
      description: "How late timers are. A process whose one thread is busy answers nobody.",
      unit: "s",
      limit: 0.25,
      queries: [{ expression: `max by (service) (${series("eventLoopLag")})`, legend: "{{service}}" }],
    },
    {
      title: "Memory",
      description: "Resident, of each process.",
      unit: "bytes",
      queries: [{ expression: `sum by (service, instance) (${series("residentMemory")})`, legend: "{{service}} {{instance}}" }],
    },
    {
      title: "Processor",
      description: "Cores that each process uses. One thread of JavaScript uses one at most.",
      unit: "short",
      queries: [{ expression: `sum by (service, instance) (rate(${series("cpuTime")}[1m]))`, legend: "{{service}} {{instance}}" }],
    },
    {
      title: "Dead letters",
      description: "Messages that were given up in the last five minutes. Every one is lost work until it is sent again.",
      unit: "short",
      queries: [{ expression: `sum by (durable, code) (increase(${series("deadLetters")}[5m]))`, legend: "{{durable}} {{code}}" }],
    },
  ],
};
