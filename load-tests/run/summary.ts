import { z } from "zod";
import { round } from "./percentile.ts";

const schema = z.object({
  metrics: z.record(
    z.string(),
    z.object({
      values: z.record(z.string(), z.number().nullable()),
      thresholds: z.record(z.string(), z.object({ ok: z.boolean() })).optional(),
    }),
  ),
});

/** A threshold and what became of it. */
export interface ThresholdResult {
  /** "http_req_duration{operation:PlaceOrder}". */
  readonly metric: string;
  /** "p(95)<600". */
  readonly threshold: string;
  readonly held: boolean;
  /** What was measured of the kind that the threshold is about; null when there was nothing to measure. */
  readonly value: number | null;
}

/** Reads the thresholds out of the summary that a scenario wrote. @throws z.ZodError when it is not one */
export function readThresholds(text: string): readonly ThresholdResult[] {
  const { metrics } = schema.parse(JSON.parse(text));
  return Object.entries(metrics).flatMap(([metric, { values, thresholds = {} }]) =>
    Object.entries(thresholds).map(([threshold, { ok }]) => {
      const kind = threshold.split(/[<>=!]/)[0]?.trim() ?? "";
      const value = values[kind];
      return { metric, threshold, held: ok, value: value === undefined || value === null ? null : round(value, 4) };
    }),
  );
}
