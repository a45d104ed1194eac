import { alerts } from "./alerts.ts";
import { dashboards } from "./generate/files.ts";
import { unknownIn, unknownLabelsIn } from "./promql.ts";

/** An expression in PromQL, and whose it is. */
export interface NamedExpression {
  /** "alert OutboxStuck", "dashboard Router: Requests". */
  readonly owner: string;
  readonly expression: string;
}

/** All that alerts and dashboards ask Prometheus. */
export function allExpressions(): readonly NamedExpression[] {
  const ofAlerts = alerts.map(({ name, expression }) => ({ owner: `alert ${name}`, expression }));
  const ofDashboards = Object.values(dashboards).flatMap(({ title, panels }) =>
    panels.flatMap((panel) => panel.queries.map(({ expression }) => ({ owner: `dashboard ${title}: ${panel.title}`, expression }))),
  );
  return [...ofAlerts, ...ofDashboards];
}

/** One line for each metric or label that expressions use and the contract does not know. */
export function unknownNames(expressions: readonly NamedExpression[]): readonly string[] {
  return expressions.flatMap(({ owner, expression }) => unknownIn(expression).map((problem) => `${owner}: ${problem}`));
}

/** The same for labels in the texts of alerts. */
export function unknownLabels(): readonly string[] {
  return alerts.flatMap(({ name, summary }) => unknownLabelsIn(summary).map((label) => `alert ${name}: no metric has a label ${label}`));
}
