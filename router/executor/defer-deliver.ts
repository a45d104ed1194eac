import type { Delivery, IncrementalPayload, Payloads } from "./defer-payload.ts";
import type { Part, Step } from "./defer-plan.ts";
import type { DeferredFragment } from "./defer-split.ts";
import { createTelling } from "./defer-telling.ts";
import type { Run } from "./run.ts";
import { runPlan } from "./run-plan.ts";

/** Each step begins as soon as those before it are done. */
function startSteps(run: Run, steps: readonly Step[]): readonly Promise<void>[] {
  const started: Promise<void>[] = [];
  for (const { fetch, after } of steps) {
    const step = Promise.all(after.map((position) => started[position])).then(() => runPlan(run, fetch));
    step.catch(() => {}); // whoever waits for it learns of it; a client that is gone waits no more
    started.push(step);
  }
  return started;
}

interface Waiting {
  readonly fragment: DeferredFragment;
  readonly done: Promise<unknown>;
  isDone: boolean;
}

function waitFor({ content, steps }: Part<DeferredFragment>, started: readonly Promise<void>[]): Waiting {
  const waiting: Waiting = {
    fragment: content,
    isDone: false,
    done: Promise.all(steps.map((position) => started[position])).then(() => {
      waiting.isDone = true;
    }),
  };
  waiting.done.catch(() => {}); // told by `next`
  return waiting;
}

/** The fragments that are still to come. */
function createQueue(all: readonly Waiting[]) {
  let left = all;
  const isOutermost = ({ fragment: { parent } }: Waiting): boolean => left.every(({ fragment }) => fragment.id !== parent);

  /** Takes out fragments that are about no object, and those inside them. */
  function drop(isAboutNothing: (fragment: DeferredFragment) => boolean): void {
    const kept = left.filter((one) => !(isOutermost(one) && isAboutNothing(one.fragment)));
    if (kept.length === left.length) return;
    left = kept;
    drop(isAboutNothing);
  }

  return {
    isEmpty: () => left.length === 0,
    drop,
    /** Takes out a fragment that is there, and is inside none that is not; null when there is none now. */
    take(): DeferredFragment | null {
      const ready = left.find((one) => one.isDone && isOutermost(one));
      if (ready === undefined) return null;
      left = left.filter((one) => one !== ready);
      return ready.fragment;
    },
    /** Resolves when there may be something to take. */
    next: () => Promise.race(left.filter(({ isDone }) => !isDone).map(({ done }) => done)),
  };
}

/** Runs a plan part by part. The first payload comes as soon as its own steps are done, the others as they come. */
export async function* deliver(delivery: Delivery, begun: Run): Payloads {
  const { indispensable } = delivery.primaryShape;
  // A part is written while others are still being fetched: each place keeps an object of its own.
  const run: Run = { ...begun, mayShareObjects: false, isIndispensable: (key) => indispensable.has(key) };
  const started = startSteps(run, delivery.plan.steps);
  await Promise.all(delivery.plan.primary.steps.map((position) => started[position]));
  const telling = createTelling(delivery, run);
  const { data, errors } = telling.first();
  const queue = createQueue(delivery.plan.deferred.map((part) => waitFor(part, started)));
  queue.drop(telling.isAboutNothing);
  yield { ...(errors.length > 0 ? { errors } : {}), data, hasNext: !queue.isEmpty() };
  while (!queue.isEmpty()) {
    const incremental: IncrementalPayload[] = [];
    for (let fragment = queue.take(); fragment !== null; fragment = queue.take()) incremental.push(...telling.later(fragment));
    queue.drop(telling.isAboutNothing);
    if (incremental.length > 0) yield { incremental, hasNext: !queue.isEmpty() };
    else if (queue.isEmpty()) yield { hasNext: false };
    if (!queue.isEmpty()) await queue.next();
  }
}
