import { describeService, type ServerName, type topology } from "@mercato/topology";
import { INIT_NAME } from "./mongodb.ts";
import { ports } from "./names.ts";

/** Somebody who may open connections to somebody else's port. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly port: number;
}

const servers: Readonly<Record<ServerName, { readonly name: string; readonly port: number }>> = {
  database: { name: "mongodb", port: ports.mongodb },
  nats: { name: "nats", port: ports.nats },
};

/** Members of a server among themselves, and the Job that makes them a set. */
const among: readonly Edge[] = [
  { from: "mongodb", to: "mongodb", port: ports.mongodb },
  { from: INIT_NAME, to: "mongodb", port: ports.mongodb },
  { from: "nats", to: "nats", port: ports.natsCluster },
];

/** Every connection that is opened between the shop's own workloads: what the topology says, and nothing else. */
export function edgesOf(services: typeof topology): readonly Edge[] {
  const described = services.flatMap(({ name, calls, needs }) => [
    ...calls.map((to) => ({ from: name, to, port: describeService(to).port })),
    ...needs.map((server) => ({ from: name, to: servers[server].name, port: servers[server].port })),
  ]);
  return [...described, ...among];
}
