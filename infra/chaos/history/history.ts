import { appendFileSync, writeFileSync } from "node:fs";

/** What a customer or staff member wanted of the shop. */
export type Operation = "place" | "cancel" | "return" | "receive" | "launch";

/** What somebody asked, was told, or did to the shop. Times are milliseconds from the start of the run. */
export type Entry = {
  readonly atMs: number;
} /** Asked for the first time under this key; for a cancellation the key is the order's id. */ & (
  | { readonly kind: "asked"; readonly who: string; readonly operation: Operation; readonly key: string }
  /** One attempt got no answer that says what happened; the same key is asked again. */
  | { readonly kind: "unanswered"; readonly who: string; readonly operation: string; readonly key: string; readonly reason: string }
  /** The shop accepted an order. `askedAtMs` is when the attempt began that was answered. */
  | {
      readonly kind: "placed";
      readonly who: string;
      readonly key: string;
      readonly orderId: string;
      readonly totalMinor: number;
      readonly askedAtMs: number;
    }
  | { readonly kind: "refused"; readonly who: string; readonly operation: Operation; readonly key: string; readonly code: string }
  /** How an order was seen to stand. */
  | { readonly kind: "seen"; readonly who: string; readonly orderId: string; readonly status: string }
  | { readonly kind: "cancelling"; readonly who: string; readonly orderId: string }
  | { readonly kind: "returning"; readonly key: string; readonly orderId: string; readonly returnId: string }
  | { readonly kind: "received"; readonly key: string; readonly sku: string; readonly units: number }
  /** Something new is in the catalogue. */
  | { readonly kind: "launched"; readonly sku: string }
  | { readonly kind: "fault"; readonly phase: FaultPhase; readonly fault: string; readonly id: number }
  /** Something that nobody did: a process ended by itself, or did not start. */
  | { readonly kind: "surprise"; readonly what: string }
);

/** `ends`: the fault itself is over; `up`: what was killed is ready again. */
export type FaultPhase = "begins" | "ends" | "up";

export type EntryOf<Kind extends Entry["kind"]> = Extract<Entry, { readonly kind: Kind }>;

type WithoutTime<One> = One extends Entry ? Omit<One, "atMs"> : never;

/** What happened in a run, in its order. */
export interface History {
  readonly entries: readonly Entry[];
  /** Milliseconds since the start of the run. */
  now(): number;
  /** Writes an entry down, with the time. */
  write(entry: WithoutTime<Entry>): void;
}

export function entriesOf<Kind extends Entry["kind"]>(entries: readonly Entry[], kind: Kind): readonly EntryOf<Kind>[] {
  return entries.filter((entry): entry is EntryOf<Kind> => entry.kind === kind);
}

/** Starts a history; with a file, every entry is in it as a line of JSON before anybody goes on. */
export function createHistory(file?: string): History {
  const startedAt = performance.now();
  const entries: Entry[] = [];
  const now = () => Math.round(performance.now() - startedAt);
  if (file !== undefined) writeFileSync(file, "");
  return {
    entries,
    now,
    write(entry) {
      // The rest is what the caller handed in.
      const dated = { atMs: now(), ...entry } as Entry;
      entries.push(dated);
      if (file !== undefined) appendFileSync(file, `${JSON.stringify(dated)}\n`);
    },
  };
}
