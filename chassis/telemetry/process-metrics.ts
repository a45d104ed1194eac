import { monitorEventLoopDelay } from "node:perf_hooks";
import { observed } from "./instruments.ts";

const RESOLUTION_MS = 20;

const shapes = {
  eventLoopLag: {
    name: "mercato_event_loop_lag_seconds",
    kind: "gauge",
    unit: "s",
    description: "How late the process's timers were at worst since the last reading",
  },
  residentMemory: { name: "process_resident_memory_bytes", kind: "gauge", unit: "By", description: "Resident memory of the process" },
  cpuTime: { name: "process_cpu_seconds", kind: "counter", unit: "s", description: "Processor time of the process, user and system" },
} as const;

/** Metrics of the process itself. Returns what ends them. */
export function observeProcess(service: string): () => void {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  const end = observed(shapes, (say) => {
    const { user, system } = process.cpuUsage();
    say("eventLoopLag", delay.max / 1e9, { service });
    say("residentMemory", process.memoryUsage.rss(), { service });
    say("cpuTime", (user + system) / 1e6, { service });
    delay.reset();
  });
  return () => {
    end();
    delay.disable();
  };
}
