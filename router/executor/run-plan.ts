import type { EntityFetch, PlanNode, RootFetch, SequenceNode } from "../planner/planner.ts";
import { failTargets, gatherTargets, placeEntities } from "./entities.ts";
import { fetchBody } from "./fetch-body.ts";
import { isObject, valueAt } from "./json.ts";
import { mergeInto } from "./merge.ts";
import { applyRewrites, rewritePath } from "./rewrites.ts";
import { failureOf, type Run, type SubgraphReply } from "./run.ts";

/** Whether a mutation before this one made the whole response null: then the client could not even learn what this one did, and it is not sent. */
function isLost(run: Run): boolean {
  return run.mutated.some((key) => run.isIndispensable(key) && (valueAt(run.data, key) ?? null) === null);
}

async function runRootFetch(run: Run, node: RootFetch): Promise<void> {
  if (node.operation.kind === "mutation") {
    if (isLost(run)) return;
    run.mutated.push(...node.keys);
  }
  const reply = await run.send({ subgraph: node.subgraph, operation: node.operation, body: fetchBody(node.operation, run.variables) });
  if (reply.kind === "failed") return run.outcome.attach([run.data], reply.failure, node.keys);
  placeRoot(run, node, reply);
}

function placeRoot(run: Run, node: RootFetch, { data, errors }: SubgraphReply & { kind: "answered" }): void {
  for (const error of errors) {
    // Without data, an error that names no place counts for all the fields: they will say so, each at its place.
    if (error.path === null && data === null) continue;
    run.outcome.report(failureOf(run, error, node.subgraph), error.path === null ? null : rewritePath(error.path, node.outputRewrites));
  }
  if (data !== null) {
    applyRewrites(data, node.outputRewrites, run.types);
    mergeInto(run.data, data, run.types);
    return;
  }
  const [first] = errors;
  if (first) run.outcome.attach([run.data], failureOf(run, first, node.subgraph), node.keys);
}

async function runEntityFetch(run: Run, node: EntityFetch): Promise<void> {
  const batches = node.batches.map((batch) => gatherTargets(run, batch));
  if (batches.every(({ representations }) => representations.length === 0)) return;
  const texts = batches.map(({ batch, representations }) => ({ variable: batch.variable, texts: representations }));
  const reply = await run.send({
    subgraph: node.subgraph,
    operation: node.operation,
    body: fetchBody(node.operation, run.variables, texts),
  });
  if (reply.kind === "answered") return placeEntities(run, batches, { subgraph: node.subgraph, data: reply.data, errors: reply.errors });
  for (const batch of batches) failTargets(run, batch, reply.failure);
}

function mutates(node: PlanNode): boolean {
  if (node.kind === "fetch") return node.operation.kind === "mutation";
  return node.kind !== "entities" && node.nodes.some(mutates);
}

/** Root fields of mutations run one after the other, each with all that hangs on it, whatever the planner thinks could run side by side. */
async function runParallel(run: Run, nodes: readonly PlanNode[]): Promise<void> {
  const [serial, parallel] = [nodes.filter(mutates), nodes.filter((node) => !mutates(node))];
  await Promise.all(parallel.map((node) => runPlan(run, node)));
  for (const node of serial) await runPlan(run, node);
}

/** Takes keys out of all objects. */
function forget(value: unknown, keys: ReadonlySet<string>): void {
  if (Array.isArray(value)) for (const item of value) forget(item, keys);
  if (!isObject(value)) return;
  for (const key of Object.keys(value)) {
    if (keys.has(key)) delete value[key];
    else forget(value[key], keys);
  }
}

async function runSequence(run: Run, { nodes, separately }: SequenceNode): Promise<void> {
  for (const node of nodes) {
    // What clients ask for is never under these keys (plan-keys.ts).
    if (separately) forget(run.data, separately);
    await runPlan(run, node);
  }
}

/** Runs a plan. Never rejects for what subgraphs do: that is in the run's outcome. */
export async function runPlan(run: Run, node: PlanNode): Promise<void> {
  switch (node.kind) {
    case "fetch":
      return runRootFetch(run, node);
    case "entities":
      return runEntityFetch(run, node);
    case "sequence":
      return runSequence(run, node);
    case "parallel":
      return runParallel(run, node.nodes);
  }
}
