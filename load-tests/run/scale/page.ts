import { escapeHtml, lineChart } from "../chart.ts";
import { htmlPage, lawsSection, machineText, table } from "../page.ts";
import { type CpuByPart, parts } from "./cpu.ts";
import { breachesOf, hasScalePassed, type ScaleOutcome, type ScaleStep } from "./outcome.ts";

/** Column heads and rows of what each step came to, for page and terminal. */
export function stepRows(steps: readonly ScaleStep[]) {
  const head = ["of each", "visits/s", "operations/s", "p95 ms", ...parts.map((part) => `${part} CPU %`), "broke at"];
  const cpuOf = (cpu: CpuByPart | undefined) => parts.map((part) => cpu?.[part] ?? "–");
  const rows = steps.map(({ processes, best, broken }) => [
    String(processes),
    best?.rate ?? "none",
    best?.opsPerSecond ?? "–",
    best?.p95Ms ?? "–",
    ...cpuOf(best?.cpu),
    broken?.rate ?? "never",
  ]);
  return { head, rows };
}

function curves({ steps }: ScaleOutcome): string {
  const xTicks = steps.map(({ processes }) => processes);
  const throughput = steps.map(({ processes, best }) => [processes, best?.opsPerSecond ?? 0] as const);
  const cpu = parts.map((part) => ({
    name: part,
    points: steps.flatMap(({ processes, best }) => (best === undefined ? [] : [[processes, best.cpu[part]] as const])),
  }));
  const objective = { name: "highest that held", points: throughput };
  return `<div class="charts">${[
    lineChart({ title: "Throughput at the objective", unit: "operations a second", series: [objective], xUnit: "of each", xTicks }),
    lineChart({ title: "CPU at that rate", unit: "% of a core, all processes of a part", series: cpu, xUnit: "of each", xTicks }),
  ].join("")}</div>`;
}

function probesTable({ steps }: ScaleOutcome): string {
  const rows = steps.flatMap(({ processes, probes }) =>
    probes.map(({ rate, held, opsPerSecond, p95Ms, errors, broken }) => [
      String(processes),
      rate,
      opsPerSecond,
      p95Ms,
      errors,
      held ? "held" : broken.join("; "),
    ]),
  );
  return table(["of each", "visits/s", "operations/s", "p95 ms", "failed", "thresholds"], rows);
}

/** The report of a series as one page. */
export function scalePage(outcome: ScaleOutcome): string {
  const { startedAt, duration, budgetFactor, steps, machine } = outcome;
  const passed = hasScalePassed(outcome);
  const breaches = breachesOf(outcome);
  const { head, rows } = stepRows(steps);
  const asked = [startedAt, "mixed, an open model", `${duration} at each rate`, `budgets × ${budgetFactor}`].join(" · ");
  const body = `<h1>scale <span class="verdict ${passed ? "good" : "bad"}">${passed ? "passed" : "FAILED"}</span></h1>
<p class="sub">${escapeHtml(asked)}<br>${escapeHtml(machineText(machine))}</p>
<h2>By the number of processes</h2>${curves(outcome)}
${table(head, rows)}
<h2>Every rate that was tried</h2>${probesTable(outcome)}
<h2>The laws</h2>${lawsSection({ lawsHeld: breaches.length === 0, breaches })}`;
  return htmlPage("scale · Mercato under load", body);
}
