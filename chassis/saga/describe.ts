import type { OutgoingMessage } from "../bus/index.ts";
import type { SagaDefinition, SagaStep, StepPatience } from "./definition.ts";
import { compensationPatience } from "./moves.ts";
import { stageAt } from "./stages.ts";

export interface SagaDescription<Data> {
  readonly definition: SagaDefinition<Data>;
  /** Data of which every step has something to do, so that its commands can be named. */
  readonly sample: Data;
  /** What it is for, in a sentence. */
  readonly purpose: string;
}

interface DescribedStep {
  readonly step: SagaStep<never>;
  readonly asks: string;
  /** Null when it is not undone. */
  readonly undoneBy: string | null;
}

const NOW = new Date(0);

function typeOf(outgoing: OutgoingMessage | null | undefined): string | null {
  return outgoing?.contract.type ?? null;
}

function describeSteps<Data>({ definition, sample }: SagaDescription<Data>): readonly DescribedStep[] {
  return definition.steps.map((step) => ({
    step: step as unknown as SagaStep<never>,
    asks: typeOf(step.invoke(sample, "operation", NOW)) ?? "nothing",
    undoneBy: typeOf(step.compensate?.(sample, "operation:undo", NOW)),
  }));
}

function describePatience({ timeoutMs, maxTimeoutMs = timeoutMs * 10, attempts }: StepPatience): string {
  return `${attempts} × from ${timeoutMs / 1000} s to ${maxTimeoutMs / 1000} s`;
}

const SHAPE: Readonly<Record<SagaStep<never>["kind"], readonly [string, string]>> = {
  compensatable: ["[", "]"],
  pivot: ["{{", "}}"],
  retriable: ["([", "])"],
};

function node(id: string, [open, close]: readonly [string, string], lines: readonly string[]): string {
  return `  ${id}${open}"${lines.join("<br/>")}"${close}`;
}

/** Steps of one stage stand side by side: each of the stage before leads to each of them. */
function forth(definition: SagaDefinition<never>): readonly string[] {
  const edges: string[] = [];
  let before: readonly string[] = ["start"];
  for (let index = 0; index < definition.steps.length; ) {
    const stage = stageAt(definition, index);
    const names = stage.map((place) => `s${place}`);
    for (const from of before) for (const to of names) edges.push(`  ${from} --> ${to}`);
    before = names;
    index += stage.length;
  }
  return [...edges, ...before.map((from) => `  ${from} --> completed`)];
}

/** A failure goes to the undoing of its own step, which may be done after all, or to that of the step before it; from there back. */
function back(steps: readonly DescribedStep[]): readonly string[] {
  const undoings = steps.flatMap(({ undoneBy }, index) => (undoneBy === null ? [] : [index]));
  const before = (index: number) => undoings.findLast((other) => other < index);
  const target = (index: number | undefined) => (index === undefined ? "compensated" : `u${index}`);
  const failing = steps.flatMap(({ step }, index) => {
    if (step.kind === "retriable") return [`  s${index} -. keeps failing .-> attention`];
    const own = undoings.includes(index) ? [`  s${index} -. no answer .-> u${index}`] : [`  s${index} -. no answer .-> attention`];
    return [`  s${index} -. refused .-> ${target(before(index))}`, ...own];
  });
  const undoing = undoings.flatMap((index) => [`  u${index} --> ${target(before(index))}`, `  u${index} -. keeps failing .-> attention`]);
  return [...failing, ...undoing];
}

function ends(lines: readonly string[]): readonly string[] {
  const nodes = { completed: "([completed])", compensated: "([compensated])", attention: "[/needs attention/]" };
  return Object.entries(nodes).flatMap(([id, shape]) => (lines.some((line) => line.endsWith(` ${id}`)) ? [`  ${id}${shape}`] : []));
}

function picture(definition: SagaDefinition<never>, steps: readonly DescribedStep[]): string {
  const nodes = steps.map(({ step, asks }, index) => node(`s${index}`, SHAPE[step.kind], [step.name, asks]));
  const undoing = steps.flatMap(({ step, undoneBy }, index) =>
    undoneBy === null ? [] : [node(`u${index}`, ["[", "]"], [`undo ${step.name}`, undoneBy])],
  );
  const edges = [...forth(definition), ...back(steps)];
  return ["```mermaid", "flowchart TD", "  start(( ))", ...nodes, ...undoing, ...ends(edges), ...edges, "```"].join("\n");
}

function table(steps: readonly DescribedStep[]): string {
  const rows = steps.map(({ step, asks, undoneBy }) => {
    const undo = undoneBy === null ? ["", ""] : [`\`${undoneBy}\``, describePatience(compensationPatience(step as SagaStep<unknown>))];
    return [`\`${step.name}\``, step.kind, step.group ?? "", `\`${asks}\``, describePatience(step.patience), ...undo];
  });
  const head = ["step", "kind", "together with", "asks", "patience", "undone by", "patience with undoing"];
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** A saga in words, with a picture, as Markdown. It follows from the definition alone. */
export function describeSaga<Data>(description: SagaDescription<Data>): string {
  const { definition, purpose } = description;
  const steps = describeSteps(description);
  const title = `## ${definition.name}, version ${definition.version}`;
  return [title, purpose, picture(definition as unknown as SagaDefinition<never>, steps), table(steps)].join("\n\n");
}
