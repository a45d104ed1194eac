import { describe, expect, test } from "bun:test";
import { alerts } from "./alerts.ts";
import { allExpressions, unknownLabels, unknownNames } from "./expressions.ts";
import { dashboards } from "./generate/files.ts";
import { unknownIn, unknownLabelsIn } from "./promql.ts";

describe("what the contract does not know is found", () => {
  test.each([
    [
      "a metric that was misspelt",
      "rate(mercato_saga_durations_seconds_count[5m])",
      "mercato_saga_durations_seconds_count is no metric of the contract",
    ],
    ["a histogram without its part", "mercato_saga_duration_seconds > 1", "mercato_saga_duration_seconds is no metric of the contract"],
    ["a counter without _total", "rate(mercato_dead_letters[5m])", "mercato_dead_letters is no metric of the contract"],
    ["a gauge with a part", "mercato_consumer_lag_bucket", "mercato_consumer_lag_bucket is no metric of the contract"],
    ["one of several", 'up{job="mercato"} == 0 or absent(mercato_lag)', "mercato_lag is no metric of the contract"],
    ["one after a number", "1-mercato_lag", "mercato_lag is no metric of the contract"],
    ["a label of another metric", 'mercato_consumer_lag{saga="place-order"}', "mercato_consumer_lag has no label saga"],
    ["a label by which is grouped", "sum by (service, durables) (mercato_consumer_lag)", "no metric has a label durables"],
  ])("%s", (_what, expression, problem) => {
    expect(unknownIn(expression)).toEqual([problem]);
  });

  test.each([
    'histogram_quantile(0.95, sum by (le, saga) (rate(mercato_saga_duration_seconds_bucket{outcome=~"a|mercato_x"}[5m])))',
    "sum without (instance) (mercato_consumer_lag offset 15m) > 1e3 and on (durable) mercato_consumer_lag > bool 1",
    'up{job="mercato"} == 0',
    "rate(mercato_dead_letters_total[5m:30s]) > inf",
  ])("%s is known", (expression) => {
    expect(unknownIn(expression)).toEqual([]);
  });

  test("a label of an annotation", () => {
    expect(unknownLabelsIn("{{ $labels.service }} of {{ $labels.durables }}")).toEqual(["durables"]);
  });
});

describe("alerts ask for metrics of the contract only", () => {
  test.each(alerts.map((alert) => [alert.name, alert] as const))("%s", (_name, { expression, summary }) => {
    expect(unknownIn(expression)).toEqual([]);
    expect(unknownLabelsIn(summary)).toEqual([]);
  });
});

describe("dashboards ask for metrics of the contract only", () => {
  const panels = Object.values(dashboards).flatMap(({ title, panels: all }) =>
    all.map((panel) => [`${title}: ${panel.title}`, panel] as const),
  );

  test.each(panels)("%s", (_title, { queries }) => {
    expect(queries).not.toEqual([]);
    for (const { expression, legend } of queries) {
      expect(unknownIn(expression)).toEqual([]);
      // Prometheus groups by what the legend names, or it would be empty.
      for (const [, label = ""] of legend.matchAll(/\{\{(\w+)\}\}/g)) expect(expression).toMatch(new RegExp(`by \\([^)]*\\b${label}\\b`));
    }
  });
});

describe("the deployment check of alerts and dashboards", () => {
  test("finds nothing in those that there are, all of them looked at", () => {
    const queries = Object.values(dashboards).flatMap(({ panels }) => panels.flatMap((panel) => panel.queries));
    expect(allExpressions()).toHaveLength(alerts.length + queries.length);
    expect([...unknownNames(allExpressions()), ...unknownLabels()]).toEqual([]);
  });

  test("names a broken metric and whose it is", () => {
    const planted = [...allExpressions(), { owner: "alert Planted", expression: "rate(mercato_saga_durations_seconds_count[5m])" }];
    expect(unknownNames(planted)).toEqual(["alert Planted: mercato_saga_durations_seconds_count is no metric of the contract"]);
  });
});
