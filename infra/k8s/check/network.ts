import { z } from "zod";
import type { RenderedManifest } from "./render.ts";

/** Somebody who may open connections to a port. */
export interface WorkloadEdge {
  readonly from: string;
  readonly port: number;
}

/** The pods of a workload, as a policy sees them. */
export interface Pods {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Other operators are refused, so that no policy is read as less than it says. */
const expression = z.object({ key: z.string(), operator: z.literal("In"), values: z.array(z.string()) });
const labelSelector = z.strictObject({
  matchLabels: z.record(z.string(), z.string()).default({}),
  matchExpressions: z.array(expression).default([]),
});
const ipBlock = z.object({ cidr: z.string() });
const peer = z.looseObject({
  podSelector: labelSelector.optional(),
  namespaceSelector: labelSelector.optional(),
  ipBlock: ipBlock.optional(),
});
const port = z.object({ port: z.number() });

/** No peers mean everybody, and no ports all of them: the API reads it so, hence the checks must. */
const ANY_PORT = 0;
const policySchema = z.looseObject({
  spec: z.object({
    podSelector: labelSelector,
    policyTypes: z.array(z.enum(["Ingress", "Egress"])),
    ingress: z.array(z.object({ from: z.array(peer).optional(), ports: z.array(port).default([{ port: ANY_PORT }]) })).default([]),
    egress: z.array(z.object({ to: z.array(peer).optional(), ports: z.array(port).default([{ port: ANY_PORT }]) })).default([]),
  }),
});

type Policy = z.infer<typeof policySchema>["spec"];
type Peers = readonly z.infer<typeof peer>[] | undefined;

function selects({ matchLabels, matchExpressions }: z.infer<typeof labelSelector>, { labels }: Pods): boolean {
  const byLabel = Object.entries(matchLabels).every(([key, value]) => labels[key] === value);
  return byLabel && matchExpressions.every(({ key, values }) => values.includes(labels[key] ?? ""));
}

/** Whether peers of a rule are these pods; those of other namespaces are not of the shop, and a block of addresses may be that of its pods. */
function includes(peers: Peers, pods: Pods): boolean {
  if (peers === undefined) return true;
  return peers.some(
    (one) =>
      one.ipBlock !== undefined || (one.namespaceSelector === undefined && one.podSelector !== undefined && selects(one.podSelector, pods)),
  );
}

function policiesOf(manifests: readonly RenderedManifest[]): readonly Policy[] {
  return manifests.filter(({ kind }) => kind === "NetworkPolicy").map((manifest) => policySchema.parse(manifest).spec);
}

/** The ports that one end allows; every port when no policy holds that end back. */
function allowed(policies: readonly Policy[], direction: "Ingress" | "Egress", [own, other]: readonly [Pods, Pods]): ReadonlySet<number> {
  const about = policies.filter(({ podSelector, policyTypes }) => policyTypes.includes(direction) && selects(podSelector, own));
  if (about.length === 0) return new Set([ANY_PORT]);
  const rules = about.flatMap(({ ingress, egress }) =>
    direction === "Ingress"
      ? ingress.map(({ from, ports }) => ({ peers: from, ports }))
      : egress.map(({ to, ports }) => ({ peers: to, ports })),
  );
  return new Set(rules.filter(({ peers }) => includes(peers, other)).flatMap(({ ports }) => ports.map((entry) => entry.port)));
}

function both(one: ReadonlySet<number>, other: ReadonlySet<number>): readonly number[] {
  if (one.has(ANY_PORT)) return [...other];
  if (other.has(ANY_PORT)) return [...one];
  return [...one].filter((value) => other.has(value));
}

/** Who of `all` may reach the workload `name`: the policies of both ends have to allow it. Port 0 stands for every port. */
export function edgesInto(name: string, all: readonly Pods[], manifests: readonly RenderedManifest[]): readonly WorkloadEdge[] {
  const policies = policiesOf(manifests);
  const target = all.find((pods) => pods.name === name);
  if (target === undefined) return [];
  return all.flatMap((pods) =>
    both(allowed(policies, "Egress", [pods, target]), allowed(policies, "Ingress", [target, pods])).map((value) => ({
      from: pods.name,
      port: value,
    })),
  );
}

/** The ports outside the cluster that a workload may reach; 0 stands for every port. */
export function portsOutside(pods: Pods, manifests: readonly RenderedManifest[]): readonly number[] {
  const about = policiesOf(manifests).filter(
    ({ podSelector, policyTypes }) => policyTypes.includes("Egress") && selects(podSelector, pods),
  );
  if (about.length === 0) return [ANY_PORT];
  const rules = about.flatMap(({ egress }) => egress).filter(({ to }) => to === undefined || to.some((one) => one.ipBlock !== undefined));
  return [...new Set(rules.flatMap(({ ports }) => ports.map((entry) => entry.port)))];
}
