import { describeService, type ServerName, type ServiceName, serviceNames } from "@mercato/topology";

/** What can be killed and paused: a process of the shop, or a server with all its processes. */
export type Target = ServiceName | ServerName;

/** A connection that can be cut: who opens it, and to whom. */
export interface Link {
  readonly from: ServiceName;
  readonly to: Target;
}

/** What goes wrong, when and for how long: milliseconds from the start of the faults, and of its own. */
export type Fault = { readonly atMs: number; readonly lastsMs: number } & (
  | { readonly kind: "kill" | "pause"; readonly target: Target }
  /** `cut`: connections are reset and new ones are not taken. `silence`: connections stay and nothing comes through. */
  | { readonly kind: "cut" | "silence"; readonly link: Link }
  | { readonly kind: "delay"; readonly link: Link; readonly delayMs: number }
);

export type FaultKind = Fault["kind"];

/** All that can be killed and paused. */
export const targets: readonly Target[] = [...serviceNames, "nats", "database"];

/** All connections of a shop: services to their servers, and services to each other. */
export const links: readonly Link[] = serviceNames.flatMap((from) => {
  const { needs, calls } = describeService(from);
  return [...needs, ...calls].map((to) => ({ from, to }));
});

/** `orders→nats`. */
export function nameOf({ from, to }: Link): string {
  return `${from}→${to}`;
}

/** `kill orders`, `delay router→catalog by 200 ms`. */
export function describeFault(fault: Fault): string {
  switch (fault.kind) {
    case "kill":
    case "pause":
      return `${fault.kind} ${fault.target}`;
    case "delay":
      return `delay ${nameOf(fault.link)} by ${fault.delayMs} ms`;
    default:
      return `${fault.kind} ${nameOf(fault.link)}`;
  }
}

/** Whether a fault is between processes rather than in one. */
export function isPartition({ kind }: Pick<Fault, "kind">): boolean {
  return kind === "cut" || kind === "silence" || kind === "delay";
}
