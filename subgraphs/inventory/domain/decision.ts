import type { Allocation, AllocationEvent, Answer, Work } from "./allocation.ts";

/** When a decision is made, and from when on others may finish what it begins. */
export interface Moment {
  readonly now: Date;
  readonly settleAt: Date;
}

/** What a command comes to, given what its allocation is. */
export interface Decision {
  readonly events: readonly AllocationEvent[];
  /** To be sent; those that are new are among the events too. */
  readonly answers: readonly Answer[];
  /**
   * - `done`: nothing is left to do.
   * - `advance`: the allocation's work is to be carried out; that brings the answer.
   * - `decide-again`: other work is under way. It is to be carried out first, by whoever comes along, and then the command is decided again.
   * - `conflict`: the command contradicts what the order asked for before.
   */
  readonly next: "done" | "advance" | "decide-again" | "conflict";
}

export const NOTHING: Decision = { events: [], answers: [], next: "done" };

/** A change that is over at once, with its answers. */
export function conclude(events: readonly AllocationEvent[], answers: readonly Answer[]): Decision {
  return { events: [...events, ...answers.map((answer): AllocationEvent => ({ type: "answered", answer }))], answers, next: "done" };
}

/** Work that begins. */
export function begin(events: readonly AllocationEvent[]): Decision {
  return { events, answers: [], next: "advance" };
}

function awaits(work: Work, operationId: string): boolean {
  return work.operationId === operationId || (work.purpose === "cancel" && work.refused === operationId);
}

/** What there is to say of an operation whatever it asks for; null when it is to be judged by what it asks for. */
export function standing(allocation: Allocation | null, operationId: string): Decision | null {
  if (allocation === null) return null;
  const given = allocation.answers.find((answer) => answer.operationId === operationId);
  if (given !== undefined) return { events: [], answers: [given], next: "done" };
  if (allocation.work === null) return null;
  return { events: [], answers: [], next: awaits(allocation.work, operationId) ? "advance" : "decide-again" };
}

/** Puts before the events of an allocation that did not exist what makes it exist. */
export function opening(allocation: Allocation | null, orderId: string, decision: Decision): Decision {
  if (allocation !== null) return decision;
  return { ...decision, events: [{ type: "opened", orderId }, ...decision.events] };
}
