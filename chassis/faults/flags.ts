import { z } from "zod";

const rate = z.number().gt(0).max(1).default(1).describe("how often, from 0 to 1");
const service = z.string().min(1).optional().describe("only this service");
const milliseconds = (usual: number) => z.number().int().min(1).max(600_000).default(usual).describe("in milliseconds");

/**
 * Everything that can be made to fail on purpose, in one place. What a flag does stands in its description; what it must not do stands in the laws,
 * which hold with any of them set.
 */
export const faultFlags = {
  "subgraph-latency": {
    does: "Subgraphs answer the router later.",
    settings: z.strictObject({ service, ms: milliseconds(500) }),
  },
  "subgraph-errors": {
    does: "Subgraphs answer 503 before they have looked at the request.",
    settings: z.strictObject({ service, rate }),
  },
  "provider-decline": {
    does: "The payment provider declines every card that it is asked about from now on.",
    settings: z.strictObject({ rate }),
  },
  "provider-timeout-after-charge": {
    does: "The payment provider does what it is asked, and its answer is lost.",
    settings: z.strictObject({ rate: rate.default(0.5) }),
  },
  "provider-outage": {
    does: "The payment provider does nothing and says so.",
    settings: z.strictObject({ rate }),
  },
  "duplicate-delivery": {
    does: "Messages are stored twice, under the same id, past the server's own check.",
    settings: z.strictObject({ service, rate }),
  },
  "reordered-delivery": {
    does: "Messages are put back when they come first, so that those behind overtake them.",
    settings: z.strictObject({ service, rate: rate.default(0.5), ms: milliseconds(1_000) }),
  },
  "relay-paused": {
    does: "Nothing that was written is published; it waits in the documents.",
    settings: z.strictObject({ service }),
  },
  "consumer-lag": {
    does: "Consumers begin with each message later.",
    settings: z.strictObject({ service, ms: milliseconds(1_000) }),
  },
  "webhook-out-of-order": {
    does: "Calls to /webhooks/… are held back for a random time, so that later ones overtake them.",
    settings: z.strictObject({ service, ms: milliseconds(2_000) }),
  },
  "compensation-failure": {
    does: "Commands that undo a step of a saga are not obeyed; they are tried again.",
    settings: z.strictObject({ service, rate }),
  },
  "clock-skew": {
    does: "Clocks are wrong by this much; less than nothing is in the past.",
    settings: z.strictObject({
      service,
      ms: z.number().int().min(-86_400_000).max(86_400_000).default(60_000).describe("in milliseconds"),
    }),
  },
} as const satisfies Record<string, { readonly does: string; readonly settings: z.ZodType }>;

export type FaultName = keyof typeof faultFlags;

export type FaultSettings<Name extends FaultName> = z.infer<(typeof faultFlags)[Name]["settings"]>;

export const faultNames = Object.keys(faultFlags) as readonly FaultName[];

/** Whether there is a flag of this name. */
export function isFaultName(name: string): name is FaultName {
  return Object.hasOwn(faultFlags, name);
}
