import { breachesOf, type Findings } from "@mercato/local/audit/audit";
import { type Entry, entriesOf } from "../history/history.ts";
import { violationsOfTold } from "./told.ts";

/** All that does not fit in what was found of a shop at rest: with the laws, and with what people were told. */
export function violationsOf(history: readonly Entry[], findings: Findings): readonly string[] {
  const accepted = new Set(entriesOf(history, "placed").map(({ orderId }) => orderId));
  return [...new Set([...breachesOf(findings, accepted), ...violationsOfTold(history, findings.books)])];
}
