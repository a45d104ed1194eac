import type { Log } from "@mercato/chassis/log";
import { LRUCache } from "lru-cache";
import { createHiveHost, type HiveHost } from "./hive-host.ts";
import type { HiveReply } from "./hive-messages.ts";
import { toPlan } from "./hive-plan.ts";
import { type PlanNode, type Planner, PlanningError, type PlanRequest } from "./planner.ts";
import { interfacesFirst, withNames } from "./subgraph-order.ts";

export interface HivePlannerOptions {
  readonly supergraphSdl: string;
  readonly log: Pick<Log, "warn">;
  /** Plans what the native planner cannot. Made when it is needed for the first time. */
  readonly createFallback: () => Promise<Pick<Planner, "plan">>;
  /** What is wrong with a plan; null when nothing is. @default nothing ever is */
  readonly faultOf?: (plan: PlanNode) => string | null;
}

/** A plan takes about a millisecond. */
const DEADLINE_MS = 10_000;
/** Operations that are remembered for having ended the planner, so that they do not end it again. */
const FATAL_OPERATIONS = 1_000;

async function loadInto(host: HiveHost, supergraphSdl: string): Promise<HiveReply & { kind: "loaded" }> {
  const outcome = await host.ask({ kind: "load", supergraphSdl });
  if (outcome.kind === "loaded") return outcome;
  host.close();
  throw new Error(
    `The native planner cannot use the supergraph: ${outcome.kind === "refused" ? outcome.reason : "its process ended (is there an addon for this platform?)"}`,
  );
}

/**
 * The planner of Hive Router: a native addon for Linux (glibc) and macOS. Where it meets a fault of its own it ends its process, from threads and workers
 * too; so it has a process of its own, and what ended that is planned by another planner.
 * @throws Error when there is no addon for this platform, or the supergraph cannot be read.
 */
export async function createHivePlanner(options: HivePlannerOptions): Promise<Planner> {
  const { log, createFallback, faultOf = () => null } = options;
  const { supergraphSdl, names } = interfacesFirst(options.supergraphSdl);
  const host = createHiveHost({ supergraphSdl, deadlineMs: DEADLINE_MS });
  const { percentages, labels } = await loadInto(host, supergraphSdl);
  const fatal = new LRUCache<string, true>({ max: FATAL_OPERATIONS });
  let fallback: Promise<Pick<Planner, "plan">> | null = null;

  /** Where this planner is at fault, too, no answer is better than a wrong one. */
  async function planOtherwise(request: PlanRequest): Promise<PlanNode> {
    fallback ??= createFallback();
    const plan = await (await fallback).plan(request);
    const fault = faultOf(plan);
    if (fault !== null) throw new PlanningError(`No planner has a sound plan for this operation: ${fault}.`);
    return plan;
  }

  /**
   * It misses ways that the other planner finds, if there are any: to the types behind `@interfaceObject`, where no order of the subgraphs suits it, and
   * below lists of lists.
   */
  async function planRefused(request: PlanRequest, reason: string): Promise<PlanNode> {
    return planOtherwise(request).catch((cause: unknown) => {
      throw new PlanningError(reason, { cause });
    });
  }

  /** It takes what a subgraph provides in one place for provided elsewhere, among others. */
  async function planOrOtherwise(request: PlanRequest, plan: PlanNode): Promise<PlanNode> {
    const fault = faultOf(plan);
    if (fault === null) return plan;
    log.warn({ fault }, "the native planner made a wrong plan for an operation, which is planned by the other planner");
    return planOtherwise(request);
  }

  return {
    percentages: percentages.toSorted((a, b) => a - b),
    labels,
    close: () => host.close(),
    async plan(request) {
      if (fatal.has(request.text)) return planOtherwise(request);
      const outcome = await host.ask({ kind: "plan", text: request.text, roll: request.roll, labels: [...request.labels] });
      switch (outcome.kind) {
        case "planned":
          if (outcome.node === null) throw new PlanningError("The planner gave an empty plan.");
          return planOrOtherwise(request, withNames(toPlan(outcome.node), names));
        case "died":
          fatal.set(request.text, true);
          log.warn("the native planner ended its process over an operation, which is planned by the other planner");
          return planOtherwise(request);
        case "refused":
          return planRefused(request, outcome.reason);
        case "loaded":
          throw new PlanningError("The planner answered something else than was asked.");
      }
    },
  };
}
